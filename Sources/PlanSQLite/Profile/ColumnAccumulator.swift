internal import PlanCatalog
internal import PlanSupport

/// What is counted of one column while rows pass. Values of this type stand side by side in one buffer; adding a cell
/// allocates nothing, but for JSON objects and the first examples of an oddity.
struct ColumnAccumulator {
    private let countsDigits: Bool
    private let declaredForm: DeclaredForm?
    private let isInPrimaryKey: Bool
    private var nulls = 0
    private var integers = 0
    private var reals = 0
    private var texts = 0
    private var blobs = 0
    private var lowest = Int64.max
    private var highest = Int64.min
    private var lowestReal = Double.infinity
    private var highestReal = -Double.infinity
    private var zeroOrOneIntegers = 0
    private var integralReals = 0
    private var infiniteReals = 0
    private var longestTextCharacters = 0
    private var longestTextBytes = 0
    private var shortestBlobBytes = Int.max
    private var longestBlobBytes = 0
    private var textsWithNUL = 0
    private var textsInvalidUTF8 = 0
    private var textsWithTrailingBlank = 0
    private var textsOfOtherForm = 0
    private var digits = DecimalDigits()
    private var formats = FormatSet.all
    private var momentFormat: MomentFormat?
    private var integerFormats: FormatSet = [.packedDate, .packedTimestamp]
    private var distinct = DistinctCounter()
    private var examples = ExampleRows()

    /// - Parameter declaredType: digits cost time and are counted only where the type promises a number of them.
    init(declaredType: String, isInPrimaryKey: Bool) {
        let type = declaredType.asciiLowercased
        countsDigits = type.contains("dec") || type.contains("num")
        declaredForm = DeclaredForm(declaredType: declaredType)
        self.isInPrimaryKey = isInPrimaryKey
    }

    // `row` is the row's rowid, by which it can be found again; nil where it has none.

    @inline(__always)
    mutating func addNull(row: Int64?) {
        nulls &+= 1
        if isInPrimaryKey, nulls <= ExampleRows.most { examples.add(.null, row) }
    }

    @inline(__always)
    mutating func add(_ value: Int64, row: Int64?) {
        if integers < ExampleRows.most { examples.add(.integer, row) }
        integers &+= 1
        lowest = min(lowest, value)
        highest = max(highest, value)
        if value.magnitude | 1 == 1, value >= 0 {
            zeroOrOneIntegers &+= 1
        } else if declaredForm == .boolean, integers &- zeroOrOneIntegers <= ExampleRows.most {
            examples.add(.otherInteger, row)
        }
        if !integerFormats.isEmpty { narrowIntegerFormats(to: value) }
        if distinct.isOpen { distinct.add(value) }
    }

    @inline(__always)
    mutating func add(_ value: Double, row: Int64?) {
        if reals < ExampleRows.most { examples.add(.real, row) }
        reals &+= 1
        if distinct.isOpen { distinct.add(value) }
        if value.isInfinite {
            infiniteReals &+= 1
            if infiniteReals <= ExampleRows.most { examples.add(.infinite, row) }
            return
        }
        lowestReal = min(lowestReal, value)
        highestReal = max(highestReal, value)
        // -2^63 is a double, 2^63 - 1 is none: the range is half open.
        if value >= -0x1p63, value < 0x1p63, value.rounded(.towardZero) == value {
            integralReals &+= 1
        } else if reals &- integralReals <= ExampleRows.most {
            examples.add(.fraction, row)
        }
        if countsDigits { digits.add(value) }
    }

    mutating func add(text bytes: UnsafeRawBufferPointer, row: Int64?) {
        if texts < ExampleRows.most { examples.add(.text, row) }
        texts &+= 1
        let scan = UTF8Scan(bytes)
        longestTextBytes = max(longestTextBytes, bytes.count)
        if scan.characters > longestTextCharacters {
            longestTextCharacters = scan.characters
            examples.longest = row
        }
        if bytes.last == UInt8(ascii: " ") { textsWithTrailingBlank &+= 1 }
        if distinct.isOpen { distinct.add(bytes) }
        if scan.hasNUL || !scan.isValid {
            addFlaws(of: scan, row)
            return
        }
        let text = bytes.assumingMemoryBound(to: UInt8.self).span
        if !formats.isEmpty { formats.narrow(to: text, countingDigits: &digits) }
        if !formats.isDisjoint(with: [.timestamp, .timestampWithZone]), texts == 1 || momentFormat != nil {
            let format = MomentFormat(of: text)
            momentFormat = texts == 1 || format == momentFormat ? format : nil
        }
        if let declaredForm, formats.isDisjoint(with: declaredForm.formats), !declaredForm.accepts(text) {
            addOtherForm(row)
        }
    }

    @inline(__always)
    mutating func addBlob(bytes: Int, row: Int64?) {
        if blobs < ExampleRows.most { examples.add(.blob, row) }
        blobs &+= 1
        shortestBlobBytes = min(shortestBlobBytes, bytes)
        longestBlobBytes = max(longestBlobBytes, bytes)
        if distinct.isOpen { distinct.close() }
    }

    // MARK: Rarely

    private mutating func addFlaws(of scan: UTF8Scan, _ row: Int64?) {
        if scan.hasNUL {
            textsWithNUL &+= 1
            if textsWithNUL <= ExampleRows.most { examples.add(.nul, row) }
        }
        if !scan.isValid {
            textsInvalidUTF8 &+= 1
            if textsInvalidUTF8 <= ExampleRows.most { examples.add(.invalidUTF8, row) }
        }
        // A JSON string might hide either from its format's parser.
        formats = []
        if declaredForm != nil { addOtherForm(row) }
    }

    private mutating func addOtherForm(_ row: Int64?) {
        textsOfOtherForm &+= 1
        if textsOfOtherForm <= ExampleRows.most { examples.add(.otherForm, row) }
    }

    private mutating func narrowIntegerFormats(to value: Int64) {
        if integerFormats.contains(.packedDate), PackedText.date(value) == nil { integerFormats.remove(.packedDate) }
        if integerFormats.contains(.packedTimestamp), PackedText.timestamp(value) == nil {
            integerFormats.remove(.packedTimestamp)
        }
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
            profile.integerFormats = ValueFormat.allCases.filter { integerFormats.contains(FormatSet($0)) }
            if countsDigits {
                digits.add(lowest)
                digits.add(highest)
            }
        }
        if reals > infiniteReals { profile.realRange = lowestReal...highestReal }
        profile.zeroOrOneIntegers = zeroOrOneIntegers
        profile.integralReals = integralReals
        profile.infiniteReals = infiniteReals
        profile.longestTextCharacters = longestTextCharacters
        profile.longestTextBytes = longestTextBytes
        profile.shortestBlobBytes = blobs > 0 ? shortestBlobBytes : 0
        profile.longestBlobBytes = longestBlobBytes
        profile.textsWithNUL = textsWithNUL
        profile.textsInvalidUTF8 = textsInvalidUTF8
        profile.textsWithTrailingBlank = textsWithTrailingBlank
        profile.textsOfOtherForm = textsOfOtherForm
        // The digits of numbers are counted where the type promises some, those of texts where all are numbers.
        if countsDigits || integers + reals == 0 && texts > 0 && formats.contains(.number) {
            profile.integerDigits = digits.integer
            profile.fractionDigits = digits.fraction
        }
        if texts > 0 {
            profile.formats = ValueFormat.allCases.filter { formats.contains(FormatSet($0)) }.map {
                .init(format: $0, count: texts)
            }
        }
        if !formats.isDisjoint(with: [.timestamp, .timestampWithZone]) { profile.momentFormat = momentFormat }
        profile.distinct = distinct.distinct
        profile.examples = examples.examples(of: profile)
        return profile
    }
}
