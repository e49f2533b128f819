/// `safety`: what must hold before anything is run.
package struct SafetySettings: Sendable {
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
