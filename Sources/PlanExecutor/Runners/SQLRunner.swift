internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// Runs a statement in the target, unless it need not be.
struct SQLRunner {
    let sql: SQLInstruction
    /// Nil where there is no source, as in an undo.
    let reader: SQLiteReader?

    enum Outcome {
        /// With the first value of the first row, if there was one.
        case done(answer: String?)
        case skipped
    }

    func run(_ connection: borrowing TargetConnection) throws(StepFailure) -> Outcome {
        if let question = sql.unless {
            switch try Self.query(question, connection).scalar {
            case "t": return .skipped
            case "f": break
            default: throw .failed(.answer(query: question, reason: "the condition is neither true nor false"))
            }
        }
        var parameters: [String?] = []
        if let query = sql.with {
            guard let reader else {
                throw .failed(.answer(query: query, reason: "there is no source to ask here"))
            }
            parameters = try SourceQuery(query, reader).firstRow()
        }
        return .done(answer: try Self.query(sql.sql, parameters: parameters, connection).scalar)
    }

    private static func query(
        _ sql: String, parameters: [String?] = [], _ connection: borrowing TargetConnection
    ) throws(StepFailure) -> PostgresResult {
        do throws(PostgresError) {
            // Without parameters an instruction may be several statements.
            return try parameters.isEmpty ? connection.execute(sql) : connection.query(sql, parameters: parameters)
        } catch {
            throw StepFailure(error)
        }
    }
}
