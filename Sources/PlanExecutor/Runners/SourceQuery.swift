internal import PlanSQLite

/// A query in the source whose answer is needed as text.
struct SourceQuery: ~Copyable {
    private let statement: SQLiteStatement

    init(_ sql: String, _ reader: SQLiteReader) throws(StepFailure) {
        do throws(SQLiteError) { statement = try reader.connection.prepare(sql) } catch { throw StepFailure(error) }
    }

    /// The values of the first row; NULLs if there is none.
    func firstRow() throws(StepFailure) -> [String?] {
        defer { statement.reset() }
        guard try step() else { return (0..<statement.columnCount).map { _ in nil } }
        var values: [String?] = []
        for column in 0..<statement.columnCount { values.append(try text(column)) }
        return values
    }

    /// The value of the only row's only column.
    func onlyValue() throws(StepFailure) -> String? {
        defer { statement.reset() }
        guard statement.columnCount == 1, try step() else { throw failure("the source's answer is not one value") }
        let value = try text(0)
        guard try !step() else { throw failure("the source's answer has more than one row") }
        return value
    }

    private func step() throws(StepFailure) -> Bool {
        do throws(SQLiteError) { return try statement.step() } catch { throw StepFailure(error) }
    }

    private func text(_ column: Int) throws(StepFailure) -> String? {
        switch statement.cell(column) {
        case .null: return nil
        case .integer(let value): return String(value)
        // The same digits as in a copy, not the fifteen of SQLite's own conversion.
        case .real(let value): return RealText.string(value)
        case .text(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw failure("the source's answer is not UTF-8")
            }
            return text
        case .blob: throw failure("the source's answer is a blob")
        }
    }

    private func failure(_ reason: String) -> StepFailure {
        .failed(.answer(query: statement.sql, reason: reason))
    }
}
