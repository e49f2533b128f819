/// How the values of one column become values of its target type. The name stands in the graph; the code is the executor's.
///
/// NULL is NULL for all. A value of another storage class or form is invalid.
package enum CodecID: String, Sendable, CaseIterable {
    /// Integers, and reals that are whole numbers, in the range of the type.
    case integer
    /// Reals, and integers that a double holds exactly.
    case real
    /// Integers, reals in their shortest decimal form, and texts that are decimal numbers, digit for digit.
    case numeric
    /// Texts as they are; integers and reals as SQLite writes them.
    case text
    /// Blobs as they are; texts as their bytes; numbers as the bytes of their text.
    case blob
    /// The integers 0 and 1.
    case boolean
    /// The words true/false, t/f, yes/no, y/n, on/off, 1/0 in any letter case, and the integers 0 and 1.
    case booleanText = "boolean_text"
    /// Texts in the forms of ISO 8601; a timestamp without a zone is read as UTC.
    case iso8601
    /// Seconds since 1970-01-01 00:00 UTC: integers or reals.
    case epochSeconds = "epoch_seconds"
    case epochMilliseconds = "epoch_milliseconds"
    case epochMicroseconds = "epoch_microseconds"
    /// Days since noon on 24 November 4714 BC, as SQLite counts them.
    case julianDay = "julian_day"
    /// Integers; parts of a microsecond are refused.
    case epochNanoseconds = "epoch_nanoseconds"
    /// Texts or integers of the digits `YYYYMMDD`, `YYYYMMDDHHMM`, `YYYYMMDDHHMMSS` or `YYYYMMDDHHMMSSmmm`, in UTC.
    case packedDigits = "packed_digits"
    /// Texts that are JSON documents; integers and reals as JSON numbers.
    case json
    /// Blobs in SQLite's binary form of JSON, and what `json` takes.
    case jsonBlob = "json_blob"
    /// Texts as JSON strings, integers and reals as JSON numbers.
    case jsonValue = "json_value"
    /// Texts of 32 hexadecimal digits, with dashes or without.
    case uuidText = "uuid_text"
    /// Blobs of sixteen bytes.
    case uuidBlob = "uuid_blob"
    /// Texts of pairs of hexadecimal digits, with `0x`, `x` or `\x` before them or not.
    case hex
    /// Texts in base64.
    case base64
    /// Texts of ISO 8601 (`P1DT2H`), in words (`1 day 02:03:04`) or as a clock shows them.
    case interval
    /// Texts that are addresses of networks or network cards.
    case address
    /// Texts of the digits 0 and 1.
    case bits
    /// Texts of points `(x,y)`, boxes `(x,y),(x,y)`, lines, segments, paths, polygons and circles.
    case geometry
    /// Texts that are JSON lists.
    case jsonArray = "json_array"
    /// A UUID of version 5, named by the value in the namespace that the argument names.
    case uuidV5 = "uuid_v5"
    /// A UUID of version 7 of a text `milliseconds:name`, the same for the same text.
    case uuidV7 = "uuid_v7_from"
    /// The SHA-256 digest of the value's bytes, those of its text for a number.
    case sha256
    /// The same with the key that the argument names.
    case hmac
    /// The text with `x` for each letter and `0` for each digit, but for as many characters at its end as the argument says.
    case mask
    /// Half of the digest with the key that the argument names, in the form of the type.
    case pseudonym = "pseudonymize"

    /// Whether it makes other values of what it reads, as a transform of the plan and never as a `decode`.
    package var isTransform: Bool {
        switch self {
        case .uuidV5, .uuidV7, .sha256, .hmac, .mask, .pseudonym: true
        case .integer, .real, .numeric, .text, .blob, .boolean, .booleanText, .iso8601, .epochSeconds,
            .epochMilliseconds,
            .epochMicroseconds, .epochNanoseconds, .julianDay, .packedDigits, .json, .jsonBlob, .jsonValue, .uuidText,
            .uuidBlob,
            .hex,
            .base64, .interval, .address, .bits, .geometry, .jsonArray:
            false
        }
    }
}
