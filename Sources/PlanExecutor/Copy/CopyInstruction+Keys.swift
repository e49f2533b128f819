internal import PlanGraph
internal import PlanSQLite

extension CopyInstruction {
    /// How the row that a statement of the copy stands on is found again.
    ///
    /// - Parameter number: the row's, from 1, where it has no key.
    func key(of statement: borrowing SQLiteStatement, number: Int64) -> InvalidValue.Key {
        switch chunkBy {
        case .rowID: return .rowID(statement.integer(columns.count))
        case .key:
            var values: [String] = []
            for column in columns.count..<statement.columnCount - tests.count {
                values.append(statement.cell(column).shown)
            }
            return .values(values)
        case .none: return .row(number)
        }
    }
}
