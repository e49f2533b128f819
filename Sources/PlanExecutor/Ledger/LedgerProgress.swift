internal import PlanGraph
internal import PlanPostgres

/// How far a run has come, as the ledger has it: what a resumed run begins with.
struct LedgerProgress: Sendable {
    /// Operations that are done or skipped, by id.
    var finished: [String: OperationResult] = [:]
    /// Chunks of copies that are not done, by the operation's id.
    var chunks: [String: [CopyChunk]] = [:]

    /// Nothing is done.
    init() {}

    init(of run: Int64, _ graph: OperationGraph, _ connection: borrowing TargetConnection) throws(PostgresError) {
        let operations = try connection.query(
            """
            SELECT o.operation_id, o.state, coalesce(sum(c.rows), 0), coalesce(sum(c.bytes), 0), count(c.number),
                coalesce(sum(c.rejected), 0)
            FROM _plan.operations o LEFT JOIN _plan.chunks c USING (run_id, operation_id)
            WHERE o.run_id = $1 AND o.state IN ('done', 'skipped') GROUP BY o.run_id, o.operation_id
            """, parameters: [String(run)])
        let tables = Dictionary(
            graph.operations.compactMap { operation in
                if case .copy(let copy)? = operation.do.first { (operation.id, copy.table) } else { nil }
            }
        ) { first, _ in first }
        for row in operations.rows {
            guard let id = row[0], let state = row[1].flatMap({ OperationState(rawValue: $0) }) else { continue }
            var result = OperationResult(state: state)
            if let table = tables[id] {
                result.copied = CopiedRows(
                    table: table, earlierRows: row[2].flatMap { Int64($0) } ?? 0,
                    bytes: row[3].flatMap { Int64($0) } ?? 0, chunks: row[4].flatMap { Int($0) } ?? 0,
                    rejected: row[5].flatMap { Int64($0) } ?? 0)
            }
            finished[id] = result
        }
        let chunks = try connection.query(
            """
            SELECT c.operation_id, c.number, c.first_key, c.last_key, c.last_row, c.rows, c.bytes, c.rejected, c.rejects_end
            FROM _plan.chunks c JOIN _plan.operations o USING (run_id, operation_id)
            WHERE c.run_id = $1 AND o.state NOT IN ('done', 'skipped') ORDER BY c.operation_id, c.number
            """, parameters: [String(run)])
        for row in chunks.rows {
            guard let id = row[0] else { continue }
            let (first, last) = (row[2].flatMap { Int64($0) }, row[3].flatMap { Int64($0) })
            let chunk = CopyChunk(
                number: row[1].flatMap { Int($0) } ?? 0,
                rowIDs: first.flatMap { first in last.map { first...max(first, $0) } },
                lastRow: row[4].flatMap { SourceKey(text: $0) }, rows: row[5].flatMap { Int64($0) } ?? 0,
                bytes: row[6].flatMap { Int64($0) } ?? 0, rejected: row[7].flatMap { Int64($0) } ?? 0,
                rejectsEnd: row[8].flatMap { Int64($0) })
            self.chunks[id, default: []].append(chunk)
        }
    }
}

extension CopiedRows {
    /// What an earlier attempt has committed.
    init(table: String, earlierRows: Int64, bytes: Int64, chunks: Int, rejected: Int64) {
        self.init(
            table: table, read: earlierRows + rejected, written: earlierRows, earlier: earlierRows, rejected: rejected,
            bytes: bytes, chunks: chunks)
    }
}
