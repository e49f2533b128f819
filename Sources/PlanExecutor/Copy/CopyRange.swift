/// A part of a copy that one stream reads, chunk by chunk.
enum CopyRange: Hashable, Sendable {
    /// All rows, in one chunk.
    case whole
    /// The rows whose rowids are among these.
    case rowIDs(ClosedRange<Int64>)
    /// The rows whose keys come after this one; nil for all. There is never more than one such range.
    case after(SourceKey?)
}

/// Cuts the rowids of a table into ranges that several streams read side by side.
struct RangeCutter {
    /// How many rowids a range spans.
    private let width: UInt64
    private let extent: ClosedRange<Int64>

    /// The least rows that are worth a range of their own.
    private static let fewestRows: Int64 = 50_000
    /// Ranges of one table, at most.
    private static let mostRanges: Int64 = 10_000

    /// - Parameters:
    ///   - rows: how many rows the table has, about.
    ///   - extent: the lowest and highest rowid.
    ///   - chunkRows: the most rows in a chunk. With rowids close together a range is one chunk.
    init(rows: Int64, extent: ClosedRange<Int64>, chunkRows: Int, streams: Int) {
        // Two ranges for each stream at least, so that the last to end does not end alone.
        let share = max(rows / Int64(2 * max(streams, 1)), Self.fewestRows)
        let perRange = max(min(Int64(chunkRows), share), rows / Self.mostRanges, 1)
        let span = UInt64(bitPattern: extent.upperBound &- extent.lowerBound)
        let keysPerRow = Double(span) / Double(max(rows - 1, 1))
        let keys = (keysPerRow * Double(perRange)).rounded()
        width = perRange >= rows || keys >= 0x1p63 ? .max : max(UInt64(keys), 1)
        self.extent = extent
    }

    /// The ranges of what is not covered, in ascending order.
    ///
    /// - Parameter covered: what was copied before, in any order.
    func ranges(without covered: [ClosedRange<Int64>] = []) -> [ClosedRange<Int64>] {
        var ranges: [ClosedRange<Int64>] = []
        for gap in Self.gaps(in: extent, covered) {
            var lower = gap.lowerBound
            while true {
                let (upper, isPast) = lower.addingReportingOverflow(Int64(truncatingIfNeeded: width - 1))
                guard width < UInt64(Int64.max), !isPast, upper < gap.upperBound else { break }
                ranges.append(lower...upper)
                lower = upper + 1
            }
            ranges.append(lower...gap.upperBound)
        }
        return ranges
    }

    private static func gaps(
        in extent: ClosedRange<Int64>, _ covered: [ClosedRange<Int64>]
    ) -> [ClosedRange<Int64>] {
        var gaps: [ClosedRange<Int64>] = []
        var lower = extent.lowerBound
        for range in covered.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.upperBound >= lower {
            if range.lowerBound > lower {
                guard range.lowerBound <= extent.upperBound else { break }
                gaps.append(lower...range.lowerBound - 1)
            }
            guard range.upperBound < extent.upperBound else { return gaps }
            lower = range.upperBound + 1
        }
        gaps.append(lower...extent.upperBound)
        return gaps
    }
}

extension ClosedRange where Bound == Int64 {
    /// Both halves; nil for a range of one key.
    var halves: (lower: ClosedRange<Int64>, upper: ClosedRange<Int64>)? {
        guard lowerBound < upperBound else { return nil }
        let half = UInt64(bitPattern: upperBound &- lowerBound) / 2
        let middle = lowerBound &+ Int64(half)
        return (lowerBound...middle, middle + 1...upperBound)
    }
}
