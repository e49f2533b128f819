internal import PlanCatalog

/// The first rows in which each oddity of a column is met.
struct ExampleRows {
    /// So many rows of each are kept.
    static let most = 5

    private var rows: [Oddity: [Int64]] = [:]
    /// The row of the longest text.
    var longest: Int64?

    mutating func add(_ oddity: Oddity, _ row: Int64?) {
        guard let row, rows[oddity, default: []].count < Self.most else { return }
        rows[oddity, default: []].append(row)
    }

    /// What is odd in the light of all values: the storage class that most values have is not.
    func examples(of profile: ColumnProfile) -> [ColumnProfile.Examples] {
        let classes: [(oddity: Oddity, count: Int)] = [
            (.integer, profile.integers), (.real, profile.reals), (.text, profile.texts), (.blob, profile.blobs),
        ]
        let most = classes.max { $0.count < $1.count }?.oddity
        return Oddity.allCases.compactMap { oddity in
            if oddity == most || oddity == .fraction && profile.integers == 0 { return nil }
            let found = oddity == .longest ? longest.map { [$0] } : rows[oddity]
            return found.map { ColumnProfile.Examples(oddity: oddity, rows: $0) }
        }
    }
}
