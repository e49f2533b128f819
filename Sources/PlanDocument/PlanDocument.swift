package import PlanDiagnostics

/// One plan file, read and checked as far as that is possible without a database.
///
/// Names of tables, columns, types and transforms are texts here: the compiler resolves them against a catalog.
package struct PlanDocument: Sendable {
    /// The text that places point into. Where the file as read holds a literal password, it is masked here.
    package let file: SourceFile
    /// `plan`: the version of the format.
    package var version: Located<Int>
    /// `include`: the files that the plan itself names. Their content is already merged in.
    package var includes: [Located<String>]
    package var name: Located<String>
    package var description: Located<String>?
    package var created: Located<CalendarDate>?
    package var source: SourceSettings
    package var target: TargetSettings
    package var mode: Setting<Mode>
    package var select: SelectSettings
    package var naming: Setting<Naming>
    package var types: TypeSettings
    package var values: ValuePolicies
    /// In the order of the file; names are unique.
    package var tables: [TableEntry]
    package var views: [NamedReplacement]
    package var triggers: [NamedReplacement]
    package var load: LoadSettings
    package var verify: VerifySettings
    package var safety: SafetySettings
    package var lint: LintSettings
    package var hooks: HookSettings
    package var health: HealthSettings?

    /// What is moved: the structure, the rows, or both.
    package enum Mode: String, CaseIterable, Sendable {
        case full
        case schema
        case data
    }

    /// What becomes of the names of tables and columns that the plan does not rename.
    package enum Naming: String, CaseIterable, Sendable {
        case preserve
        case lowercase
        case snakeCase = "snake_case"
    }
}
