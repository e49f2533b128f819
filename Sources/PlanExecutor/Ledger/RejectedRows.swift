internal import PlanPostgres

/// The rows that copies have set aside, as the ledger counts them.
enum RejectedRows {
    /// There is no ledger to ask.
    case none
    /// Those of a run.
    case run(Int64)
    /// Those of the newest run of a graph, by its digest, that was not undone.
    case newestRun(graph: String)

    /// How many a copy has set aside.
    func count<Access>(
        of operation: String, _ connection: borrowing PostgresConnection<Access>
    ) throws(PostgresError) -> Int64 {
        let run: String
        let parameter: String
        switch self {
        case .none: return 0
        case .run(let id): (run, parameter) = ("$2", String(id))
        case .newestRun(let graph):
            guard try connection.query("SELECT to_regclass('_plan.chunks') IS NOT NULL").scalar == "t" else { return 0 }
            (run, parameter) = ("(SELECT max(id) FROM _plan.runs WHERE graph_digest = $2 AND state <> 'undone')", graph)
        }
        return try connection.query(
            "SELECT coalesce(sum(rejected), 0)::bigint FROM _plan.chunks WHERE operation_id = $1 AND run_id = \(run)",
            parameters: [operation, parameter]
        ).scalar.flatMap { Int64($0) } ?? 0
    }
}
