/// What an operation means to people and policy. What is done stands only in its instructions.
///
/// The order of the cases is the order of the phases: among operations that may run in any order, the graph lists those
/// of an earlier phase first.
package enum OperationKind: String, Sendable, CaseIterable {
    case takeBackup = "take_backup"
    case createSchema = "create_schema"
    case createExtension = "create_extension"
    case createTable = "create_table"
    case copyRows = "copy_rows"
    case mergeRows = "merge_rows"
    case verifyCounts = "verify_counts"
    case verifyValues = "verify_values"
    case addPrimaryKey = "add_primary_key"
    case addUnique = "add_unique"
    case createIndex = "create_index"
    case addForeignKey = "add_foreign_key"
    case setSequence = "set_sequence"
    case createView = "create_view"
    case createTrigger = "create_trigger"
    case enableRowSecurity = "enable_row_security"
    case verifySchema = "verify_schema"
    case runHook = "run_hook"
    case checkHealth = "check_health"

    /// The place among the phases, from 0.
    var phase: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The id of the operation of this kind on an object.
    package func id(_ name: ObjectName) -> String { "\(rawValue)/\(name)" }
}
