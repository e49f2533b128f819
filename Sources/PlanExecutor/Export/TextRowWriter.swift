internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Writes the rows of one copy into files, as psql reads them.
struct TextRowWriter: ~Copyable {
    private let copy: CopyInstruction
    private let encoders: ColumnEncoders
    private let fields: [CopyTextField]
    private let cancellation: CancellationToken
    private let statement: SQLiteStatement
    /// One field in its binary form.
    private var field = CopyBuffer()
    private var text = CopyBuffer(capacity: CopyPiece.size + CopyPiece.size / 4)
    private var rows: Int64 = 0
    /// The rowid of the last row, where the rows have one to be told by.
    private var lastKey: Int64?
    /// Whether the statement stands on a row that is not written yet.
    private(set) var hasRow = false

    private init(
        _ copy: CopyInstruction, _ encoders: ColumnEncoders, _ statement: consuming SQLiteStatement,
        _ cancellation: CancellationToken
    ) {
        self.copy = copy
        self.encoders = encoders
        self.statement = statement
        self.cancellation = cancellation
        fields = copy.columns.compactMap { TargetType($0.type).map(CopyTextField.init) }
    }

    /// Asks for all rows at once, and stands on the first.
    ///
    /// - Parameter serverVersion: that of the oldest server that the files are for.
    static func begin(
        _ copy: CopyInstruction, _ reader: SQLiteReader, serverVersion: Int, _ environment: RunEnvironment
    ) throws(StepFailure) -> TextRowWriter {
        let encoders: ColumnEncoders
        do throws(UnknownConversion) {
            encoders = try copy.encoders(serverVersion: serverVersion, variable: environment.variable)
        } catch {
            throw .failed(.conversion(error))
        }
        var writer = TextRowWriter(copy, encoders, try rows(copy, of: reader), environment.cancellation)
        try writer.step()
        return writer
    }

    private static func rows(_ copy: CopyInstruction, of reader: SQLiteReader) throws(StepFailure) -> SQLiteStatement {
        do throws(SQLiteError) {
            let statement = try reader.connection.prepare(copy.read)
            try copy.bindAllRows(statement)
            return statement
        } catch {
            throw StepFailure(error)
        }
    }

    private mutating func step() throws(StepFailure) {
        do throws(SQLiteError) { hasRow = try statement.step() } catch { throw StepFailure(error) }
    }

    /// Writes as many rows as a chunk has, or those that are left.
    ///
    /// - Returns: the number of rows.
    mutating func writeChunk(
        _ format: SourceExport.Format, to file: inout FileWriter
    ) throws(ExportFailure.Cause) -> Int64 {
        let before = rows
        if format == .statement { text.append(Array("COPY \(copy.into) FROM stdin;\n".utf8)) }
        while hasRow, rows - before < Int64(copy.chunkRows) {
            do throws(OperationFailure) { try append() } catch { throw .step(.failed(error)) }
            do throws(StepFailure) { try step() } catch { throw .step(error) }
            guard text.count >= CopyPiece.size else { continue }
            if cancellation.urgency != .none { throw .step(.stopped) }
            try flush(to: &file)
        }
        if format == .statement { text.append(Array("\\.\n".utf8)) }
        try flush(to: &file)
        return rows - before
    }

    private mutating func flush(to file: inout FileWriter) throws(ExportFailure.Cause) {
        do throws(FileFailure) {
            try text.withBytes { bytes throws(FileFailure) in try file.write(bytes) }
        } catch {
            throw .file(error)
        }
        text.reset()
    }

    private mutating func append() throws(OperationFailure) {
        rows += 1
        if copy.chunkBy == .rowID {
            let key = statement.integer(copy.columns.count)
            if let lastKey, key <= lastKey { throw .rowOrder(table: copy.table, key: key, after: lastKey) }
            lastKey = key
        }
        let first = statement.columnCount - copy.tests.count
        for (offset, test) in copy.tests.enumerated() where statement.integer(first + offset) == 1 {
            let column = copy.columns.firstIndex { $0.name == test.column } ?? 0
            throw .invalidValue(setAside(column, statement.cell(column), test.reason.rawValue))
        }
        for column in 0..<encoders.count {
            if column > 0 { text.append(UInt8(ascii: "\t")) }
            let cell = statement.cell(column)
            if case .null = cell {
                CopyTextField.appendNull(to: &text)
                continue
            }
            field.reset()
            do throws(ValueRefusal) {
                try encoders.encode(column, cell, into: &field)
            } catch {
                try settle(column, cell, error)
            }
            appendField(column)
        }
        text.append(UInt8(ascii: "\n"))
    }

    /// Does what the column's policy says. Files have no place for rows that are set aside: a run has.
    private mutating func settle(
        _ column: Int, _ cell: SQLiteCell, _ refusal: ValueRefusal
    ) throws(OperationFailure) {
        let outcome: ValueSettler.Outcome
        do throws(ValueRefusal) {
            outcome = try ValueSettler(copy: copy, encoders: encoders)
                .settle(column, cell, refusal, from: 0, into: &field) { _ in }
        } catch {
            throw .invalidValue(invalidValue(column, cell, error.description))
        }
        if case .rejected(let reason) = outcome { throw .invalidValue(setAside(column, cell, reason)) }
    }

    private func setAside(_ column: Int, _ cell: SQLiteCell, _ reason: String) -> InvalidValue {
        invalidValue(column, cell, "its row is to be set aside (\(reason)), which only 'plan run' does")
    }

    /// The field without its length, which is −1 where the value became NULL.
    private mutating func appendField(_ column: Int) {
        let printer = fields[column]
        field.withBytes { bytes in
            guard Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)) >= 0 else {
                return CopyTextField.appendNull(to: &text)
            }
            printer.append(UnsafeRawBufferPointer(rebasing: bytes.dropFirst(4)), to: &text)
        }
    }

    private func invalidValue(_ column: Int, _ cell: SQLiteCell, _ reason: String) -> InvalidValue {
        InvalidValue(
            table: copy.table, column: copy.columns[column].name, key: copy.key(of: statement, number: rows),
            storageClass: cell.className,
            value: cell.shown, type: copy.columns[column].type, reason: reason)
    }
}

extension ExportFailure {
    /// Why one file was not written.
    enum Cause: Error {
        case step(StepFailure)
        case file(FileFailure)
    }
}
