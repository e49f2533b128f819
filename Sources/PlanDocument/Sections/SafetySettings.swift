/// `safety`: what must hold before anything is run.
package struct SafetySettings: PlanSection {
    package var destructive = Setting(default: DestructivePolicy.forbid)
    package var backup = Setting(default: BackupPolicy.auto)
    package var tls = Setting(default: TLSPolicy.prefer)

    package init() {}

    /// For operations that cannot be undone.
    package enum DestructivePolicy: String, CaseIterable, Sendable {
        case forbid
        case allow
    }

    /// For a backup of the target before the run.
    package enum BackupPolicy: String, CaseIterable, Sendable {
        case auto
        case none
        case required
    }

    /// For connections to servers.
    package enum TLSPolicy: String, CaseIterable, Sendable {
        case prefer
        case required
    }
}

extension SafetySettings {
    static let shape = ObjectShape<SafetySettings>(
        "'safety'",
        [
            .setting(
                "destructive", .word(), \.destructive,
                "Whether operations that cannot be undone may run."),
            .setting(
                "backup", .word(), \.backup,
                "Whether the target is backed up before a run: before one that cannot be taken back whole, never, always."
            ),
            .setting("tls", .word(), \.tls, "Whether connections to servers must be encrypted."),
        ])
}
