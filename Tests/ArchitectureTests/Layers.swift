/// The layers of the package: which module may import which. The twin of the targets in `Package.swift`.
///
/// A module of a target that is not there yet may stand here; a target that is there and does not stand here is an error.
enum Layers {
    /// What one target may import.
    struct Rule {
        let layer: Int
        /// Modules of this package.
        let imports: Set<String>
        /// Modules of the toolchain. A target without any has no way to a file, a socket, a clock or the environment.
        let toolchain: Set<String>

        init(_ layer: Int, imports: Set<String> = [], toolchain: Set<String> = []) {
            self.layer = layer
            self.imports = imports
            self.toolchain = toolchain
        }
    }

    private static let system: Set<String> = ["Glibc", "Synchronization"]

    static let rules: [String: Rule] = [
        // 7
        "plan": Rule(7, imports: ["PlanCommands"], toolchain: system),

        // 6
        "PlanCommands": Rule(
            6,
            imports: [
                "PlanCompiler", "PlanEmitters", "PlanExecutor", "PlanDocument", "PlanDialects", "PlanYAML", "PlanGraph",
                "PlanSQL", "PlanSQLite", "PlanPostgres", "PlanDiagnostics", "PlanCatalog", "PlanArguments",
                "PlanSupport",
            ], toolchain: system),

        // 5
        "PlanCompiler": Rule(
            5,
            imports: [
                "PlanDocument", "PlanDialects", "PlanSQL", "PlanCatalog", "PlanGraph", "PlanDiagnostics", "PlanSupport",
            ]),
        "PlanEmitters": Rule(5, imports: ["PlanGraph", "PlanSupport"]),
        "PlanExecutor": Rule(
            5, imports: ["PlanGraph", "PlanCatalog", "PlanSQLite", "PlanPostgres", "PlanSupport"], toolchain: system),

        // 4
        "PlanDialects": Rule(
            4, imports: ["PlanSQL", "PlanCatalog", "PlanGraph", "PlanDiagnostics", "PlanSupport"]),
        "PlanDocument": Rule(4, imports: ["PlanYAML", "PlanDiagnostics", "PlanSupport"]),

        // 3
        "PlanGraph": Rule(3, imports: ["PlanCatalog", "PlanSupport"]),
        "PlanPostgres": Rule(3, imports: ["PlanCatalog", "PlanSupport", "CPostgres"], toolchain: system),
        "PlanSQL": Rule(3, imports: ["PlanDiagnostics", "PlanSupport"]),
        "PlanSQLite": Rule(3, imports: ["PlanCatalog", "PlanSupport", "CSQLite"], toolchain: system),
        "PlanYAML": Rule(3, imports: ["PlanDiagnostics", "PlanSupport", "CYAML"]),

        // 2
        "PlanArguments": Rule(2, imports: ["PlanSupport"]),
        "PlanCatalog": Rule(2, imports: ["PlanSupport"]),
        "PlanDiagnostics": Rule(2, imports: ["PlanSupport"]),

        // 1
        "PlanSupport": Rule(1, imports: ["CLinux", "COpenSSL", "CXXHash", "CZlib"], toolchain: system),

        // 0: system libraries, one importer each
        "CLinux": Rule(0), "COpenSSL": Rule(0), "CPostgres": Rule(0), "CSQLite": Rule(0), "CXXHash": Rule(0),
        "CYAML": Rule(0), "CZlib": Rule(0),
    ]

    /// Shared by tests, imported by no other target: it may import every library, and what tests need.
    static let testSupport = "PlanTestSupport"

    /// Arrows that must not come about by any detour either, and what each would break.
    static let forbidden: [(importer: String, imported: String, because: String)] =
        ["PlanYAML", "PlanDocument", "PlanDialects", "PlanSQL", "PlanCompiler"].map {
            ("PlanExecutor", $0, "running decides nothing: all that it knows stands in the graph")
        }
        + ["PlanSQLite", "PlanPostgres"].map {
            ("PlanCompiler", $0, "compiling is a pure function and cannot open a connection")
        }

    /// What the table says against an import; nil where it allows it.
    static func objection(to module: String, in target: String) -> String? {
        if target == testSupport {
            return module == "plan" || module.isSystemLibrary ? "\(testSupport) may import libraries only" : nil
        }
        guard let rule = rules[target] else { return "target \(target) is not in the table of layers" }
        if rule.imports.contains(module) || rule.toolchain.contains(module) { return nil }
        if let arrow = forbidden.first(where: { $0.importer == target && $0.imported == module }) {
            return "\(target) must never import \(module): \(arrow.because)"
        }
        if module == testSupport { return "\(testSupport) is for tests" }
        if module.isSystemLibrary {
            let importer = rules.first { $0.value.imports.contains(module) }?.key ?? "no target"
            return "\(module) has one importer, \(importer)"
        }
        if let other = rules[module], other.layer >= rule.layer {
            return "arrows point down: \(target) is in layer \(rule.layer), \(module) in layer \(other.layer)"
        }
        let allowed = rule.imports.union(rule.toolchain).sorted().joined(separator: ", ")
        return "\(target) may import \(allowed.isEmpty ? "nothing" : allowed)"
    }

    /// Every module that a target reaches by the arrows of the table.
    static func reach(of target: String) -> Set<String> {
        var found: Set<String> = []
        var rest = [target]
        while let next = rest.popLast() {
            for module in rules[next]?.imports ?? [] where found.insert(module).inserted { rest.append(module) }
        }
        return found
    }
}

extension String {
    /// Modules of layer 0 are named after the C library, with a C before.
    fileprivate var isSystemLibrary: Bool { Layers.rules[self]?.layer == 0 }
}
