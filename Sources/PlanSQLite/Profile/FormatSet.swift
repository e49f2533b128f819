internal import PlanCatalog

/// The formats that all texts of a column have so far.
struct FormatSet: OptionSet {
    let rawValue: UInt16

    static let date = FormatSet(.date)
    static let time = FormatSet(.time)
    static let timestamp = FormatSet(.timestamp)
    static let timestampWithZone = FormatSet(.timestampWithZone)
    static let boolean = FormatSet(.boolean)
    static let integer = FormatSet(.integer)
    static let number = FormatSet(.number)
    static let uuid = FormatSet(.uuid)
    static let json = FormatSet(.json)
    static let jsonb = FormatSet(.jsonb)
    static let packedDate = FormatSet(.packedDate)
    static let packedTimestamp = FormatSet(.packedTimestamp)
    static let hex = FormatSet(.hex)
    static let base64 = FormatSet(.base64)
    static let address = FormatSet(.address)

    static let all = FormatSet(ValueFormat.allCases.map { FormatSet($0) })

    /// Larger texts are not tried as JSON: a megabyte of it is rare, and reading it takes its time.
    static let longestJSON = 1 << 20

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(_ format: ValueFormat) {
        switch format {
        case .date: rawValue = 1 << 0
        case .time: rawValue = 1 << 1
        case .timestamp: rawValue = 1 << 2
        case .timestampWithZone: rawValue = 1 << 3
        case .boolean: rawValue = 1 << 4
        case .integer: rawValue = 1 << 5
        case .number: rawValue = 1 << 6
        case .uuid: rawValue = 1 << 7
        case .json: rawValue = 1 << 8
        case .jsonb: rawValue = 1 << 9
        case .packedDate: rawValue = 1 << 10
        case .packedTimestamp: rawValue = 1 << 11
        case .hex: rawValue = 1 << 12
        case .base64: rawValue = 1 << 13
        case .address: rawValue = 1 << 14
        }
    }

    /// Takes out the formats that a text does not have. Those that are out already are not tried.
    ///
    /// - Parameter digits: to count those of a number in.
    mutating func narrow(to text: Span<UInt8>, countingDigits digits: inout DecimalDigits) {
        if contains(.date), CalendarText.date(text) == nil { remove(.date) }
        if contains(.time), CalendarText.time(text) == nil { remove(.time) }
        if !isDisjoint(with: [.timestamp, .timestampWithZone]) {
            switch CalendarText.timestamp(text)?.hasZone {
            case nil: subtract([.timestamp, .timestampWithZone])
            case true?: remove(.timestamp)
            case false?: remove(.timestampWithZone)
            }
        }
        if contains(.boolean), NumberText.boolean(text) == nil { remove(.boolean) }
        if contains(.integer), NumberText.integer(text) == nil { remove(.integer) }
        if contains(.number) {
            if let decimal = NumberText.decimal(text) { digits.add(decimal) } else { remove(.number) }
        }
        if contains(.uuid), UUIDText.parse(text) == nil { remove(.uuid) }
        if contains(.packedDate), PackedText.date(text) == nil { remove(.packedDate) }
        if contains(.packedTimestamp), PackedText.timestamp(text) == nil { remove(.packedTimestamp) }
        if contains(.hex), !EncodedText.isHex(text) { remove(.hex) }
        if contains(.base64), !EncodedText.isBase64(text) { remove(.base64) }
        if contains(.address), !AddressText.isAddress(text) { remove(.address) }
        if !isDisjoint(with: [.json, .jsonb]) {
            switch text.count > Self.longestJSON ? .notJSON : JSONText.kind(of: text) {
            case .notJSON: subtract([.json, .jsonb])
            case .onlyJSON: remove(.jsonb)
            case .jsonb: break
            }
        }
    }
}
