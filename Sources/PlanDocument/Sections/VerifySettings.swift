/// `verify`: what is compared after the load.
package struct VerifySettings: Sendable {
    package var level = Setting(default: Level.counts)
    /// Whether foreign keys are validated.
    package var foreignKeys = Setting(default: true)

    package init() {}

    package enum Level: String, CaseIterable, Sendable {
        case none
        case counts
        case values
    }
}
