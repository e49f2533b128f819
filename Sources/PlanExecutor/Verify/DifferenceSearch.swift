internal import PlanSupport

/// Which rows of differing buckets are not the same on both sides, by their hashes.
struct DifferenceSearch {
    struct Difference: Hashable {
        enum Kind: Hashable {
            case changed(source: RowHashes, target: RowHashes)
            case missing(RowHashes)
            case added(RowHashes)
            case repeated(RowHashes, source: Int, target: Int)
        }

        let kind: Kind

        /// The row as the source has it, or the target where the source has none.
        var row: RowHashes {
            switch kind {
            case .changed(let row, _), .missing(let row), .added(let row), .repeated(let row, _, _): row
            }
        }
    }

    /// By the hashes of the keys.
    let differences: [Difference]
    /// Rows that differ; a row that is there three times too often counts three times.
    let rows: Int64

    /// - Parameters: how many there are of each row.
    init(source: [RowHashes: Int], target: [RowHashes: Int]) {
        // By key, what one side has more of than the other.
        var surplus: [Hash128: (source: [RowHashes], target: [RowHashes])] = [:]
        for row in Set(source.keys).union(target.keys) {
            let (left, right) = (source[row] ?? 0, target[row] ?? 0)
            if left > right { surplus[row.key, default: ([], [])].source.append(row) }
            if right > left { surplus[row.key, default: ([], [])].target.append(row) }
        }
        var differences: [Difference] = []
        var rows: Int64 = 0
        for key in surplus.keys.sorted() {
            guard let found = surplus[key] else { continue }
            let left = found.source.sorted { $0.row < $1.row }
            let right = found.target.sorted { $0.row < $1.row }
            let pairs = min(left.count, right.count)
            for (source, target) in zip(left, right) {
                differences.append(Difference(kind: .changed(source: source, target: target)))
            }
            for row in left.dropFirst(pairs) {
                differences.append(Self.unpaired(row, source: source[row] ?? 0, target: target[row] ?? 0))
            }
            for row in right.dropFirst(pairs) {
                differences.append(Self.unpaired(row, source: source[row] ?? 0, target: target[row] ?? 0))
            }
            let excess = { (rows: [RowHashes]) in
                rows.reduce(0) { $0 + abs((source[$1] ?? 0) - (target[$1] ?? 0)) }
            }
            rows += Int64(max(excess(left), excess(right)))
        }
        self.differences = differences
        self.rows = rows
    }

    private static func unpaired(_ row: RowHashes, source: Int, target: Int) -> Difference {
        if source > 0, target > 0 { return Difference(kind: .repeated(row, source: source, target: target)) }
        if source > 1 || target > 1 { return Difference(kind: .repeated(row, source: source, target: target)) }
        return Difference(kind: target == 0 ? .missing(row) : .added(row))
    }
}
