internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Writes the rows of one copy into a file, as psql reads them.
struct TextRowWriter: ~Copyable {
    private let copy: CopyInstruction
    private let encoders: [ColumnEncoder]
    private let fields: [CopyTextField]
    private let cancellation: CancellationToken
    /// One field in its binary form.
    private var field = CopyBuffer()
    private var text = CopyBuffer(capacity: CopyPiece.size + CopyPiece.size / 4)
    private var rows: Int64 = 0

    /// - Parameter serverVersion: that of the oldest server that the file is for.
    init(
        _ copy: CopyInstruction, serverVersion: Int, _ environment: RunEnvironment
    ) throws(OperationFailure) {
        self.copy = copy
        cancellation = environment.cancellation
        do throws(UnknownConversion) {
            encoders = try copy.encoders(serverVersion: serverVersion, variable: environment.variable)
        } catch {
            throw .conversion(error)
        }
        fields = copy.columns.compactMap { TargetType($0.type).map(CopyTextField.init) }
    }

    /// Writes the statement, the rows and the end of the data.
    ///
    /// - Returns: the number of rows.
    mutating func write(_ reader: SQLiteReader, to file: inout FileWriter) throws(ExportFailure.Cause) -> Int64 {
        let statement: SQLiteStatement
        do throws(StepFailure) { statement = try rows(of: reader) } catch { throw .step(error) }
        text.append(Array("COPY \(copy.into) FROM stdin;\n".utf8))
        while try step(statement) {
            do throws(OperationFailure) { try append(statement) } catch { throw .step(.failed(error)) }
            guard text.count >= CopyPiece.size else { continue }
            if cancellation.urgency != .none { throw .step(.stopped) }
            try flush(to: &file)
        }
        text.append(Array("\\.\n".utf8))
        try flush(to: &file)
        return rows
    }

    /// The query, asked for all rows at once.
    private func rows(of reader: SQLiteReader) throws(StepFailure) -> SQLiteStatement {
        do throws(SQLiteError) {
            let statement = try reader.connection.prepare(copy.read)
            try copy.bindAllRows(statement)
            return statement
        } catch {
            throw StepFailure(error)
        }
    }

    private func step(_ statement: borrowing SQLiteStatement) throws(ExportFailure.Cause) -> Bool {
        do throws(SQLiteError) { return try statement.step() } catch { throw .step(StepFailure(error)) }
    }

    private mutating func flush(to file: inout FileWriter) throws(ExportFailure.Cause) {
        do throws(FileFailure) {
            try text.withBytes { bytes throws(FileFailure) in try file.write(bytes) }
        } catch {
            throw .file(error)
        }
        text.reset()
    }

    private mutating func append(_ statement: borrowing SQLiteStatement) throws(OperationFailure) {
        rows += 1
        let first = statement.columnCount - copy.tests.count
        for (offset, test) in copy.tests.enumerated() where statement.integer(first + offset) == 1 {
            let column = copy.columns.firstIndex { $0.name == test.column } ?? 0
            throw .invalidValue(setAside(column, statement.cell(column), test.reason.rawValue, statement))
        }
        for column in encoders.indices {
            if column > 0 { text.append(UInt8(ascii: "\t")) }
            let cell = statement.cell(column)
            if case .null = cell {
                CopyTextField.appendNull(to: &text)
                continue
            }
            field.reset()
            do throws(ValueRefusal) {
                try encoders[column].encode(cell, into: &field)
            } catch {
                try settle(column, cell, error, statement)
            }
            appendField(column)
        }
        text.append(UInt8(ascii: "\n"))
    }

    /// Does what the column's policy says. Files have no place for rows that are set aside: a run has.
    private mutating func settle(
        _ column: Int, _ cell: SQLiteCell, _ refusal: ValueRefusal, _ statement: borrowing SQLiteStatement
    ) throws(OperationFailure) {
        let outcome: ValueSettler.Outcome
        do throws(ValueRefusal) {
            outcome = try ValueSettler(copy: copy, encoders: encoders)
                .settle(column, cell, refusal, from: 0, into: &field) { _ in }
        } catch {
            throw .invalidValue(invalidValue(column, cell, error.description, statement))
        }
        if case .rejected(let reason) = outcome { throw .invalidValue(setAside(column, cell, reason, statement)) }
    }

    private func setAside(
        _ column: Int, _ cell: SQLiteCell, _ reason: String, _ statement: borrowing SQLiteStatement
    ) -> InvalidValue {
        invalidValue(column, cell, "its row is to be set aside (\(reason)), which only 'plan run' does", statement)
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

    private func invalidValue(
        _ column: Int, _ cell: SQLiteCell, _ reason: String, _ statement: borrowing SQLiteStatement
    ) -> InvalidValue {
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
