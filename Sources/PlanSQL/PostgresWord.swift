/// Names as PostgreSQL reads them without quotes.
package enum PostgresWord {
    /// Whether a name may stand without quotes and stays as it is: small letters, digits and underscores, and no word that
    /// is reserved.
    package static func isPlainName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(48...57).contains(first) else { return false }
        let isPlain = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
        return isPlain && !PostgresKeywords.reserved.contains(name)
    }
}
