/// How a date with a time is written: the format of SQLite's `strftime()` that writes it so.
///
/// SQLite compares such texts byte by byte, so that those of two formats do not stand in the order of what they mean.
package enum MomentFormat: String, Sendable, CaseIterable {
    /// As `datetime()` and `CURRENT_TIMESTAMP` write it.
    case spaced = "%Y-%m-%d %H:%M:%S"
    case spacedMilliseconds = "%Y-%m-%d %H:%M:%f"
    case joined = "%Y-%m-%dT%H:%M:%S"
    case joinedMilliseconds = "%Y-%m-%dT%H:%M:%f"
    case utc = "%Y-%m-%dT%H:%M:%SZ"
    /// As JavaScript's `toISOString()` writes it.
    case utcMilliseconds = "%Y-%m-%dT%H:%M:%fZ"

    /// The format of a text; nil for texts that are no moment, and for those of other formats.
    package init?(of text: Span<UInt8>) {
        guard (19...24).contains(text.count), text[16] == UInt8(ascii: ":"), CalendarText.timestamp(text) != nil else {
            return nil
        }
        let isJoined = text[10] == UInt8(ascii: "T")
        let isSpaced = text[10] == UInt8(ascii: " ")
        let hasMilliseconds = text.count >= 23 && text[19] == UInt8(ascii: ".")
        let isUTC = text[text.count - 1] == UInt8(ascii: "Z")
        switch (text.count, hasMilliseconds, isUTC) {
        case (19, false, false) where isSpaced: self = .spaced
        case (23, true, false) where isSpaced: self = .spacedMilliseconds
        case (19, false, false) where isJoined: self = .joined
        case (23, true, false) where isJoined: self = .joinedMilliseconds
        case (20, false, true) where isJoined: self = .utc
        case (24, true, true) where isJoined: self = .utcMilliseconds
        default: return nil
        }
    }
}
