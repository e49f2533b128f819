internal import PlanCatalog
internal import PlanDialects
internal import PlanGraph
internal import PlanSQL

extension BoundTable {
    /// The table as the translation of expressions sees it.
    var shape: RelationShape {
        RelationShape(
            name: source.name, target: RelationName(schema: Name(target.schema), Name(target.name)),
            columns: columns.map(\.shape),
            rowIDColumn: source.primaryKey.flatMap { $0.identity == nil ? nil : $0.columns.first },
            leftOut: source.columns.filter { column in targetColumn(column.name) == nil }.map(\.name),
            primaryKey: loosensPrimaryKey ? [] : targetColumns(source.primaryKey?.columns ?? []) ?? [],
            uniqueKeys: uniqueConstraints.map(\.columns) + indexes.compactMap(\.uniqueColumns),
            hasOtherUniqueIndexes: indexes.contains { $0.kind == .unique && $0.uniqueColumns == nil },
            hasChecks: !checks.isEmpty, foreignKeys: source.foreignKeys)
    }
}

extension BoundColumn {
    var shape: RelationShape.Column {
        RelationShape.Column(
            name: source.name, target: name, type: decision.type, storage: decision.codec.storage,
            affinity: affinity,
            // A type that compares without regard to case does as the collation says.
            collation: decision.type.name == .citext
                ? Collation(column: "BINARY") : Collation(column: source.collation),
            timeFormat: timeFormat,
            isNotNull: source.isNotNull && !isIdentity, hasDefault: defaultSQL != nil || isIdentity,
            isGenerated: generation != nil, isChanged: sourceSQL != nil)
    }
}

extension BoundColumn {
    /// How SQLite holds the points in time; nil where that differs from row to row, or is not known.
    private var timeFormat: TimeFormat? {
        if let format = decision.codec.timeFormat { return format }
        switch decision.type.name {
        case .date: return .date
        case .timestamp where decision.codec == .iso8601, .timestamptz where decision.codec == .iso8601:
            return sourceSQL == nil ? momentFormat.map { .text($0.rawValue) } : nil
        default: return nil
        }
    }
}

extension CodecID {
    /// How SQLite holds the points in time that the codec makes; nil where that differs from row to row.
    var timeFormat: TimeFormat? {
        switch self {
        case .epochSeconds: .unixSeconds
        case .epochMilliseconds: .unixMilliseconds
        case .epochMicroseconds: .unixMicroseconds
        case .julianDay: .julianDay
        case .integer, .real, .numeric, .text, .blob, .boolean, .booleanText, .iso8601, .json, .jsonBlob, .jsonValue,
            .uuidText,
            .uuidBlob, .epochNanoseconds, .packedDigits, .hex, .base64, .interval, .address, .bits, .geometry,
            .jsonArray, .uuidV5, .uuidV7, .sha256, .hmac, .mask,
            .pseudonym:
            nil
        }
    }

    /// The storage class of what the codec reads.
    fileprivate var storage: TypedExpression.Storage {
        switch self {
        case .integer, .boolean, .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds: .integer
        case .real, .julianDay: .real
        case .numeric: .number
        case .text, .booleanText, .iso8601, .json, .uuidText, .packedDigits, .hex, .base64, .interval, .address, .bits,
            .geometry, .jsonArray, .uuidV5, .uuidV7, .sha256,
            .hmac, .mask, .pseudonym:
            .text
        case .blob, .uuidBlob, .jsonBlob, .jsonValue: .blob
        }
    }
}
