import PlanTestSupport
import Testing

@Suite struct ImportTests {
    /// What is wrong with the imports of a file, one line each.
    private func violations(in file: Repository.File) -> [String] {
        file.code.imports.compactMap { module, line in
            Layers.objection(to: module, in: file.target).map { "\(file.path):\(line): import \(module): \($0)" }
        }
    }

    @Test func `every import of the sources is one that the table allows`() throws {
        let files = try Repository.sources()
        #expect(files.count > 50, "the sources were not found")
        let found = files.flatMap(violations)
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test func `each system library is imported by one target`() throws {
        var importers: [String: Set<String>] = [:]
        for file in try Repository.sources() {
            for (module, _) in file.code.imports where Layers.rules[module]?.layer == 0 {
                importers[module, default: []].insert(file.target)
            }
        }
        #expect(!importers.isEmpty)
        for (module, targets) in importers {
            #expect(targets.count == 1, "\(module) is imported by \(targets.sorted())")
        }
    }

    @Test func `Foundation is for tests`() throws {
        for file in try Repository.sources() where file.target != Layers.testSupport {
            for (module, line) in file.code.imports {
                #expect(!module.hasPrefix("Foundation"), "\(file.path):\(line)")
            }
        }
    }

    // MARK: The check itself

    private func violations(of text: String, in target: String) -> [String] {
        violations(in: Repository.File(path: "Sources/\(target)/X.swift", text: text))
    }

    @Test(arguments: [
        ("PlanCompiler", "PlanPostgres", "PlanCompiler must never import PlanPostgres"),
        ("PlanCompiler", "PlanSQLite", "PlanCompiler must never import PlanSQLite"),
        ("PlanExecutor", "PlanYAML", "PlanExecutor must never import PlanYAML"),
        ("PlanExecutor", "PlanSQL", "PlanExecutor must never import PlanSQL"),
        ("PlanGraph", "PlanSQL", "arrows point down: PlanGraph is in layer 3, PlanSQL in layer 3"),
        ("PlanSupport", "PlanCatalog", "arrows point down: PlanSupport is in layer 1, PlanCatalog in layer 2"),
        ("PlanExecutor", "CPostgres", "CPostgres has one importer, PlanPostgres"),
        ("PlanDialects", "PlanYAML", "PlanDialects may import PlanCatalog"),
        ("PlanCatalog", "Foundation", "PlanCatalog may import PlanSupport"),
        ("PlanCompiler", "Glibc", "PlanCompiler may import"),
        ("PlanCommands", "PlanTestSupport", "PlanTestSupport is for tests"),
        ("PlanTestSupport", "CPostgres", "PlanTestSupport may import libraries only"),
        ("PlanHelpers", "PlanSupport", "target PlanHelpers is not in the table"),
    ])
    func `a forbidden import is caught with its file, line and rule`(target: String, module: String, rule: String) {
        let found = violations(of: "import PlanSupport\n\ninternal import \(module)\n", in: target)
        let prefix = "Sources/\(target)/X.swift:3: import \(module): \(rule)"
        #expect(found.contains { $0.hasPrefix(prefix) }, "\(found)")
    }

    @Test(arguments: [
        "import PlanYAML", "package import PlanYAML", "@preconcurrency private import PlanYAML",
        "@_spi(Inner, Other) import PlanYAML", "@testable\nimport PlanYAML", "import\n    PlanYAML",
        "import struct PlanYAML.Node", "import func PlanYAML.read", "import PlanYAML.Sub", "let a = 1; import PlanYAML",
        "#if canImport(PlanYAML)\nimport PlanYAML\n#endif", "/* a /* b */ c */ import PlanYAML", "import `PlanYAML`",
        "let a = #\"\\\"#; import PlanYAML", "let a = \"\\\"\"; import PlanYAML", "let a = \"//\"; import PlanYAML",
    ])
    func `an import is seen in every spelling`(text: String) {
        #expect(SwiftText(text).imports.map(\.module) == ["PlanYAML"])
        #expect(violations(of: text, in: "PlanExecutor").count == 1)
    }

    @Test(arguments: [
        "// import PlanYAML", "/// import PlanYAML", "/* import PlanYAML */", "/* /* */ import PlanYAML */",
        "let a = \"import PlanYAML\"", "let a = \"\"\"\n    import PlanYAML\n    \"\"\"",
        "let a = #\"\" import PlanYAML\"#",
        "let a = \"\\\" import PlanYAML\"", "load(import: PlanYAML)", "a.import PlanYAML",
        "func `import`(a: PlanYAML) {}",
        "importPlanYAML()",
    ])
    func `what only looks like an import is none`(text: String) {
        #expect(SwiftText(text).imports.isEmpty)
    }

    @Test func `the line of an import is that of its name`() {
        let text = "/* 1\n2 */\nlet a = \"\"\"\n4\n\"\"\"\nimport A\nimport\nB\n"
        #expect(SwiftText(text).imports.map(\.line) == [6, 8])
    }
}
