package import PlanSupport

/// How to reach a PostgreSQL server, and what the session is called there.
package struct PostgresConnectionSettings: Sendable {
    /// A connection string in any form libpq takes: a URL or keywords and values. What it leaves out, libpq takes from
    /// its environment variables, the service file and the password file.
    package var conninfo: Secret

    /// The session's name in `pg_stat_activity`, where the connection string gives none.
    package var applicationName: String

    /// How long opening may take for each host named, where neither the connection string nor `PGCONNECT_TIMEOUT` says.
    package var connectTimeout: Duration

    /// TCP keepalives, where the connection string does not say.
    package var keepalives: Keepalives

    /// Whether a server elsewhere must be reached by an encrypted connection.
    package var encryption: Encryption

    /// Receives the server's notices, on the thread that uses the connection; nil discards them.
    package var noticeHandler: (@Sendable (PostgresNotice) -> Void)?

    /// The defaults are right for a migration.
    package init(
        conninfo: Secret, applicationName: String = "plan", connectTimeout: Duration = .seconds(10),
        keepalives: Keepalives = Keepalives(), encryption: Encryption = .asConfigured,
        noticeHandler: (@Sendable (PostgresNotice) -> Void)? = nil
    ) {
        self.conninfo = conninfo
        self.applicationName = applicationName
        self.connectTimeout = connectTimeout
        self.keepalives = keepalives
        self.encryption = encryption
        self.noticeHandler = noticeHandler
    }

    /// What is asked of connections to other machines.
    package enum Encryption: Sendable {
        /// What `sslmode` says.
        case asConfigured
        /// An `sslmode` of `require` or more; with less nothing is sent.
        case required
    }

    /// When a silent TCP connection is tested and given up: with the defaults a dead server is an error after a minute.
    ///
    /// Data that is sent and never acknowledged is given up by the kernel (about 15 minutes, `tcp_retries2`).
    /// `tcp_user_timeout` stays unset because Linux counts a closed window against it too: it would cut a healthy COPY
    /// whose server waits for a lock.
    package struct Keepalives: Sendable {
        /// Seconds of silence before the first probe.
        package var idle = 30
        /// Seconds between probes.
        package var interval = 10
        /// Unanswered probes after which the connection is dead.
        package var count = 3

        /// Half a minute of silence, then three probes.
        package init() {}
    }
}
