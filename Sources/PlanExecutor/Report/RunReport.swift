package import PlanSupport

/// What a run did. Its JSON form is described by `schemas/report.schema.json`.
package struct RunReport: Hashable, Sendable {
    package let run: Int64
    package let graphDigest: ContentDigest
    package let planName: String
    package let state: RunState
    /// Parallel streams.
    package let jobs: Int
    /// In the order of the graph.
    package let operations: [OperationReport]
    /// The copies that were begun, in the order of the graph.
    package let tables: [TableReport]
    package let sequences: [SequenceReport]
    /// The tables whose values were compared to the end, in the order of the graph.
    package let comparisons: [ComparisonReport]
    /// From admission to the end, undoing included.
    package let seconds: Double
    /// Whether an earlier run had done all of it, so that nothing was done now. Not part of the JSON form.
    package let wasDone: Bool
    /// What went wrong, on one line.
    package let error: String?
    /// What became of what was done, if it went wrong.
    package let undo: UndoOutcome?

    package init(
        run: Int64, graphDigest: ContentDigest, planName: String, state: RunState, jobs: Int,
        operations: [OperationReport], tables: [TableReport], sequences: [SequenceReport],
        comparisons: [ComparisonReport] = [], seconds: Double, wasDone: Bool = false, error: String? = nil,
        undo: UndoOutcome? = nil
    ) {
        self.run = run
        self.graphDigest = graphDigest
        self.planName = planName
        self.state = state
        self.jobs = jobs
        self.operations = operations
        self.tables = tables
        self.sequences = sequences
        self.comparisons = comparisons
        self.seconds = seconds
        self.wasDone = wasDone
        self.error = error
        self.undo = undo
    }

    package var rowsRead: Int64 { tables.reduce(0) { $0 + $1.read } }
    package var rowsWritten: Int64 { tables.reduce(0) { $0 + $1.written } }
    package var rowsRejected: Int64 { tables.reduce(0) { $0 + $1.rejected } }
    package var bytes: Int64 { tables.reduce(0) { $0 + $1.bytes } }
    /// Rows that an earlier attempt had committed.
    package var rowsEarlier: Int64 { tables.reduce(0) { $0 + $1.earlier } }
    package var rowsPerSecond: Double { seconds > 0 ? Double(rowsWritten - rowsEarlier) / seconds : 0 }

    /// Whether every row that was read is accounted for, in each table.
    package var isBalanced: Bool { tables.allSatisfy { $0.read == $0.written + $0.rejected } }
}

/// What became of one operation.
package struct OperationReport: Hashable, Sendable {
    package let id: String
    /// The kind's name in the graph.
    package let kind: String
    package let state: OperationState
    /// Seconds from the run's beginning until it was begun; nil where this attempt did not begin it.
    package let start: Double?
    package let seconds: Double
    /// Rows written by a copy, or found in the target by a verification of values.
    package let rows: Int64?
    /// What a command wrote, its end if that is long, an address answered, or a merge did to each table.
    package let output: String?

    package init(
        id: String, kind: String, state: OperationState, start: Double? = nil, seconds: Double, rows: Int64?,
        output: String? = nil
    ) {
        self.start = start
        self.output = output
        self.id = id
        self.kind = kind
        self.state = state
        self.seconds = seconds
        self.rows = rows
    }
}

/// The rows of one copy, counting what was committed.
package struct TableReport: Hashable, Sendable {
    package let operation: String
    /// The source's table.
    package let table: String
    package let read: Int64
    package let written: Int64
    /// Those of `written` that an earlier attempt of the run had committed.
    package let earlier: Int64
    package let rejected: Int64
    /// Bytes sent to the target.
    package let bytes: Int64
    package let chunks: Int
    package let seconds: Double
    /// How often a policy for values was used, by column.
    package let policyUses: [PolicyUse]
    /// Where the rows that were set aside are; nil where there are none.
    package let rejectFile: String?

    package init(
        operation: String, table: String, read: Int64, written: Int64, earlier: Int64 = 0, rejected: Int64,
        bytes: Int64, chunks: Int, seconds: Double, policyUses: [PolicyUse] = [], rejectFile: String? = nil
    ) {
        self.policyUses = policyUses
        self.rejectFile = rejectFile
        self.operation = operation
        self.table = table
        self.read = read
        self.written = written
        self.earlier = earlier
        self.rejected = rejected
        self.bytes = bytes
        self.chunks = chunks
        self.seconds = seconds
    }
}

/// A sequence that was set.
package struct SequenceReport: Hashable, Sendable {
    package let operation: String
    package let name: String
    /// What the statement answered; nil where it set none because the table is empty.
    package let value: Int64?

    package init(operation: String, name: String, value: Int64?) {
        self.operation = operation
        self.name = name
        self.value = value
    }
}

/// A table whose values were compared, row by row.
package struct ComparisonReport: Hashable, Sendable {
    package let operation: String
    /// The target's table.
    package let table: String
    package let sourceRows: Int64
    package let targetRows: Int64
    /// Rows of the source that were set aside, and that the target need not have.
    package let rejected: Int64
    /// Rows that differ.
    package let differing: Int64

    package init(
        operation: String, table: String, sourceRows: Int64, targetRows: Int64, rejected: Int64, differing: Int64
    ) {
        self.operation = operation
        self.table = table
        self.sourceRows = sourceRows
        self.targetRows = targetRows
        self.rejected = rejected
        self.differing = differing
    }
}
