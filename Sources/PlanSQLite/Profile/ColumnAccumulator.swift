internal import PlanCatalog
internal import PlanSupport

/// What is counted of one column while rows pass. Values of this type stand side by side in one buffer; adding a cell
/// allocates nothing, but for JSON objects.
struct ColumnAccumulator {
    private let countsDigits: Bool
    private var nulls = 0
    private var integers = 0
    private var reals = 0
    private var texts = 0
    private var blobs = 0
    private var lowest = Int64.max
    private var highest = Int64.min
    private var zeroOrOneIntegers = 0
    private var integralReals = 0
    private var infiniteReals = 0
    private var longestTextCharacters = 0
    private var longestTextBytes = 0
    private var longestBlobBytes = 0
    private var textsWithNUL = 0
    private var textsInvalidUTF8 = 0
    private var textsWithTrailingBlank = 0
    private var digits = DecimalDigits()
    private var formats = FormatSet.all

    /// - Parameter declaredType: digits cost time and are counted only where the type promises a number of them.
    init(declaredType: String) {
        let type = declaredType.asciiLowercased
        countsDigits = type.contains("dec") || type.contains("num")
    }

    @inline(__always)
    mutating func addNull() { nulls &+= 1 }

    @inline(__always)
    mutating func add(_ value: Int64) {
        integers &+= 1
        lowest = min(lowest, value)
        highest = max(highest, value)
        if value.magnitude | 1 == 1, value >= 0 { zeroOrOneIntegers &+= 1 }
    }

    @inline(__always)
    mutating func add(_ value: Double) {
        reals &+= 1
        if value.isInfinite {
            infiniteReals &+= 1
            return
        }
        // -2^63 is a double, 2^63 - 1 is none: the range is half open.
        if value >= -0x1p63, value < 0x1p63, value.rounded(.towardZero) == value { integralReals &+= 1 }
        if countsDigits { digits.add(value) }
    }

    mutating func add(text bytes: UnsafeRawBufferPointer) {
        texts &+= 1
        let scan = UTF8Scan(bytes)
        longestTextBytes = max(longestTextBytes, bytes.count)
        longestTextCharacters = max(longestTextCharacters, scan.characters)
        if scan.hasNUL { textsWithNUL &+= 1 }
        if !scan.isValid { textsInvalidUTF8 &+= 1 }
        if bytes.last == UInt8(ascii: " ") { textsWithTrailingBlank &+= 1 }
        guard !formats.isEmpty else { return }
        // A JSON string might hide either from its format's parser.
        if scan.hasNUL || !scan.isValid {
            formats = []
        } else {
            formats.narrow(to: bytes.assumingMemoryBound(to: UInt8.self).span)
        }
    }

    @inline(__always)
    mutating func addBlob(bytes: Int) {
        blobs &+= 1
        longestBlobBytes = max(longestBlobBytes, bytes)
    }

    /// The counts so far as the profile of a column.
    func profile(of column: String) -> ColumnProfile {
        var profile = ColumnProfile(column: column)
        profile.nulls = nulls
        profile.integers = integers
        profile.reals = reals
        profile.texts = texts
        profile.blobs = blobs
        var digits = digits
        if integers > 0 {
            profile.integerRange = lowest...highest
            if countsDigits {
                digits.add(lowest)
                digits.add(highest)
            }
        }
        profile.zeroOrOneIntegers = zeroOrOneIntegers
        profile.integralReals = integralReals
        profile.infiniteReals = infiniteReals
        profile.longestTextCharacters = longestTextCharacters
        profile.longestTextBytes = longestTextBytes
        profile.longestBlobBytes = longestBlobBytes
        profile.textsWithNUL = textsWithNUL
        profile.textsInvalidUTF8 = textsInvalidUTF8
        profile.textsWithTrailingBlank = textsWithTrailingBlank
        profile.integerDigits = digits.integer
        profile.fractionDigits = digits.fraction
        if texts > 0 {
            profile.formats = ValueFormat.allCases.filter { formats.contains(FormatSet($0)) }.map {
                .init(format: $0, count: texts)
            }
        }
        return profile
    }
}
