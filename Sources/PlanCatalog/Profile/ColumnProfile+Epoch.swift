extension ColumnProfile {
    /// What integers count since 1970-01-01 00:00 UTC.
    package enum EpochUnit: String, Sendable, CaseIterable {
        case seconds
        case milliseconds
        case microseconds
        case nanoseconds

        var perSecond: Int64 {
            switch self {
            case .seconds: 1
            case .milliseconds: 1_000
            case .microseconds: 1_000_000
            case .nanoseconds: 1_000_000_000
            }
        }
    }

    /// Seconds that are taken for points in time: 1973-03-03 to 2100-01-01. Within it the units do not overlap.
    private static let plausibleSeconds: ClosedRange<Int64> = 100_000_000...4_102_444_800

    /// Julian days from 1970 to 2100, as SQLite's `julianday` gives them.
    private static let plausibleDays = 2_440_587.5...2_488_069.5

    /// Whether all values of the column are plausible days counted as SQLite's `julianday` counts them.
    package var looksLikeJulianDays: Bool {
        guard let realRange, infiniteReals == 0, texts == 0, blobs == 0, integers == 0 else { return false }
        return Self.plausibleDays.contains(realRange.lowerBound) && Self.plausibleDays.contains(realRange.upperBound)
    }

    /// The unit in which all values of the column are plausible points in time; nil where there is none, where units are
    /// mixed, or where the column holds anything but integers.
    package var epochUnit: EpochUnit? {
        guard let integerRange, reals == 0, texts == 0, blobs == 0 else { return nil }
        return EpochUnit.allCases.first { unit in
            integerRange.lowerBound >= Self.plausibleSeconds.lowerBound * unit.perSecond
                && integerRange.upperBound <= Self.plausibleSeconds.upperBound * unit.perSecond
        }
    }
}
