internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Reads all rows of a copy from the source and encodes them as the copy does.
struct SourceScan: Sendable {
    let copy: CopyInstruction
    let key: [String]
    let encoders: ColumnEncoders
    let reader: SQLiteReader
    let shouldStop: @Sendable () -> Bool

    /// A buffer larger than this is given back after the row that needed it.
    private static let keptCapacity = 1 << 20

    func run<Visitor: RowVisitor>(_ visitor: inout Visitor) throws(StepFailure) {
        let statement = try prepare()
        var hasher = RowHasher(copy, key: key)
        var buffer = CopyBuffer()
        var row: Int64 = 0
        while try step(statement) {
            if shouldStop() { throw .stopped }
            row += 1
            if try encode(statement, row, &buffer) {
                buffer.withBytes { visitor.visit(hasher.hash($0), $0) }
            } else {
                visitor.visitRejected()
            }
            if buffer.count > Self.keptCapacity { buffer = CopyBuffer() } else { buffer.reset() }
        }
    }

    private func prepare() throws(StepFailure) -> SQLiteStatement {
        do throws(SQLiteError) {
            let statement = try reader.connection.prepare(copy.read)
            try copy.bindAllRows(statement)
            return statement
        } catch {
            throw StepFailure(error)
        }
    }

    private func step(_ statement: borrowing SQLiteStatement) throws(StepFailure) -> Bool {
        do throws(SQLiteError) { return try statement.step() } catch { throw StepFailure(error) }
    }

    /// - Returns: whether the row is one that the copy writes, and does not set aside.
    private func encode(
        _ statement: borrowing SQLiteStatement, _ row: Int64, _ buffer: inout CopyBuffer
    ) throws(StepFailure) -> Bool {
        if copy.setsAside(statement) { return false }
        for column in 0..<encoders.count {
            let cell = statement.cell(column)
            let field = buffer.count
            do throws(ValueRefusal) {
                do throws(ValueRefusal) {
                    try encoders.encode(column, cell, into: &buffer)
                } catch {
                    let settler = ValueSettler(copy: copy, encoders: encoders)
                    switch try settler.settle(column, cell, error, from: field, into: &buffer, used: { _ in }) {
                    case .written: break
                    case .rejected: return false
                    }
                }
            } catch {
                throw .failed(
                    .invalidValue(
                        InvalidValue(
                            table: copy.table, column: copy.columns[column].name,
                            key: copy.key(of: statement, number: row),
                            storageClass: cell.className, value: cell.shown, type: copy.columns[column].type,
                            reason: error.description)))
            }
        }
        return true
    }
}
