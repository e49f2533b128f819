/// What a look at the target before a run has found.
package struct TargetFinding: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        /// The server takes no changes.
        case readOnly
        /// The role may not do what the graph does.
        case privilege
        /// The server has no such extension, or the role may not create it.
        case `extension`
        /// The database does not hold all of Unicode.
        case encoding
        case diskSpace
        /// Somebody holds a lock on a table that the run needs.
        case lock
        /// The server may run out of connections.
        case connections
        /// The backup that the graph begins with cannot be taken.
        case backup
    }

    package enum Severity: Sendable {
        /// The run would fail.
        case error
        /// It may.
        case warning
    }

    package let kind: Kind
    package let severity: Severity
    /// What is wrong and what to do, without a full stop.
    package let message: String

    package init(_ kind: Kind, _ severity: Severity, _ message: String) {
        self.kind = kind
        self.severity = severity
        self.message = message
    }

    package var description: String { message }
}

/// What was found in the target, and what it is.
package struct TargetSurvey: Sendable {
    package let findings: [TargetFinding]
    /// A line each: where the connection leads and whether it is encrypted, and what is known of the disk.
    package let facts: [String]

    var errors: [TargetFinding] { findings.filter { $0.severity == .error } }
}
