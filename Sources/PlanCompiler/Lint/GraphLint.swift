package import PlanDiagnostics
package import PlanGraph
internal import PlanSQL

/// What a reviewer would ask about a graph, whatever it was compiled from.
package enum GraphLint {
    /// In the order of the graph.
    package static func findings(in graph: OperationGraph) -> [Diagnostic] {
        let made = Set(graph.operations.flatMap(\.writes))
        return graph.operations.flatMap { operation -> [Diagnostic] in
            var found: [Diagnostic] = []
            if operation.risk.isDestructive { found.append(.destructive(operation.id)) }
            let existing = operation.reads.filter { $0.side == .target && $0.object == .table && !made.contains($0) }
            if let table = existing.first {
                if operation.risk.lock.isLong { found.append(.longLock(operation.id, on: table.name.description)) }
                if operation.statements.contains(where: setsNotNull) {
                    found.append(.notNullAdded(operation.id, on: table.name.description))
                }
            }
            if operation.kind == .createExtension, let name = operation.name.parts.last, !trusted.contains(name) {
                found.append(.untrustedExtension(name))
            }
            return found
        }
    }

    /// `SET NOT NULL`, wherever it stands.
    private static func setsNotNull(_ sql: String) -> Bool {
        guard let tokens = try? Lexer.tokens(of: sql) else { return false }
        let words = tokens.map { $0.kind == .word ? $0.value.lowercased() : "" }
        return words.indices.dropLast(2).contains { words[$0...].prefix(3).elementsEqual(["set", "not", "null"]) }
    }

    /// The extensions that come with PostgreSQL and that who may create in a database may install, from version 13 on.
    private static let trusted: Set<String> = [
        "btree_gin", "btree_gist", "citext", "cube", "dict_int", "fuzzystrmatch", "hstore", "intarray", "isn", "lo",
        "ltree", "pg_trgm", "pgcrypto", "plpgsql", "seg", "tablefunc", "tcn", "tsm_system_rows", "tsm_system_time",
        "unaccent", "uuid-ossp",
    ]
}

extension Operation {
    fileprivate var statements: [String] {
        self.do.compactMap { if case .sql(let sql) = $0 { sql.sql } else { nil } }
    }
}

extension Risk.Lock {
    /// Whether others wait for it to end.
    fileprivate var isLong: Bool {
        switch self {
        case .none: false
        case .share, .shareRowExclusive, .accessExclusive: true
        }
    }
}
