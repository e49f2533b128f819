internal import PlanPostgres

/// What may be wrong and does not keep a run from beginning.
package enum RunWarning: Hashable, Sendable, CustomStringConvertible {
    /// The way to the target may not be encrypted: a host elsewhere, with an `sslmode` that does not ask for it.
    case plainConnection(hosts: [String], sslMode: String)

    /// What in the target may end the run.
    case target(TargetFinding)

    package var description: String {
        switch self {
        case .target(let finding): finding.description
        case .plainConnection(let hosts, let sslMode):
            "the connection to \(hosts.joined(separator: ", ")) may not be encrypted: sslmode is \(sslMode)"
        }
    }
}

extension RunEnvironment {
    /// Warns of a way that may not be encrypted.
    func judge(_ security: ConnectionSecurity) {
        guard security.mayBePlain else { return }
        warn(.plainConnection(hosts: security.remoteHosts, sslMode: security.sslMode))
    }
}
