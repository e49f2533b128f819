internal import PlanCatalog

/// A profile for people: a table of columns for each table.
enum ProfileText {
    static func render(_ profile: DatabaseProfile, of catalog: Catalog) -> String {
        let sections = profile.tables.map { table in
            let declared = catalog.table(named: table.table)
            var text = TextTable([
                ("column", .left), ("declared", .left), ("NULL", .right), ("values", .right), ("holds", .left),
            ])
            for column in table.columns {
                text.add(
                    column.column, declared?.column(named: column.column)?.declaredType ?? "",
                    Quantity.grouped(column.nulls), Quantity.grouped(column.rows - column.nulls),
                    column.contents.joined(separator: "; "))
            }
            let orphans = zip(declared?.foreignKeys ?? [], table.orphans).filter { $0.1 > 0 }.map { key, count in
                "\(Quantity.counted(count, "row")) without a parent in \(key.parentTable): "
                    + "\(key.columns.joined(separator: ", "))\n"
            }
            return "\(table.table): \(Quantity.counted(table.rows, "row"))\(sampled(profile))\n"
                + text.text + orphans.joined()
        }
        return sections.joined(separator: "\n")
    }

    private static func sampled(_ profile: DatabaseProfile) -> String {
        switch profile.coverage {
        case .full: ""
        case .sample: " looked at"
        }
    }
}

extension ColumnProfile {
    /// What the values are, in words, one text for each storage class.
    fileprivate var contents: [String] {
        var parts: [String] = []
        if let integerRange {
            let range =
                integerRange.lowerBound == integerRange.upperBound
                ? "\(integerRange.lowerBound)" : "\(integerRange.lowerBound) to \(integerRange.upperBound)"
            parts.append("\(Quantity.counted(integers, "integer")), \(range)")
        }
        if reals > 0 {
            var details = [Quantity.counted(reals, "real")]
            if integralReals == reals { details.append("all whole") }
            if fractionDigits > 0 { details.append("up to \(Quantity.counted(fractionDigits, "decimal place"))") }
            if infiniteReals > 0 { details.append("\(Quantity.grouped(infiniteReals)) infinite") }
            parts.append(details.joined(separator: ", "))
        }
        if texts > 0 {
            let longest = Quantity.counted(longestTextCharacters, "character")
            var details = ["\(Quantity.counted(texts, "text")) of up to \(longest)"]
            details += formats.filter { $0.count == texts }.map { "all \($0.format.words)" }
            if textsWithNUL > 0 { details.append("\(Quantity.grouped(textsWithNUL)) with NUL") }
            if textsInvalidUTF8 > 0 { details.append("\(Quantity.grouped(textsInvalidUTF8)) no UTF-8") }
            if textsWithTrailingBlank > 0 {
                details.append("\(Quantity.grouped(textsWithTrailingBlank)) with a blank at the end")
            }
            parts.append(details.joined(separator: ", "))
        }
        if blobs > 0 {
            parts.append("\(Quantity.counted(blobs, "blob")) of up to \(Quantity.bytes(Int64(longestBlobBytes)))")
        }
        return parts
    }
}

extension ValueFormat {
    fileprivate var words: String {
        switch self {
        case .date: "dates"
        case .time: "times"
        case .timestamp: "timestamps"
        case .timestampWithZone: "timestamps with a zone"
        case .boolean: "boolean words"
        case .integer: "integers"
        case .number: "numbers"
        case .uuid: "UUIDs"
        case .json: "JSON"
        case .jsonb: "JSON that jsonb keeps"
        }
    }
}
