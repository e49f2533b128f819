internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// Looks through the rows of one copy for all that would end it.
struct PreflightScan {
    let copy: CopyInstruction
    let reader: SQLiteReader
    let variable: @Sendable (String) -> String?
    let isStopped: @Sendable () -> Bool

    /// Rows between two questions whether to go on.
    private static let interval: Int64 = 1 << 14

    func findings(serverVersion: Int) throws(StepFailure) -> [SourceFinding] {
        var findings: [SourceFinding] = []
        for requirement in copy.requirements {
            if let finding = try finding(requirement) { findings.append(finding) }
        }
        return copy.scan.isEmpty ? findings : try findings + refusedValues(serverVersion: serverVersion)
    }

    // MARK: Requirements

    private func finding(_ requirement: CopyInstruction.Requirement) throws(StepFailure) -> SourceFinding? {
        let statement = try prepare(requirement.offenders)
        var finding = SourceFinding(table: copy.table, column: nil, message: requirement.message)
        while try step(statement, finding.count) {
            finding.add {
                let cells = (0..<statement.columnCount).map {
                    "\(statement.columnName($0)) = \(statement.cell($0).shown)"
                }
                return SourceFinding.Example(key: cells.joined(separator: ", "), value: nil)
            }
        }
        return finding.count > 0 ? finding : nil
    }

    // MARK: Values

    /// Refusals of one kind in one column.
    private struct Kind: Hashable {
        let column: Int
        let code: String
    }

    private func refusedValues(serverVersion: Int) throws(StepFailure) -> [SourceFinding] {
        let scanned = copy.columns.indices.filter { copy.scan.contains(copy.columns[$0].name) }
        let encoders: ColumnEncoders
        do throws(UnknownConversion) {
            encoders = try ColumnEncoders(
                scanned.map { copy.columns[$0] }, table: copy.table, serverVersion: serverVersion, variable: variable)
        } catch {
            throw .failed(.conversion(error))
        }
        let statement = try prepare(copy.read)
        do throws(SQLiteError) { try copy.bindAllRows(statement) } catch { throw StepFailure(error) }
        var findings: [SourceFinding] = []
        var places: [Kind: Int] = [:]
        var buffer = CopyBuffer()
        var rows: Int64 = 0
        while try step(statement, rows) {
            rows += 1
            if copy.setsAside(statement) { continue }
            for (index, column) in scanned.enumerated() {
                buffer.reset()
                let cell = statement.cell(column)
                do throws(ValueRefusal) {
                    let isChecked = cell.isLarge ? try encoders.passedThrough(index, cell) != nil : false
                    if !isChecked { try encoders.encode(index, cell, into: &buffer) }
                } catch {
                    guard copy.columns[column].policy(for: error) == nil else { continue }
                    let kind = Kind(column: column, code: error.code)
                    let place = places[kind] ?? findings.count
                    if place == findings.count {
                        places[kind] = place
                        findings.append(finding(column, cell, error))
                    }
                    findings[place].add {
                        SourceFinding.Example(key: copy.rowName(statement, row: rows), value: cell.shown)
                    }
                }
            }
        }
        return findings.sorted { ($0.column ?? "") < ($1.column ?? "") }
    }

    private func finding(_ column: Int, _ cell: SQLiteCell, _ refusal: ValueRefusal) -> SourceFinding {
        SourceFinding(
            table: copy.table, column: copy.columns[column].name,
            message: "the \(cell.className) value cannot become \(copy.columns[column].type): \(refusal)")
    }

    // MARK: Reading

    private func prepare(_ sql: String) throws(StepFailure) -> SQLiteStatement {
        do throws(SQLiteError) { return try reader.connection.prepare(sql) } catch { throw StepFailure(error) }
    }

    private func step(_ statement: borrowing SQLiteStatement, _ rows: Int64) throws(StepFailure) -> Bool {
        if rows % Self.interval == 0, isStopped() { throw .stopped }
        do throws(SQLiteError) { return try statement.step() } catch { throw StepFailure(error) }
    }
}

extension CopyInstruction {
    /// Binds the parameters of `read` so that it gives all rows.
    func bindAllRows(_ statement: borrowing SQLiteStatement) throws(SQLiteError) {
        switch chunkBy {
        case .none: return
        case .rowID:
            try statement.bind(Int64.min, at: 1)
            try statement.bind(Int64.max, at: 2)
            try statement.bind(Int64.max, at: 3)
        case .key: try statement.bind(Int64.max, at: 1)
        }
    }

    /// Whether the source says that the row which a statement stands on is set aside.
    func setsAside(_ statement: borrowing SQLiteStatement) -> Bool {
        guard !tests.isEmpty else { return false }
        let first = statement.columnCount - tests.count
        return tests.indices.contains { statement.integer(first + $0) == 1 }
    }

    /// How the row that a statement stands on is called in messages.
    ///
    /// - Parameter row: its number in the order of the query.
    func rowName(_ statement: borrowing SQLiteStatement, row: Int64) -> String {
        key(of: statement, number: row).description
    }
}
