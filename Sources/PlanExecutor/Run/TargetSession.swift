internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// Opens the sessions that a run works in.
struct TargetSession: Sendable {
    let conninfo: Secret
    /// How long to try to connect again where a connection is lost.
    let patience: Duration
    private let encryption: PostgresConnectionSettings.Encryption

    /// - Throws: that a variable of the connection string is not set.
    init(_ graph: OperationGraph, _ environment: RunEnvironment) throws(RunFailure) {
        conninfo = try environment.targetConninfo(graph)
        patience = environment.patience
        switch graph.inputs.target.tls {
        case .prefer: encryption = .asConfigured
        case .required: encryption = .required
        }
    }

    var settings: PostgresConnectionSettings {
        PostgresConnectionSettings(conninfo: conninfo, encryption: encryption)
    }

    /// A session that no timeout of the server's or the role's settings will cut off: a copy may take hours, and a
    /// connection may wait as long for its next operation. Nor will the server end its transactions for the sake of
    /// others', which stricter isolation would have it do: streams write in the same tables of the ledger.
    func open() throws(PostgresError) -> TargetConnection {
        let connection = try TargetConnection(settings)
        try Self.liftTimeouts(connection)
        try connection.execute("SET default_transaction_isolation = 'read committed'")
        // A chunk that is committed is never copied again: the server may not forget it.
        try connection.perform(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'")
        return connection
    }

    /// A session that may read alone, as free of timeouts.
    func openForReading() throws(PostgresError) -> PostgresConnection<ReadOnly> {
        let connection = try PostgresConnection<ReadOnly>(settings)
        try Self.liftTimeouts(connection)
        return connection
    }

    private static func liftTimeouts<Access>(
        _ connection: borrowing PostgresConnection<Access>
    ) throws(PostgresError) {
        _ = try connection.query(
            """
            SELECT set_config(name, '0', false) FROM pg_catalog.pg_settings
            WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
                'idle_session_timeout', 'transaction_timeout')
            """)
    }
}
