/// How SQLite holds a point in time that PostgreSQL holds as one.
package enum TimeFormat: Hashable, Sendable {
    /// As the text that SQLite's `strftime()` makes with this format.
    case text(String)
    /// As a number of these units since 1970-01-01 00:00:00 UTC.
    case unixSeconds
    case unixMilliseconds
    case unixMicroseconds
    /// As days since noon of November 24, 4714 BC.
    case julianDay

    package static let date = TimeFormat.text("%Y-%m-%d")
    package static let time = TimeFormat.text("%H:%M:%S")
    package static let dateTime = TimeFormat.text("%Y-%m-%d %H:%M:%S")

    /// The format of the text; nil where SQLite holds a number.
    var text: StrftimeFormat? {
        switch self {
        case .text(let format): StrftimeFormat(format)
        case .unixSeconds, .unixMilliseconds, .unixMicroseconds, .julianDay: nil
        }
    }
}
