internal import PlanGraph

/// The scripts of a bundle, in the order in which they are run.
enum BundlePart: Int, CaseIterable, Comparable {
    case schema = 1
    case data
    case constraints
    case verification

    /// The name without its ending, also that of the script that undoes it.
    var number: String { "00\(rawValue)" }

    var fileName: String {
        switch self {
        case .schema: "\(number)_schema.sql"
        case .data: "\(number)_data.sql"
        case .constraints: "\(number)_constraints.sql"
        case .verification: "\(number)_verify.sql"
        }
    }

    /// The script that undoes this one; nil where there is nothing to undo.
    var rollbackFileName: String? {
        switch self {
        case .schema, .data, .constraints: "\(number)_rollback.sql"
        case .verification: nil
        }
    }

    /// What the script is about, for its heading.
    var subject: String {
        switch self {
        case .schema: "schemas, extensions and tables"
        case .data: "the rows"
        case .constraints: "keys, indexes, foreign keys, sequences, views and triggers"
        case .verification: "checks of what was made; it changes nothing and may be run again"
        }
    }

    static func < (left: BundlePart, right: BundlePart) -> Bool { left.rawValue < right.rawValue }

    /// The part of each operation by its id: that of its kind, but none before what it comes after.
    static func parts(of graph: OperationGraph) -> [String: BundlePart] {
        var parts: [String: BundlePart] = [:]
        for operation in graph.operations {
            let before = operation.after.compactMap { parts[$0] }.max() ?? .schema
            parts[operation.id] = max(operation.kind.part, before)
        }
        return parts
    }
}

extension OperationKind {
    fileprivate var part: BundlePart {
        switch self {
        case .createSchema, .createExtension, .createTable: .schema
        case .copyRows: .data
        case .addPrimaryKey, .addUnique, .createIndex, .addForeignKey, .setSequence, .createView, .createTrigger,
            .enableRowSecurity,
            .mergeRows:
            .constraints
        case .runHook, .takeBackup: .schema
        case .checkHealth, .verifyCounts, .verifyValues, .verifySchema: .verification
        }
    }
}
