package import PlanSupport

extension DatabaseProfile {
    package var json: JSONValue {
        let coverage: JSONValue
        switch self.coverage {
        case .full: coverage = "full"
        case .sample(let rows): coverage = .integer(Int64(rows))
        }
        return .object(["coverage": coverage, "tables": .array(tables.map(\.json))])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let coverage: Coverage
        switch try reader.required("coverage") {
        case "full": coverage = .full
        case .integer(let rows) where rows > 0: coverage = .sample(rowsPerTable: Int(rows))
        default: throw reader.failure("coverage", "expected \"full\" or a number of rows")
        }
        let tables = try reader.list("tables", TableProfile.init(json:at:))
        try reader.finish()
        self.init(coverage: coverage, tables: tables)
    }
}

extension TableProfile {
    package var json: JSONValue {
        .object([
            "table": .string(table), "rows": .integer(Int64(rows)),
            "orphans": orphans.isEmpty ? nil : .array(orphans.map { .integer(Int64($0)) }),
            "columns": .array(columns.map(\.json)),
        ])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let table = try reader.string("table")
        let rows = try reader.integer("rows")
        var orphans: [Int] = []
        if case .array(let counts)? = reader.optional("orphans") {
            for count in counts {
                guard case .integer(let number) = count else {
                    throw reader.failure("orphans", "expected integers")
                }
                orphans.append(Int(number))
            }
        }
        let columns = try reader.list("columns", ColumnProfile.init(json:at:))
        try reader.finish()
        self.init(table: table, rows: Int(rows), columns: columns, orphans: orphans)
    }
}

extension ColumnProfile {
    /// The counts in the order in which they are written; those that are zero are left out.
    private static let counts: [(key: String, path: any WritableKeyPath<ColumnProfile, Int> & Sendable)] = [
        ("nulls", \.nulls), ("integers", \.integers), ("reals", \.reals), ("texts", \.texts), ("blobs", \.blobs),
        ("zero_or_one", \.zeroOrOneIntegers), ("integral_reals", \.integralReals),
        ("infinite_reals", \.infiniteReals), ("longest_text_characters", \.longestTextCharacters),
        ("longest_text_bytes", \.longestTextBytes), ("shortest_blob_bytes", \.shortestBlobBytes),
        ("longest_blob_bytes", \.longestBlobBytes),
        ("texts_with_nul", \.textsWithNUL), ("texts_invalid_utf8", \.textsInvalidUTF8),
        ("texts_with_trailing_blank", \.textsWithTrailingBlank), ("texts_of_other_form", \.textsOfOtherForm),
        ("integer_digits", \.integerDigits),
        ("fraction_digits", \.fractionDigits),
    ]

    package var json: JSONValue {
        var members = [JSONMember("column", .string(column))]
        for (key, path) in Self.counts where self[keyPath: path] != 0 {
            members.append(JSONMember(key, .integer(Int64(self[keyPath: path]))))
        }
        if let range = integerRange {
            members.append(JSONMember("integer_range", [.integer(range.lowerBound), .integer(range.upperBound)]))
        }
        if let range = realRange {
            members.append(
                JSONMember(
                    "real_range", [.decimal(range.lowerBound.description), .decimal(range.upperBound.description)]))
        }
        if !integerFormats.isEmpty {
            members.append(JSONMember("integer_formats", .array(integerFormats.map { .string($0.rawValue) })))
        }
        let found = formats.filter { $0.count > 0 }
        if !found.isEmpty {
            members.append(
                JSONMember(
                    "formats", .object(found.map { JSONMember($0.format.rawValue, .integer(Int64($0.count))) })))
        }
        if let momentFormat { members.append(JSONMember("moment_format", .string(momentFormat.rawValue))) }
        if let distinct { members.append(JSONMember("distinct", .integer(Int64(distinct)))) }
        if !examples.isEmpty {
            let rows = examples.map { JSONMember($0.oddity.rawValue, .array($0.rows.map { .integer($0) })) }
            members.append(JSONMember("examples", .object(rows)))
        }
        return .object(members)
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        self.init(column: try reader.string("column"))
        for (key, path) in Self.counts {
            if let count = try reader.optionalInteger(key) { self[keyPath: path] = Int(count) }
        }
        if let range = reader.optional("integer_range") {
            guard case .array(let bounds) = range, bounds.count == 2, case .integer(let low) = bounds[0],
                case .integer(let high) = bounds[1], low <= high
            else { throw reader.failure("integer_range", "expected two integers in order") }
            integerRange = low...high
        }
        if let range = reader.optional("real_range") {
            guard case .array(let bounds) = range, bounds.count == 2, case .decimal(let low) = bounds[0],
                case .decimal(let high) = bounds[1], let low = Double(low), let high = Double(high), low <= high
            else { throw reader.failure("real_range", "expected two numbers with a decimal point, in order") }
            realRange = low...high
        }
        if let value = reader.optional("integer_formats") {
            guard case .array(let names) = value else {
                throw reader.failure("integer_formats", "expected a list of formats")
            }
            for name in names {
                guard case .string(let text) = name, let format = ValueFormat(rawValue: text) else {
                    throw reader.failure("integer_formats", "expected a list of formats")
                }
                integerFormats.append(format)
            }
        }
        momentFormat = try reader.optionalWord("moment_format", MomentFormat.self)
        distinct = try reader.optionalInteger("distinct").map { Int($0) }
        if let value = reader.optional("examples") {
            var lists = try JSONObjectReader(value, at: reader.path(of: "examples"))
            for oddity in Oddity.allCases {
                guard let list = lists.optional(oddity.rawValue) else { continue }
                examples.append(Examples(oddity: oddity, rows: try Self.rows(list, lists, oddity.rawValue)))
            }
            try lists.finish()
        }
        if let value = reader.optional("formats") {
            var counts = try JSONObjectReader(value, at: reader.path(of: "formats"))
            for format in ValueFormat.allCases {
                if let count = try counts.optionalInteger(format.rawValue) {
                    formats.append(FormatCount(format: format, count: Int(count)))
                }
            }
            try counts.finish()
        }
        try reader.finish()
    }

    private static func rows(
        _ value: JSONValue, _ reader: borrowing JSONObjectReader, _ key: String
    ) throws(JSONObjectReader.Failure) -> [Int64] {
        guard case .array(let list) = value else { throw reader.failure(key, "expected a list of rowids") }
        var rows: [Int64] = []
        for item in list {
            guard case .integer(let row) = item else { throw reader.failure(key, "expected a list of rowids") }
            rows.append(row)
        }
        return rows
    }
}
