internal import PlanSupport

/// Looks at each row of one side of a comparison.
protocol RowVisitor: Sendable {
    /// - Parameter fields: the row after the number of its fields, lent for the call.
    mutating func visit(_ hashes: RowHashes, _ fields: UnsafeRawBufferPointer)
    /// A row of the source that the copy's policies set aside.
    mutating func visitRejected()
}

extension RowVisitor {
    mutating func visitRejected() {}
}

/// Adds up the rows in buckets by the hash of their key: equal rows make equal buckets, in whatever order they come.
struct BucketSums: RowVisitor {
    struct Bucket: Equatable, Sendable {
        var sum = Hash128.zero
        var rows = 0
    }

    /// So many that of a large table few rows share one, so few that they stay in the processor's cache.
    static let count = 1 << 14

    private(set) var sums = [Bucket](repeating: Bucket(), count: count)
    private(set) var rows: Int64 = 0
    private(set) var rejected: Int64 = 0

    mutating func visitRejected() { rejected += 1 }

    static func index(of key: Hash128) -> Int { Int(truncatingIfNeeded: key.low) & (count - 1) }

    mutating func visit(_ hashes: RowHashes, _ fields: UnsafeRawBufferPointer) {
        let index = Self.index(of: hashes.key)
        sums[index].sum &+= hashes.row
        sums[index].rows += 1
        rows += 1
    }
}

/// Counts the rows in some buckets, each by its hashes.
struct BucketRows: RowVisitor {
    /// For each bucket whether it is wanted.
    let isWanted: [Bool]
    private(set) var counts: [RowHashes: Int] = [:]

    init(isWanted: [Bool]) { self.isWanted = isWanted }

    mutating func visit(_ hashes: RowHashes, _ fields: UnsafeRawBufferPointer) {
        if isWanted[BucketSums.index(of: hashes.key)] { counts[hashes, default: 0] += 1 }
    }
}

/// Keeps the beginnings of the values of some rows.
struct RowSamples: RowVisitor {
    let wanted: Set<RowHashes>
    private(set) var rows: [RowHashes: [FieldSample]] = [:]
    private let columns: Int

    init(wanted: Set<RowHashes>, columns: Int) {
        self.wanted = wanted
        self.columns = columns
    }

    mutating func visit(_ hashes: RowHashes, _ fields: UnsafeRawBufferPointer) {
        guard wanted.contains(hashes), rows[hashes] == nil else { return }
        var reader = FieldReader(fields)
        var samples: [FieldSample] = []
        for _ in 0..<columns { samples.append(FieldSample(reader.next())) }
        rows[hashes] = samples
    }
}

/// The beginning of a value in binary form.
struct FieldSample: Hashable, Sendable {
    /// Enough for every value but long texts, blobs and documents.
    static let limit = 4096

    /// Nil for NULL.
    let bytes: [UInt8]?
    /// Of the whole value.
    let count: Int

    init(_ field: UnsafeRawBufferPointer?) {
        bytes = field.map { Array($0.prefix(Self.limit)) }
        count = field?.count ?? 0
    }
}
