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
    /// Texts that are JSON documents; integers and reals as JSON numbers.
    case json
    /// Texts of 32 hexadecimal digits, with dashes or without.
    case uuidText = "uuid_text"
    /// Blobs of sixteen bytes.
    case uuidBlob = "uuid_blob"
}
