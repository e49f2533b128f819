internal import PlanCatalog
internal import PlanDialects
internal import PlanGraph
internal import PlanSQL

/// Questions to the source's rows, asked before the first one is copied.
extension BoundTable {
    /// The table with its filter, as SQL after FROM.
    var filteredSource: String {
        "\(QuotedIdentifier(source.name))" + (rowFilter.map { " WHERE (\($0))" } ?? "")
    }

    /// That no two rows have equal values in these columns once they are converted.
    func uniqueness(of columns: [BoundColumn], message: String) -> CopyInstruction.Requirement {
        let values = columns.map(\.comparedSQL)
        let list = zip(values, columns).map { "\($0) AS \(QuotedIdentifier($1.source.name))" }
        let areThere = values.map { "\($0) IS NOT NULL" }
        let conditions = (rowFilter.map { ["(\($0))"] } ?? []) + areThere
        return CopyInstruction.Requirement(
            offenders:
                "SELECT \(list.joined(separator: ", ")), count(*) AS \"rows\" FROM \(QuotedIdentifier(source.name))"
                + " WHERE \(conditions.joined(separator: " AND "))"
                + " GROUP BY \(columns.indices.map { String($0 + 1) }.joined(separator: ", ")) HAVING count(*) > 1",
            message: message)
    }

    /// That a column is NULL in no row.
    func presence(of column: BoundColumn, message: String) -> CopyInstruction.Requirement {
        let conditions = (rowFilter.map { ["(\($0))"] } ?? []) + ["\(column.readSQL) IS NULL"]
        return CopyInstruction.Requirement(
            offenders: "SELECT \(rowName) FROM \(QuotedIdentifier(source.name))"
                + " WHERE \(conditions.joined(separator: " AND "))",
            message: message)
    }

    /// Columns of a query that name a row.
    var rowName: String {
        if let rowID = source.rowIDName { return "\(rowID) AS \"rowid\"" }
        let key = source.primaryKey?.columns ?? source.columns.map(\.name)
        return key.map { QuotedIdentifier($0).description }.joined(separator: ", ")
    }
}

extension BoundColumn {
    /// What the source reads for the column.
    var readSQL: String { sourceSQL ?? QuotedIdentifier(source.name).description }

    /// The same, such that values which become equal in the target are equal in the source.
    var comparedSQL: String {
        let value = readSQL
        if decision.type.name == .citext { return "lower(\(value))" }
        switch decision.codec {
        case .uuidText:
            return "lower(replace(replace(replace(\(value), '-', ''), '{', ''), '}', ''))"
        case .text: return "CAST(\(value) AS TEXT) COLLATE BINARY"
        case .blob: return "CAST(\(value) AS BLOB)"
        case .booleanText:
            return "CASE WHEN lower(\(value)) IN ('true', 't', 'yes', 'y', 'on', '1') THEN 1"
                + " WHEN lower(\(value)) IN ('false', 'f', 'no', 'n', 'off', '0') THEN 0 END"
        // Texts of more digits than a double holds are left to the server.
        case .numeric: return "CASE WHEN length(\(value)) <= 15 THEN CAST(\(value) AS NUMERIC) ELSE \(value) END"
        case .integer, .real, .boolean, .iso8601, .epochSeconds, .epochMilliseconds, .epochMicroseconds, .julianDay,
            .epochNanoseconds, .packedDigits, .json, .jsonBlob, .jsonValue, .uuidBlob, .hex, .base64, .interval,
            .address, .bits,
            .geometry, .jsonArray, .uuidV5, .uuidV7, .sha256,
            .hmac,
            .mask, .pseudonym:
            return value
        }
    }

    /// Whether values that differ in the source may be equal in the target.
    var mergesValues: Bool {
        if decision.type.name == .citext || sourceSQL != nil { return true }
        switch decision.codec {
        case .uuidText, .booleanText: return true
        // Numbers and texts side by side: 1 and '1'.
        case .text: return affinity == .blob || affinity == .numeric
        // Texts that are the same number.
        case .numeric: return affinity == .text || affinity == .blob
        case .blob: return affinity == .blob
        case .integer, .real, .boolean, .iso8601, .epochSeconds, .epochMilliseconds, .epochMicroseconds, .julianDay,
            .epochNanoseconds, .packedDigits, .json, .jsonBlob, .jsonValue, .uuidBlob, .hex, .base64, .interval,
            .address, .bits,
            .geometry, .jsonArray, .uuidV5, .uuidV7, .sha256,
            .hmac,
            .mask, .pseudonym:
            return false
        }
    }
}
