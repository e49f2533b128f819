/// What comparing the rows of one table found.
package struct TableVerification: Hashable, Sendable, CustomStringConvertible {
    /// The operation that copied the rows.
    package let copy: String
    /// The target's table.
    package let table: String
    package let sourceRows: Int64
    package let targetRows: Int64
    /// Rows of the source that the copy's policies set aside, and that the target need not have.
    package let rejectedRows: Int64
    /// Rows that differ; where `isComplete` is false, at least so many.
    package let differingRows: Int64
    package let isComplete: Bool
    /// The first of them, by their keys.
    package let differences: [RowDifference]
    package let seconds: Double

    package init(
        copy: String, table: String, sourceRows: Int64, targetRows: Int64, rejectedRows: Int64, differingRows: Int64,
        isComplete: Bool, differences: [RowDifference], seconds: Double
    ) {
        self.copy = copy
        self.table = table
        self.sourceRows = sourceRows
        self.targetRows = targetRows
        self.rejectedRows = rejectedRows
        self.differingRows = differingRows
        self.isComplete = isComplete
        self.differences = differences
        self.seconds = seconds
    }

    package var isEqual: Bool { differingRows == 0 }

    /// One line for all, and one for each difference that is told.
    package var description: String { ([summary] + differences.map { "\(table), \($0)" }).joined(separator: "\n") }

    package var summary: String {
        let rejected = rejectedRows > 0 ? " of which \(rejectedRows) are set aside" : ""
        let rows = "\(sourceRows) rows in the source\(rejected), \(targetRows) in the target"
        if isEqual { return "\(table): equal, \(rows)" }
        let count = isComplete ? "\(differingRows)" : "more than \(differingRows)"
        let verb = differingRows == 1 && isComplete ? "row differs" : "rows differ"
        return "\(table): \(count) \(verb), \(rows)"
    }
}

/// A row that is not the same on both sides.
package struct RowDifference: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// Both have it, with other values in these columns.
        case changed([ValueDifference])
        /// The target does not have it.
        case missing
        /// The source does not have it.
        case added
        /// Both have it, another number of times.
        case repeated(source: Int, target: Int)
    }

    /// A column and its value as SQL would write it, shortened.
    package struct ColumnValue: Hashable, Sendable {
        package let column: String
        package let value: String

        package init(column: String, value: String) {
            self.column = column
            self.value = value
        }
    }

    /// A column that differs.
    package struct ValueDifference: Hashable, Sendable {
        package let column: String
        /// As SQL would write it, shortened around the first difference.
        package let source: String
        package let target: String

        package init(column: String, source: String, target: String) {
            self.column = column
            self.source = source
            self.target = target
        }
    }

    /// The columns that tell the row apart; all columns where none do.
    package let row: [ColumnValue]
    package let kind: Kind

    package init(row: [ColumnValue], kind: Kind) {
        self.row = row
        self.kind = kind
    }

    package var description: String {
        let name = row.map { "\($0.column) \($0.value)" }.joined(separator: ", ")
        switch kind {
        case .changed(let values):
            return "\(name): "
                + values.map { "\($0.column) is \($0.source) in the source and \($0.target) in the target" }
                .joined(separator: "; ")
        case .missing: return "\(name): not in the target"
        case .added: return "\(name): not in the source"
        case .repeated(let source, let target):
            return "\(name): \(Self.times(source)) in the source and \(Self.times(target)) in the target"
        }
    }

    private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
}
