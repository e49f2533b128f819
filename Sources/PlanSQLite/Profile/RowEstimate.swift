package import PlanCatalog

/// How many rows a table has, about, from a look at the ends of its tree: the lowest and highest rowid, and how close the
/// first rows lie. It takes the same time whatever the table's size.
package struct RowEstimate: Hashable, Sendable {
    /// Exact for small tables.
    package let rows: Int64
    /// The lowest and the highest rowid; nil for an empty table.
    package let rowIDs: ClosedRange<Int64>?

    package init(rows: Int64, rowIDs: ClosedRange<Int64>?) {
        self.rows = rows
        self.rowIDs = rowIDs
    }

    /// Rows at the beginning that are counted to learn how close rowids lie.
    private static let sample = 100

    /// The estimate; nil where rows have no rowid that could be asked for.
    package static func of<Access>(
        _ table: Table, _ connection: borrowing SQLiteConnection<Access>
    ) throws(SQLiteError) -> RowEstimate? {
        guard table.kind == .ordinary, table.problem == nil, let key = table.rowIDName else { return nil }
        let name = "main.\(Quoted.name(table.name))"
        // Alone in its query, `max` goes straight to the end of the tree.
        let statement = try connection.prepare(
            """
            SELECT count(*), min(k), max(k), (SELECT max(t.\(key)) FROM \(name) AS t)
            FROM (SELECT t.\(key) AS k FROM \(name) AS t ORDER BY t.\(key) LIMIT \(sample))
            """)
        guard try statement.step() else { return nil }
        let counted = statement.integer(0)
        let (lowest, highest) = (statement.integer(1), statement.integer(3))
        if counted < sample {
            return RowEstimate(rows: counted, rowIDs: counted > 0 ? lowest...max(lowest, highest) : nil)
        }
        let sampled = distance(lowest, statement.integer(2))
        let estimate = distance(lowest, highest) / sampled * Double(counted - 1) + 1
        return RowEstimate(
            rows: max(counted, Int64(min(estimate, 1e15))), rowIDs: lowest...max(lowest, highest))
    }

    /// Rowids may lie further apart than an integer can say.
    private static func distance(_ lowest: Int64, _ highest: Int64) -> Double {
        let (difference, isTooFar) = highest.subtractingReportingOverflow(lowest)
        return isTooFar ? Double(highest) - Double(lowest) : Double(difference)
    }
}
