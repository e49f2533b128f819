internal import PlanCatalog

/// A profile for people: a table of columns for each table.
enum ProfileText {
    static func render(_ profile: DatabaseProfile, of catalog: Catalog) -> String {
        let sections = profile.tables.map { table in
            let declared = catalog.table(named: table.table)
            var text = TextTable([
                ("column", .left), ("declared", .left), ("NULL", .right), ("values", .right), ("distinct", .right),
                ("holds", .left),
                ("look at rowid", .left),
            ])
            for column in table.columns {
                text.add(
                    column.column, declared?.column(named: column.column)?.declaredType ?? "",
                    Quantity.grouped(column.nulls), Quantity.grouped(column.rows - column.nulls),
                    column.distinct.map { Quantity.grouped($0) } ?? "", column.contents.joined(separator: "; "),
                    column.oddities)
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
            let forms =
                integerFormats.map { ", all \($0.words)" }
                + (epochUnit.map { [", like \($0.rawValue) since 1970"] } ?? [])
            parts.append("\(Quantity.counted(integers, "integer")), \(range)\(forms.joined())")
        }
        if reals > 0 {
            var details = [Quantity.counted(reals, "real")]
            if let realRange { details.append("\(realRange.lowerBound) to \(realRange.upperBound)") }
            if integralReals == reals { details.append("all whole") }
            if looksLikeJulianDays { details.append("like Julian days") }
            if fractionDigits > 0 { details.append("up to \(Quantity.counted(fractionDigits, "decimal place"))") }
            if infiniteReals > 0 { details.append("\(Quantity.grouped(infiniteReals)) infinite") }
            parts.append(details.joined(separator: ", "))
        }
        if texts > 0 {
            let longest = Quantity.counted(longestTextCharacters, "character")
            var details = ["\(Quantity.counted(texts, "text")) of up to \(longest)"]
            details += formats.filter { $0.count == texts }.map { "all \($0.format.words)" }
            if textsOfOtherForm > 0 { details.append("\(Quantity.grouped(textsOfOtherForm)) not as declared") }
            if textsWithNUL > 0 { details.append("\(Quantity.grouped(textsWithNUL)) with NUL") }
            if textsInvalidUTF8 > 0 { details.append("\(Quantity.grouped(textsInvalidUTF8)) no UTF-8") }
            if textsWithTrailingBlank > 0 {
                details.append("\(Quantity.grouped(textsWithTrailingBlank)) with a blank at the end")
            }
            parts.append(details.joined(separator: ", "))
        }
        if blobs > 0 {
            let length =
                shortestBlobBytes == longestBlobBytes
                ? "of \(Quantity.bytes(Int64(longestBlobBytes)))"
                : "of up to \(Quantity.bytes(Int64(longestBlobBytes)))"
            parts.append("\(Quantity.counted(blobs, "blob")) \(length)")
        }
        return parts
    }
}

extension ColumnProfile {
    /// Where to look for what is odd: `text 3, 17; longest 5`.
    fileprivate var oddities: String {
        examples.filter { $0.oddity != .longest }.map { example in
            "\(example.oddity.words) " + example.rows.map(String.init).joined(separator: ", ")
        }.joined(separator: "; ")
    }
}

extension Oddity {
    fileprivate var words: String {
        switch self {
        case .null: "NULL"
        case .integer, .real, .text, .blob, .fraction, .infinite, .longest: rawValue
        case .otherInteger: "not 0 or 1"
        case .otherForm: "not as declared"
        case .nul: "NUL"
        case .invalidUTF8: "no UTF-8"
        }
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
        case .packedDate: "dates in digits"
        case .packedTimestamp: "timestamps in digits"
        case .hex: "hexadecimal"
        case .base64: "base64"
        case .address: "IP addresses"
        }
    }
}
