package import PlanCatalog
package import PlanGraph

/// Whether a target type can hold everything that a column holds, and by which codec.
package enum TypeFit: Hashable, Sendable {
    case fits(CodecID)
    /// What the column holds that the type cannot, as the end of the sentence "column c …".
    case misfit(String)
    /// No codec writes the type.
    case noCodec
}

extension PostgresType {
    /// Looks at what a column holds; without a profile only the codec is chosen, and the executor refuses what does not fit.
    ///
    /// - Parameters:
    ///   - profile: of all rows or of a sample; nil if none was taken.
    ///   - serverVersion: the oldest major version that the SQL must run on.
    package func fit(_ profile: ColumnProfile?, serverVersion: Int) -> TypeFit {
        let column = profile ?? ColumnProfile(column: "")
        if isArray {
            guard accepts(.jsonArray) else { return .noCodec }
            return column.allTexts(parseAs: .json)
                ? spelled(column, .jsonArray) : .misfit(Self.texts(column, "no JSON list"))
        }
        switch name {
        case .smallint, .integer, .bigint: return integers(column, within: integerRange)
        case .doublePrecision: return reals(column, exactIntegers: 1 << 53)
        case .real: return reals(column, exactIntegers: 1 << 24)
        case .numeric: return numerics(column, serverVersion: serverVersion)
        case .text, .citext: return texts(column)
        case .varchar, .char: return boundedTexts(column)
        case .bytea:
            let numbers = column.integers + column.reals
            return numbers > 0 ? .misfit("holds \(Self.count(numbers, "number"))") : .fits(.blob)
        case .boolean: return booleans(column)
        case .date: return calendar(column, .date, "date")
        case .time: return calendar(column, .time, "time of day")
        case .timestamp: return calendar(column, .timestamp, "timestamp without a zone")
        case .timestamptz:
            let zoned = column.count(of: .timestampWithZone)
            let zoneless = column.count(of: .timestamp)
            if zoneless > 0, zoned > 0 { return .misfit("holds timestamps with a zone and without one") }
            return calendar(column, zoneless > 0 ? .timestamp : .timestampWithZone, "timestamp")
        case .json: return documents(column, .json)
        case .jsonb: return documents(column, .jsonb)
        case .uuid:
            if column.blobs > 0, column.texts == 0, column.integers + column.reals == 0 {
                let lengths = [column.shortestBlobBytes, column.longestBlobBytes]
                guard let other = lengths.first(where: { $0 != 16 }) else { return .fits(.uuidBlob) }
                return .misfit("holds a blob of \(other) byte\(other == 1 ? "" : "s")")
            }
            if let other = Self.others(column, but: [.text]) { return .misfit(other) }
            return column.allTexts(parseAs: .uuid)
                ? .fits(.uuidText) : .misfit(Self.texts(column, "no UUID"))
        case .timetz: return spelled(column, .iso8601)
        case .interval: return modifiers.isEmpty ? spelled(column, .interval) : .noCodec
        case .inet, .cidr:
            return column.allTexts(parseAs: .address)
                ? spelled(column, .address) : .misfit(Self.texts(column, "no address"))
        case .macaddr, .macaddr8: return spelled(column, .address)
        case .bit, .varbit: return spelled(column, .bits)
        case .point, .box, .line, .lseg, .path, .polygon, .circle: return spelled(column, .geometry)
        case .money, .xml, .tsvector, .tsquery, .hstore: return .noCodec
        }
    }

    // MARK: Families

    private func integers(_ column: ColumnProfile, within range: ClosedRange<Int64>) -> TypeFit {
        if let other = Self.others(column, but: [.integer, .real]) { return .misfit(other) }
        let fractions = column.reals - column.integralReals
        if fractions > 0 { return .misfit("holds \(Self.count(fractions, "real number"))") }
        if column.integralReals > 0, range != .min ... .max { return .misfit("holds whole numbers stored as reals") }
        if let found = column.integerRange, !range.contains(found.lowerBound) || !range.contains(found.upperBound) {
            return .misfit("holds integers from \(found.lowerBound) to \(found.upperBound)")
        }
        return .fits(.integer)
    }

    private func reals(_ column: ColumnProfile, exactIntegers: Int64) -> TypeFit {
        if let other = Self.others(column, but: [.integer, .real]) { return .misfit(other) }
        if let found = column.integerRange, found.lowerBound < -exactIntegers || found.upperBound > exactIntegers {
            return .misfit("holds integers that \(name.withArticle) cannot hold exactly")
        }
        return .fits(.real)
    }

    private func numerics(_ column: ColumnProfile, serverVersion: Int) -> TypeFit {
        if let other = Self.others(column, but: [.integer, .real, .text]) { return .misfit(other) }
        if !column.allTexts(parseAs: .number) {
            return .misfit(Self.texts(column, "no number"))
        }
        if column.infiniteReals > 0, serverVersion < 14 || !modifiers.isEmpty {
            return .misfit("holds \(Self.count(column.infiniteReals, "infinite number"))")
        }
        if let precision = modifiers.first {
            let scale = modifiers.dropFirst().first ?? 0
            if column.integerDigits > precision - scale || column.fractionDigits > scale {
                return .misfit(
                    "holds numbers of \(column.integerDigits) digits before the point and \(column.fractionDigits) after it"
                )
            }
        }
        return .fits(.numeric)
    }

    private func texts(_ column: ColumnProfile) -> TypeFit {
        if let other = Self.others(column, but: [.integer, .real, .text]) { return .misfit(other) }
        if column.textsWithNUL > 0 { return .misfit("holds \(Self.count(column.textsWithNUL, "text")) with a NUL") }
        if column.textsInvalidUTF8 > 0 {
            return .misfit("holds \(Self.count(column.textsInvalidUTF8, "text")) not in UTF-8")
        }
        return .fits(.text)
    }

    private func boundedTexts(_ column: ColumnProfile) -> TypeFit {
        let length = modifiers.first ?? (name == .char ? 1 : .max)
        if column.longestTextCharacters > length {
            return .misfit("holds a text of \(column.longestTextCharacters) characters")
        }
        if name == .char, column.textsWithTrailingBlank > 0 {
            return .misfit("holds texts that end in a blank, which a char column pads or cuts")
        }
        return texts(column)
    }

    private func booleans(_ column: ColumnProfile) -> TypeFit {
        if let other = Self.others(column, but: [.integer, .text]) { return .misfit(other) }
        let others = column.integers - column.zeroOrOneIntegers
        if others > 0 { return .misfit("holds \(Self.count(others, "integer")) other than 0 and 1") }
        if !column.allTexts(parseAs: .boolean) {
            return .misfit(Self.texts(column, "no truth value"))
        }
        return .fits(column.texts > 0 ? .booleanText : .boolean)
    }

    private func calendar(_ column: ColumnProfile, _ format: ValueFormat, _ what: String) -> TypeFit {
        if let other = Self.others(column, but: [.text]) { return .misfit(other) }
        return column.allTexts(parseAs: format)
            ? .fits(.iso8601) : .misfit(Self.texts(column, "no \(what)"))
    }

    private func documents(_ column: ColumnProfile, _ format: ValueFormat) -> TypeFit {
        if let other = Self.others(column, but: [.text]) { return .misfit(other) }
        return column.allTexts(parseAs: format)
            ? .fits(.json) : .misfit(Self.texts(column, "no \(format.rawValue)"))
    }

    /// Texts in a spelling that no profile counts: whether each is one is found before a run.
    private func spelled(_ column: ColumnProfile, _ codec: CodecID) -> TypeFit {
        if let other = Self.others(column, but: [.text]) { return .misfit(other) }
        return .fits(codec)
    }

    /// Whether a profile tells that all values are of the type.
    package var isJudgedByProfile: Bool {
        switch name {
        case .timetz, .interval, .inet, .cidr, .macaddr, .macaddr8, .bit, .varbit, .point, .box, .line, .lseg, .path,
            .polygon, .circle:
            false
        default: !isArray
        }
    }

    // MARK: Counting

    private enum StorageClass: CaseIterable {
        case integer
        case real
        case text
        case blob
    }

    /// The first storage class that the column holds besides those named.
    private static func others(_ column: ColumnProfile, but accepted: [StorageClass]) -> String? {
        for storage in StorageClass.allCases where !accepted.contains(storage) {
            let (found, noun) =
                switch storage {
                case .integer: (column.integers, "integer")
                case .real: (column.reals, "real number")
                case .text: (column.texts, "text")
                case .blob: (column.blobs, "blob")
                }
            if found > 0 { return "holds \(count(found, noun))" }
        }
        return nil
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// A format is counted only until it fails, so that how many failed is not known unless the declared type promises it.
    private static func texts(_ column: ColumnProfile, _ what: String) -> String {
        let others = column.textsOfOtherForm
        if others > 1 { return "holds \(others) texts that are \(what)" }
        return column.texts == 1 || others == 1 ? "holds a text that is \(what)" : "holds texts that are \(what)"
    }
}
