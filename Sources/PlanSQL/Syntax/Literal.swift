/// A constant as SQLite's expressions write it.
package enum Literal: Hashable, Sendable {
    case null
    /// Decimal or `0x…` digits as written, possibly with underscores.
    case integer(String)
    case real(String)
    /// The text, without its quotes.
    case string(String)
    /// Hexadecimal digits as written.
    case blob(String)
    /// `TRUE` and `FALSE` without quotes, which SQLite takes for 1 and 0 where no column has the name.
    case boolean(Bool)
    case currentDate
    case currentTime
    case currentTimestamp
}
