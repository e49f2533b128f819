/// `verify`: what is compared after the load.
package struct VerifySettings: PlanSection {
    package var level = Setting(default: Level.values)
    /// Whether foreign keys are validated.
    package var foreignKeys = Setting(default: true)

    package init() {}

    /// What is compared: nothing, the count of rows, or every value.
    package enum Level: String, CaseIterable, Sendable {
        case none
        case counts
        case values
    }
}

extension VerifySettings {
    static let shape = ObjectShape<VerifySettings>(
        "'verify'",
        [
            .setting("level", .word(), \.level, "What is compared between source and target."),
            .setting("foreign_keys", .boolean, \.foreignKeys, "Whether foreign keys are validated."),
        ])
}
