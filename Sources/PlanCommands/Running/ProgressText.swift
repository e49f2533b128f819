internal import PlanExecutor

/// How far a run is, in words.
enum ProgressText {
    /// `[#######·············] 12/34  1,234,567 of 5,000,000 rows  81.2 MB  350,000/s  11 s left  copy_rows/public.orders 45%`.
    static func bar(_ tally: RunTally) -> String {
        let width = 20
        let filled = Int(share(tally) * Double(width))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        var parts = ["[\(bar)] \(tally.finished)/\(tally.operations)", rows(tally), Quantity.bytes(tally.bytes)]
        if let rate = tally.rowsPerSecond { parts.append("\(Quantity.grouped(Int64(rate)))/s") }
        if let left = tally.secondsLeft, left >= 1 { parts.append("\(Quantity.wholeSeconds(left)) left") }
        parts.append(current(tally))
        return parts.joined(separator: "  ")
    }

    /// The same as a line of a log.
    static func sentence(_ tally: RunTally) -> String {
        var parts = [
            "\(tally.finished) of \(Quantity.counted(tally.operations, "operation"))", rows(tally),
            Quantity.bytes(tally.bytes),
        ]
        if let rate = tally.rowsPerSecond { parts.append("\(Quantity.grouped(Int64(rate))) rows/s") }
        if let left = tally.secondsLeft, left >= 1 { parts.append("about \(Quantity.wholeSeconds(left)) left") }
        parts.append(current(tally))
        return parts.joined(separator: ", ")
    }

    private static func rows(_ tally: RunTally) -> String {
        let expected = tally.expectedRows
        let rows = Quantity.grouped(tally.rows)
        return expected > tally.rows ? "\(rows) of \(Quantity.grouped(expected)) rows" : "\(rows) rows"
    }

    /// The operation, and how much of it is done where it is a copy.
    private static func current(_ tally: RunTally) -> String {
        guard let table = tally.currentTable, let expected = table.expected, expected > 0 else { return tally.current }
        let share = "\(tally.current) \(min(100 * table.rows / expected, 99))%"
        guard tally.tables.count > 1, let left = tally.secondsLeft(table), left >= 1 else { return share }
        return share + " (\(Quantity.wholeSeconds(left)))"
    }

    /// How much of the bar is filled: the rows of those expected, and all of it only when the last operation is done.
    private static func share(_ tally: RunTally) -> Double {
        guard tally.finished < tally.operations else { return 1 }
        let tables = tally.tables.compactMap { table in table.expected.map { (table.rows, $0) } }
        let expected = tables.reduce(0) { $0 + $1.1 }
        guard expected > 0 else { return Double(tally.finished) / Double(max(tally.operations, 1)) }
        // An estimate may be too low.
        let arrived = tables.reduce(0) { $0 + min($1.0, $1.1) }
        return min(Double(arrived) / Double(expected), 0.95)
    }
}
