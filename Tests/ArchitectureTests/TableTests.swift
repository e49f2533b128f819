import PlanSupport
import PlanTestSupport
import Testing

@Suite struct TableTests {
    @Test func `layer numbers go strictly down along every arrow`() {
        for (target, rule) in Layers.rules {
            for module in rule.imports {
                guard let other = Layers.rules[module] else {
                    Issue.record("\(target) may import \(module), which is not in the table")
                    continue
                }
                #expect(
                    other.layer < rule.layer,
                    "\(target) is in layer \(rule.layer), \(module) in layer \(other.layer)")
            }
        }
    }

    @Test func `each system library has one importer`() {
        for library in Layers.rules.keys where Layers.rules[library]?.layer == 0 {
            let importers = Layers.rules.filter { $0.value.imports.contains(library) }.keys.sorted()
            #expect(importers.count == 1, "\(library): \(importers)")
        }
    }

    @Test func `what is forbidden by name is out of reach by any detour`() {
        for (importer, imported, because) in Layers.forbidden {
            #expect(Layers.rules[importer] != nil && Layers.rules[imported] != nil)
            #expect(!Layers.reach(of: importer).contains(imported), "\(importer) reaches \(imported): \(because)")
        }
        #expect(Layers.reach(of: "PlanExecutor").contains("CPostgres"), "a detour is not followed")
    }

    @Test func `every directory of the sources is in the table, in the package and has a README`() throws {
        let targets = try Repository.declaredTargets()
        let directories = Repository.directories(in: "Sources")
        #expect(directories.contains("PlanSupport"), "the sources were not found")
        for directory in directories {
            #expect(
                Layers.rules[directory] != nil || directory == Layers.testSupport,
                "Sources/\(directory) is not in the table of layers")
            #expect(targets.contains(directory), "Sources/\(directory) is not in Package.swift")
            #expect(
                Files.exists(Repository.path("Sources/\(directory)/README.md")), "Sources/\(directory) has no README.md"
            )
        }
    }

    @Test func `a directory of tests is in the package`() throws {
        let targets = try Repository.declaredTargets()
        for directory in Repository.directories(in: "Tests") where directory.hasSuffix("Tests") {
            #expect(targets.contains(directory), "Tests/\(directory) is not in Package.swift and never runs")
        }
    }
}
