/// What is out of the ordinary about some values of a column.
package enum Oddity: String, Sendable, CaseIterable {
    /// NULL in a column of the primary key.
    case null
    // Values of a storage class that most values of the column do not have.
    case integer
    case real
    case text
    case blob
    /// A real that is not a whole number, among integers.
    case fraction
    case infinite
    /// An integer other than 0 and 1 in a column declared as a truth value.
    case otherInteger = "other_integer"
    /// A text of another form than that of the column's declared type: no date in a column declared DATE.
    case otherForm = "other_form"
    case nul
    case invalidUTF8 = "invalid_utf8"
    /// The longest text.
    case longest
}

extension ColumnProfile {
    /// Rows in which an oddity is met.
    package struct Examples: Hashable, Sendable {
        package let oddity: Oddity
        /// The first ones, at most five, by rowid. Tables without rowids have none.
        package let rows: [Int64]

        package init(oddity: Oddity, rows: [Int64]) {
            self.oddity = oddity
            self.rows = rows
        }
    }

    /// The rows in which an oddity is met first.
    package func rows(with oddity: Oddity) -> [Int64] { examples.first { $0.oddity == oddity }?.rows ?? [] }
}
