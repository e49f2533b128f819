/// What the values of one column are, counted over all rows of the table or a sample of them.
package struct ColumnProfile: Hashable, Sendable {
    package let column: String
    /// How many values of each storage class there are.
    package var nulls = 0
    package var integers = 0
    package var reals = 0
    package var texts = 0
    package var blobs = 0
    /// The range of the values stored as integers.
    package var integerRange: ClosedRange<Int64>?
    /// The forms of digits alone, dates and moments, that all values stored as integers have.
    package var integerFormats: [ValueFormat] = []
    /// The range of the finite values stored as floating point.
    package var realRange: ClosedRange<Double>?
    /// Real values that are whole numbers within 64 bits.
    package var integralReals = 0
    /// Real values that are infinite. (SQLite stores NaN as NULL.)
    package var infiniteReals = 0
    /// Integers that are 0 or 1.
    package var zeroOrOneIntegers = 0
    /// The longest text, in characters (Unicode scalars) and in bytes.
    package var longestTextCharacters = 0
    package var longestTextBytes = 0
    package var shortestBlobBytes = 0
    package var longestBlobBytes = 0
    /// Texts with a NUL character in them.
    package var textsWithNUL = 0
    /// Texts that are not valid UTF-8.
    package var textsInvalidUTF8 = 0
    /// Texts that end in a blank, which PostgreSQL's `char` and `varchar` may cut.
    package var textsWithTrailingBlank = 0
    /// Texts that do not have the form that the declared type promises: no date in a column declared DATE.
    package var textsOfOtherForm = 0
    /// Over the numbers and, where all texts are numbers, the texts: most digits before and after the decimal point in
    /// their shortest decimal form.
    package var integerDigits = 0
    package var fractionDigits = 0
    /// How many of the texts parse as each format. A profiler may leave out the formats that some text does not have.
    package var formats: [FormatCount] = []
    /// How all texts are written, where they are dates with times in one format.
    package var momentFormat: MomentFormat?
    /// How many different values there are, NULL not counted; nil if they are many, or blobs are among them.
    package var distinct: Int?
    /// Where to look for what is odd, in the order of the oddities.
    package var examples: [Examples] = []

    package struct FormatCount: Hashable, Sendable {
        package let format: ValueFormat
        package var count: Int

        package init(format: ValueFormat, count: Int) {
            self.format = format
            self.count = count
        }
    }

    package init(column: String) { self.column = column }

    package var rows: Int { nulls + integers + reals + texts + blobs }

    /// How many texts parse as a format.
    package func count(of format: ValueFormat) -> Int { formats.first { $0.format == format }?.count ?? 0 }

    /// Whether every text parses as a format; true where there is none.
    package func allTexts(parseAs format: ValueFormat) -> Bool { count(of: format) == texts }
}

/// What a table's rows hold.
package struct TableProfile: Hashable, Sendable {
    package let table: String
    /// Rows looked at.
    package let rows: Int
    package let columns: [ColumnProfile]
    /// For each foreign key, in the order of the table's: rows whose parent does not exist.
    package let orphans: [Int]

    package init(table: String, rows: Int, columns: [ColumnProfile], orphans: [Int]) {
        self.table = table
        self.rows = rows
        self.columns = columns
        self.orphans = orphans
    }

    package func column(named name: String) -> ColumnProfile? {
        columns.first { $0.column == name }
    }
}

/// What the rows of a database hold.
package struct DatabaseProfile: Hashable, Sendable {
    package enum Coverage: Hashable, Sendable {
        /// Every row was looked at: what the profile says holds for all.
        case full
        /// So many rows of each table: enough to propose, not to narrow.
        case sample(rowsPerTable: Int)
    }

    package let coverage: Coverage
    /// Sorted by name.
    package let tables: [TableProfile]

    package init(coverage: Coverage, tables: [TableProfile]) {
        self.coverage = coverage
        self.tables = tables.sorted { $0.table.utf8.lexicographicallyPrecedes($1.table.utf8) }
    }

    package func table(named name: String) -> TableProfile? {
        var range = tables.indices
        while let first = range.first {
            let middle = first + range.count / 2
            if tables[middle].table.utf8.elementsEqual(name.utf8) { return tables[middle] }
            let isBefore = tables[middle].table.utf8.lexicographicallyPrecedes(name.utf8)
            range = isBefore ? middle + 1..<range.upperBound : first..<middle
        }
        return nil
    }
}
