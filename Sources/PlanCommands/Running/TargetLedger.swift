internal import PlanDiagnostics
internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// The ledger in a graph's target, to be read.
struct TargetLedger {
    let target: GraphInputs.Target

    /// Lends a session that may only read.
    func read<Value>(
        _ body: (borrowing PostgresConnection<ReadOnly>) throws(PostgresError) -> Value
    ) throws(CommandFailure) -> Value {
        let conninfo: Secret
        do {
            conninfo = try VariableTemplate(target.connection).resolve(CommandContext.variable)
        } catch let missing as VariableTemplate.MissingVariable {
            throw CommandFailure(.cannotConnect, .missingVariable(missing.name))
        } catch {
            throw CommandFailure(.refused, Diagnostic("PLN0711", .error, "the graph's target is malformed"))
        }
        do throws(PostgresError) {
            let connection = try PostgresConnection<ReadOnly>(
                PostgresConnectionSettings(
                    conninfo: conninfo, encryption: target.tls == .required ? .required : .asConfigured))
            return try body(connection)
        } catch {
            throw CommandFailure(
                error.isConnectionFailure ? .cannotConnect : .failed,
                Diagnostic(error.isConnectionFailure ? "PLN0701" : "PLN0801", .error, "\(error)"))
        }
    }
}
