package import PlanSupport

/// Where in the plan an operation comes from; for display only.
package struct Origin: Hashable, Sendable {
    /// Both from 1; columns count characters.
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// What an operation may do to a target that is in use.
package struct Risk: Hashable, Sendable {
    /// The strongest lock that it takes on an object that it did not make itself.
    package enum Lock: String, Sendable, CaseIterable {
        case none
        case share
        case shareRowExclusive = "share_row_exclusive"
        case accessExclusive = "access_exclusive"
    }

    package let lock: Lock
    package let isDestructive: Bool
    package let rewrites: Bool

    package init(lock: Lock = .none, isDestructive: Bool = false, rewrites: Bool = false) {
        self.lock = lock
        self.isDestructive = isDestructive
        self.rewrites = rewrites
    }
}

/// How an operation is reverted.
package enum Undo: Hashable, Sendable {
    case instructions([Instruction])
    case irreversible(reason: String)
}

/// One node before the graph is sealed: all but its edges and its digest.
package struct OperationDraft: Sendable {
    package let kind: OperationKind
    package let name: ObjectName
    package let reads: [Effect]
    package let writes: [Effect]
    package let origin: Origin?
    package let `do`: [Instruction]
    package let undo: Undo
    package let risk: Risk

    package init(
        _ kind: OperationKind, _ name: ObjectName, reads: [Effect], writes: [Effect], origin: Origin? = nil,
        do instructions: [Instruction], undo: Undo, risk: Risk = Risk()
    ) {
        self.kind = kind
        self.name = name
        self.reads = reads
        self.writes = writes
        self.origin = origin
        self.do = instructions
        self.undo = undo
        self.risk = risk
    }

    package var id: String { kind.id(name) }
}

/// One node of a sealed graph.
package struct Operation: Hashable, Sendable {
    /// `kind/object`: what it is. It survives edits of how.
    package let id: String
    package let kind: OperationKind
    package let name: ObjectName
    /// The digest of everything that is done; edges and origin do not count.
    package let digest: ContentDigest
    /// The operations that must be done before, after transitive reduction, sorted.
    package let after: [String]
    package let reads: [Effect]
    package let writes: [Effect]
    package let origin: Origin?
    package let `do`: [Instruction]
    package let undo: Undo
    package let risk: Risk

    init(_ draft: OperationDraft, after: [String]) {
        id = draft.id
        kind = draft.kind
        name = draft.name
        self.after = after
        reads = Array(Set(draft.reads)).sorted()
        writes = Array(Set(draft.writes)).sorted()
        origin = draft.origin
        self.do = draft.do
        undo = draft.undo
        risk = draft.risk
        digest = Self.digest(
            id: id, reads: reads, writes: writes, do: draft.do, undo: draft.undo, risk: draft.risk)
    }
}
