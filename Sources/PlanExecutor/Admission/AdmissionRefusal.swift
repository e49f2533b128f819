package import PlanGraph

/// Why a graph may not run now, with all the facts. By then nothing was written in the target, its ledger included.
package enum AdmissionRefusal: Hashable, Sendable, CustomStringConvertible {
    /// The executor reads SQLite and writes PostgreSQL.
    case engines(source: String, target: String)
    /// An operation is made of instructions that this program does not run that way.
    case unsupported(id: String, reason: String)
    /// A column's codec and type do not go together.
    case conversion(id: String, UnknownConversion)
    /// Operations that destroy what they did not make.
    case destructive(ids: [String])
    case irreversible([UndoOutcome.Remainder])
    /// The source is not what the graph was compiled for: a sentence for each object that differs.
    case drift(path: String, differences: [String])
    /// Major versions, such as 13.
    case serverTooOld(found: Int, required: Int)
    /// A schema that the graph writes into is missing, and the graph does not make it.
    case missingSchema(String)
    /// Tables of the target are not what the graph was compiled for: a sentence for each that differs.
    case targetDrift(differences: [String])
    /// Tables that must be empty have rows.
    case targetHasRows([String])
    /// Objects that the graph makes are in the target already.
    case targetNotAbsent([TargetObject])
    /// This graph was run, and what it made is there.
    case alreadyRun(RunRecord)
    /// A run of this graph did not end; what it had done until then is still there.
    case brokenOff(BrokenOffRun)
    /// A run of this graph did not end, and the source has been written since it began.
    case sourceChanged(RunRecord, recorded: String?, found: String)
    /// A run of this graph did not end, and an operation of it is in a state that only undoing gets it out of.
    case notResumable(RunRecord, id: String, reason: String)
    /// A run of this graph did not end, and tables that it had made are gone.
    case madeIsMissing(RunRecord, [ObjectName])
    /// Others have changed what a rollback would drop: a sentence for each change.
    case changedSince(RunRecord, [String])
    /// Another session works on this graph.
    case inProgress(RunInProgress)
    /// The ledger is of a later version of this program.
    case ledgerVersion(found: Int, known: Int)
    /// Rows of the source that would end the run.
    case sourceRows([SourceFinding])
    /// What the target lacks or refuses.
    case target([TargetFinding])
    /// Several of these at once.
    case several([AdmissionRefusal])
    /// `rollback` found nothing to undo.
    case nothingToUndo(graph: String)

    package var description: String {
        switch self {
        case .engines(let source, let target):
            "this program runs graphs from sqlite to postgresql, not from \(source) to \(target)"
        case .unsupported(let id, let reason): "\(id): \(reason)"
        case .conversion(let id, let conversion): "\(id): \(conversion)"
        case .destructive(let ids):
            "it destroys what it did not make, which needs 'safety.destructive: allow': \(ids.joined(separator: ", "))"
        case .irreversible(let operations):
            "it cannot be undone, which needs 'safety.destructive: allow': "
                + operations.map(\.description).joined(separator: "; ")
        case .drift(let path, let differences):
            "the source \(path) is not what the graph was compiled for: \(differences.joined(separator: "; ")); "
                + "compile the plan again and review what changed"
        case .serverTooOld(let found, let required):
            "the target's server is PostgreSQL \(found), the graph needs \(required) or later"
        case .missingSchema(let name): "the target has no schema \(name), and the graph does not make it"
        case .targetDrift(let differences):
            "the target is not what the graph was compiled for: \(differences.joined(separator: "; ")); "
                + "compile the plan again and review what changed"
        case .targetHasRows(let tables):
            "the target has rows in tables that must be empty: \(tables.joined(separator: ", ")); "
                + "say in the plan what becomes of them by 'load.existing', or by 'existing' for a table"
        case .targetNotAbsent(let objects):
            "the target has what the graph makes: \(objects.map(\.description).joined(separator: ", ")); "
                + "drop it or choose another schema or name"
        case .alreadyRun(let run):
            "it has been run on \(run.finishedAt ?? run.startedAt) (run \(run.id)); "
                + "undo that with 'plan rollback', or undo and run it again with 'plan run --restart'"
        case .brokenOff(let broken): broken.description
        case .sourceChanged(let run, let recorded, let found):
            "run \(run.id) cannot be resumed: "
                + (recorded.map { "the source was written since it began (then \($0); now \(found))" }
                    ?? "the ledger does not say how far the source was written when it began")
                + "; begin again with 'plan run --restart', or undo it with 'plan rollback'; a plan whose source nobody "
                + "writes to says so with 'source.quiesced: true'"
        case .notResumable(let run, let id, let reason):
            "run \(run.id) cannot be resumed: \(id): \(reason); begin again with 'plan run --restart', or undo it with "
                + "'plan rollback'"
        case .madeIsMissing(let run, let tables):
            "run \(run.id) cannot be resumed: what it had made is gone: "
                + tables.map { "table \($0)" }.joined(separator: ", ")
                + "; begin again with 'plan run --restart', or undo it with 'plan rollback'"
        case .changedSince(let run, let changes):
            "run \(run.id) is not undone, because what it made was changed since: \(changes.joined(separator: "; ")); "
                + "'plan rollback --force' drops it all the same"
        case .inProgress(let progress): progress.description
        case .ledgerVersion(let found, let known):
            "the target's ledger has version \(found), this program knows \(known); use a later version of plan"
        case .sourceRows(let findings):
            "the source has what the target cannot hold: \(findings.map(\.description).joined(separator: "; "))"
        case .target(let findings): findings.map(\.description).joined(separator: "; ")
        case .several(let refusals): refusals.map(\.description).joined(separator: "; ")
        case .nothingToUndo(let graph): "the target's ledger has no run of the graph \(graph) to undo"
        }
    }
}

extension AdmissionRefusal {
    /// Whether the rest can be asked all the same, so that all that is wrong is told at once.
    var leavesMoreToAsk: Bool {
        switch self {
        case .missingSchema, .targetNotAbsent, .targetDrift, .targetHasRows, .target, .sourceRows, .several: true
        case .engines, .unsupported, .conversion, .destructive, .irreversible, .drift, .serverTooOld, .alreadyRun,
            .brokenOff, .sourceChanged, .notResumable, .madeIsMissing, .changedSince, .inProgress, .ledgerVersion,
            .nothingToUndo:
            false
        }
    }

    /// Several as one; nil where there are none.
    static func together(_ refusals: [AdmissionRefusal]) -> AdmissionRefusal? {
        refusals.count > 1 ? .several(refusals) : refusals.first
    }
}

/// An object of the target.
package struct TargetObject: Hashable, Sendable, CustomStringConvertible {
    /// `table`, `view`, `index`, `sequence`, …
    package let kind: String
    package let schema: String
    package let name: String

    package init(kind: String, schema: String, name: String) {
        self.kind = kind
        self.schema = schema
        self.name = name
    }

    package var description: String { "\(kind) \(ObjectName(schema, name))" }
}

/// A run that ended neither well nor undone.
package struct BrokenOffRun: Hashable, Sendable, CustomStringConvertible {
    package let run: RunRecord
    /// Operations that are done, in the order of the graph.
    package let done: [String]
    /// Copies with committed chunks that are not done.
    package let partial: [PartialCopy]

    package init(run: RunRecord, done: [String], partial: [PartialCopy]) {
        self.run = run
        self.done = done
        self.partial = partial
    }

    package var description: String {
        var text =
            "run \(run.id) of this graph, started \(run.startedAt) by \(run.userName) on \(run.hostName), "
            + "was broken off (\(run.state.rawValue)): \(done.count) of \(run.operationCount) operations are done"
        if !partial.isEmpty { text += "; partly copied: \(partial.map(\.description).joined(separator: ", "))" }
        return text
            + "; go on with 'plan run --resume', undo it and begin again with 'plan run --restart', or undo it with "
            + "'plan rollback'"
    }
}

/// A copy of which some chunks are committed.
package struct PartialCopy: Hashable, Sendable, CustomStringConvertible {
    package let id: String
    package let chunks: Int
    package let rows: Int64

    package init(id: String, chunks: Int, rows: Int64) {
        self.id = id
        self.chunks = chunks
        self.rows = rows
    }

    package var description: String { "\(id) (\(rows) rows in \(chunks) chunks)" }
}

/// A session that works on a graph now.
package struct RunInProgress: Hashable, Sendable, CustomStringConvertible {
    /// The server process of the session.
    package let backendPID: Int32
    /// The role that the session connected as.
    package let role: String
    /// The run that the ledger knows it by, if it has come that far.
    package let run: RunRecord?

    package init(backendPID: Int32, role: String, run: RunRecord?) {
        self.backendPID = backendPID
        self.role = role
        self.run = run
    }

    package var description: String {
        let who = run.map { "run \($0.id), process \($0.processID) of \($0.userName) on \($0.hostName), " } ?? ""
        return "this graph is being run or rolled back now (\(who)role \(role), server process \(backendPID)); "
            + "wait for its end"
    }
}
