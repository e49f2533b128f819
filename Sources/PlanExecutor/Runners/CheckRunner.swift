internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// Asks the target a question whose answer must hold.
struct CheckRunner {
    let check: CheckInstruction
    /// Nil where there is no source, as in an undo.
    let reader: SQLiteReader?
    /// Where the rows that a copy has set aside are counted.
    let rejects: RejectedRows

    func run<Access>(_ connection: borrowing PostgresConnection<Access>) throws(StepFailure) {
        let result: PostgresResult
        do throws(PostgresError) {
            result = try connection.query(check.query)
        } catch {
            throw StepFailure(error)
        }
        guard result.rowCount == 1, result.columns.count == 1 else {
            throw .failed(
                .answer(
                    query: check.query,
                    reason: "the check's answer is \(result.rowCount) rows of \(result.columns.count) columns, not one")
            )
        }
        let expected: String?
        switch check.expectation {
        case .value(let text): expected = text
        case .source(let query):
            guard let reader else { throw .failed(.answer(query: query, reason: "there is no source to ask here")) }
            let answer = try SourceQuery(query, reader).onlyValue()
            expected = try lessRejected(answer, query, connection)
        }
        let actual = result[row: 0, column: 0]
        guard actual == expected else {
            throw .failed(.check(message: check.message, expected: expected, actual: actual))
        }
    }

    /// The source's count without the rows that were set aside.
    private func lessRejected<Access>(
        _ answer: String?, _ query: String, _ connection: borrowing PostgresConnection<Access>
    ) throws(StepFailure) -> String? {
        guard let id = check.lessRejectedBy else { return answer }
        guard let count = answer.flatMap({ Int64($0) }) else {
            throw .failed(.answer(query: query, reason: "there is no count to take rejected rows from"))
        }
        do throws(PostgresError) {
            return String(count - (try rejects.count(of: id, connection)))
        } catch {
            throw StepFailure(error)
        }
    }
}
