internal import PlanDiagnostics
internal import PlanExecutor
internal import PlanGraph
internal import PlanPostgres

/// Refusals before a run (PLN07xx), failures during it (PLN08xx), and what verification finds (PLN09xx).
enum RunDiagnostics {
    static let pages: [DiagnosticPage] = [
        DiagnosticPage(
            "PLN0701", "the target cannot be reached",
            """
            No connection to the target could be made: the server is down or elsewhere, the password is wrong, or the
            database does not exist. Connection strings are those of libpq: a URL or `key=value` pairs; password files,
            services and environment variables work. Special characters in a URL's password are percent-encoded.
            """),
        DiagnosticPage(
            "PLN0702", "the source drifted",
            """
            The source's schema is not the one that the graph was compiled from; the message names each object that
            differs. Compile the plan again (after `plan snapshot`, if it pins a catalog), review what changed in the
            graph, and run that.
            """),
        DiagnosticPage(
            "PLN0703", "the target's server is too old",
            """
            The graph's SQL needs a later version of PostgreSQL than the target runs. `target.version` in the plan says
            which oldest version the SQL is written for.
            """),
        DiagnosticPage(
            "PLN0704", "the target's schema is missing",
            "The graph writes into a schema of the target that does not exist, and does not make it. Create it first."),
        DiagnosticPage(
            "PLN0705", "the target is not empty where it must be",
            """
            The target has tables, indexes or other objects under names that the graph creates. Nothing that is there is
            touched. Drop them, rename the objects in the plan, or choose another `target.schema`.
            """),
        DiagnosticPage(
            "PLN0706", "the graph has been run",
            """
            The target's ledger (schema `_plan`) says that this graph was run to its end. A graph is not run twice. Undo
            that run with `plan rollback` to run it again, or do both with `plan run --restart`.
            """),
        DiagnosticPage(
            "PLN0707", "a run was broken off",
            """
            An earlier run of this graph did not come to an end: its process was killed, or its undo did not succeed. The
            message says how far it came. Nothing was lost: every committed row is in the ledger. Go on with
            `plan run --resume`, or begin again with `plan run --restart`.
            """),
        DiagnosticPage(
            "PLN0708", "the graph is being run",
            "Another process is running or undoing this graph on this target now. Wait for it."),
        DiagnosticPage(
            "PLN0709", "the ledger is of a later version",
            "A later version of this program has written the target's ledger. Use that version."),
        DiagnosticPage(
            "PLN0710", "an operation that destroys or cannot be undone",
            """
            The graph has operations that destroy what they did not make, or that cannot be undone, such as a hook without
            `undo`. The message names each. Give the hook an `undo`, or let them run by `safety: { destructive: allow }`.
            """),
        DiagnosticPage(
            "PLN0711", "a graph that this program cannot run",
            """
            The graph asks for something that this version of the program does not do: another engine, or a conversion
            that it has no codec for. Compile the plan with this version.
            """),
        DiagnosticPage(
            "PLN0712", "there is nothing to undo",
            "The target's ledger has no run of this graph that could be undone."),
        DiagnosticPage(
            "PLN0713", "a privilege is missing",
            """
            The role that connects to the target may not do what the graph does: make the ledger's schema `_plan` or write in it,
            or make objects in a schema. The message has the statement that grants it. Nothing was begun.
            """),
        DiagnosticPage(
            "PLN0714", "the connection may not be encrypted",
            """
            The target is on another machine and `sslmode` is less than `require`, so that what is sent, a password too, may go
            through the network in plain text. Put `sslmode=verify-full` into the connection string, and `sslrootcert` where the
            server's certificate is not signed by an authority that this machine knows; `sslmode=require` encrypts without
            checking who answers. `safety.tls: required` in the plan makes this an error.
            """),
        DiagnosticPage(
            "PLN0715", "the connection must be encrypted",
            """
            The plan says `safety.tls: required`, the target is on another machine, and `sslmode` is less than `require`. Nothing
            was sent. Put `sslmode=verify-full` or `sslmode=require` into the connection string.
            """),
        DiagnosticPage(
            "PLN0717", "the source was written since the run began",
            """
            A run that was broken off is gone on with only if the source is as it was: else the target would hold a mixture
            of two moments. The message says how far the source was written then and now: the change counter of the file
            and, in write-ahead mode, when it was changed and the position of its log. A log that was carried over into the
            file counts as written, since nobody can tell. Begin again with `plan run --restart`. Where nobody writes to the source until all is moved,
            the plan can promise it with `source.quiesced: true`; compile it before the first run.
            """),
        DiagnosticPage(
            "PLN0718", "the run cannot be resumed",
            """
            An operation of the run has ended its own transaction and left a part of itself, or a table that the run had
            made is gone. Begin again with `plan run --restart`, or undo the run with `plan rollback`.
            """),
        DiagnosticPage(
            "PLN0719", "what the run made was changed since",
            """
            `plan rollback`, or `plan run --restart`, would drop what others have added to the run's tables since it ended:
            rows, columns, indexes, constraints, triggers, or views and foreign keys that depend on them. The message names
            them. Save what is needed, or drop all of it with `plan rollback --force`.
            """),
        DiagnosticPage(
            "PLN0720", "rows that the target cannot hold",
            """
            Before the first row is written, the rows of the source are looked through where the graph does not know that
            they fit. These hold a value that its target type cannot hold, or break a key: a row that names no parent, two
            rows that become equal. The message has the count and the first of them. Nothing was written.

            Mend the rows in the source, leave them out with `where`, or say in the plan what becomes of them:
            `values.invalid`, `nul` and `encoding` for the plan, a table or a column, `map` for single values,
            `foreign_keys.orphans` for rows without a parent.
            """),
        DiagnosticPage(
            "PLN0721", "the database is not empty",
            """
            `plan backup restore` restores into an empty database, because what is there and what is restored would mix. The
            message says what is there. Make a new database to restore into, or drop all that is there with `--replace`.
            """),
        DiagnosticPage(
            "PLN0722", "the target takes no changes",
            "The target is a standby server, which follows another one and takes no changes. Connect to the primary server."
        ),
        DiagnosticPage(
            "PLN0723", "an extension cannot be created",
            """
            A type of the plan needs an extension that the server does not have, or that the role may not create. Install it, let a
            superuser create it in the database once, or give the columns another type.
            """),
        DiagnosticPage(
            "PLN0724", "the database is not in UTF-8",
            """
            SQLite's texts are Unicode, and the target's database has another encoding: a text with a character that it lacks ends
            the run. Make the database with `CREATE DATABASE shop ENCODING 'UTF8' TEMPLATE template0`.
            """),
        DiagnosticPage(
            "PLN0725", "the server's disk may be too small",
            """
            The server is on this machine and its disk has less room than twice the size of the source's file, which is about what
            tables and indexes take. Make room before the run. Of a server elsewhere the room is not known.
            """),
        DiagnosticPage(
            "PLN0726", "somebody holds a lock",
            """
            Another session has a lock on the ledger, or has held one for long on a table that the run made, and the run may wait
            for it. The message says which session it is. Let it end, or end it.
            """),
        DiagnosticPage(
            "PLN0727", "the server may run out of connections",
            """
            The run opens a connection for each stream and one more, and the server has hardly as many left. Run with fewer streams
            (`--jobs`), close other sessions, or raise `max_connections`.
            """),
        DiagnosticPage(
            "PLN0728", "the backup cannot be taken",
            """
            The graph begins with a backup of the target (`safety.backup`), and `pg_dump` is missing or older than the server, or
            the directory may not be written to. Nothing was begun. `--backups DIR` names another directory.
            """),
        DiagnosticPage(
            "PLN0730", "tables of the target are not what the graph was compiled for",
            """
            A graph of `mode: data` relies on tables that are in the target already: on their columns, keys, foreign keys,
            checks and triggers. One of them has changed since the plan was compiled, or since the snapshot was pinned that
            `target.catalog` names. The message names each object that differs. Nothing was written.

            Compile the plan again, after `plan snapshot --target` where the snapshot is pinned, and review what became
            different.
            """),
        DiagnosticPage(
            "PLN0731", "a table that must be empty has rows",
            """
            With `mode: data` rows are moved into tables that are there already, and unless the plan says what becomes of
            rows that they have, they must have none. Nothing was written.

            Say it for all tables by `load.existing`, or for one by `tables.<table>.existing`: `append` adds rows, `skip`
            leaves those whose key is there, `update` gives them the source's values, `truncate` and `replace` put the
            source's rows in the place of those that are there.
            """),
        DiagnosticPage(
            "PLN0801", "the ledger failed",
            """
            The ledger in the target's schema `_plan` could not be read or written: a privilege is missing, or the
            connection was lost. The role needs the right to create a schema in the database.
            """),
        DiagnosticPage(
            "PLN0802", "an operation failed",
            """
            The target or the source refused what an operation asked for; the message has the operation and the reason.
            With `on_failure: rollback` what had been done was undone, in reverse order, and the target is as it was.
            """),
        DiagnosticPage(
            "PLN0803", "a value cannot be converted",
            """
            A value of the source is none that its target type can hold; the message has the table, the column and the
            row. A full profile finds such values when the plan is compiled; it was `sample` or `none`, or the rows
            changed since.
            """),
        DiagnosticPage(
            "PLN0804", "the run was interrupted",
            "The run was asked to stop (SIGINT or SIGTERM). It stopped at a safe point, and the message says what is left."
        ),
        DiagnosticPage(
            "PLN0805", "not everything could be undone",
            """
            Operations of a run are still in the target because undoing them failed; the message names each with the
            reason. Remove the cause and run `plan rollback` again.
            """),
        DiagnosticPage(
            "PLN0806", "the target refuses a statement",
            """
            `plan validate --online` asked the target to take each statement of the graph, in a transaction that it rolled
            back, and the target refused one; the message has the operation and the reason. Where the plan gives the
            statement (`views.V.sql`, `triggers.T.sql`, a CHECK, a default, an index), mend it there; a missing privilege
            is granted on the server.
            """),
        DiagnosticPage(
            "PLN0807", "a command of a hook failed",
            """
            A program that `hooks` names could not be started, did not end with exit status 0, or took longer than ten minutes.
            The message has the end of what it wrote. It runs in the directory of the plan, without a shell: a pipe, a
            redirection or a variable needs `["sh", "-c", "…"]`.
            """),
        DiagnosticPage(
            "PLN0808", "a backup could not be made",
            """
            The database could not be backed up, or a backup not be written: `pg_dump` is missing, older than the server or
            refused, the disk is full, the directory may not be written to. The message has the reason. In a run nothing
            had been done yet. Nothing that looks like a finished backup is left behind.

            `pg_dump`, `pg_restore` and `psql` are found by `pg_config --bindir`, PATH and Debian's directories; on Debian:
            `apt-get install postgresql-client`. `safety.backup: none` runs without a backup.
            """),
        DiagnosticPage(
            "PLN0809", "a backup could not be restored",
            """
            The server or SQLite refused a part of the backup; the message has the reason. A restore is one transaction, so
            that the database is as it was. Where a role of the backup does not exist, `--no-owner` leaves out owners and
            privileges.
            """),
        DiagnosticPage(
            "PLN0810", "a backup cannot be used",
            """
            The directory has no finished backup, or its data are not what was written: the size or the digest differs from
            its `manifest.json`. Take another one; `plan backup list` shows which there are.
            """),
        DiagnosticPage(
            "PLN0901", "a check does not hold",
            """
            After the rows were copied, a check found an answer other than expected, such as another number of rows than
            the source has. With `on_failure: rollback` everything was undone.
            """),
        DiagnosticPage(
            "PLN0902", "rows differ",
            """
            Every value of every row in the target was compared with what the source holds, and some differ; the message has
            the table and, for the first rows, the key, the columns and both values. In a run nobody else may write the
            target's tables before it ends. Later, `plan verify` tells how source and target have drifted apart: rows that
            were written in the target since are differences too.
            """),
        DiagnosticPage(
            "PLN0903", "the health check failed",
            """
            The address that `health.url` names did not answer with a status of success (2xx), however often it was asked. The
            run is a failed one, and is undone unless the plan says otherwise.
            """),
    ]
}

extension Diagnostic {
    /// What is wrong, with the first rows that it was found in.
    static func sourceRows(_ finding: SourceFinding) -> Diagnostic {
        let subject = "\(finding.table)\(finding.column.map { ".\($0)" } ?? "")"
        let rest = finding.count - Int64(finding.examples.count)
        let more = rest > 0 ? [Note("and \(Quantity.grouped(rest)) more")] : []
        return Diagnostic(
            "PLN0720", .error, "\(subject): \(finding.message), in \(Quantity.counted(finding.count, "row"))",
            notes: finding.examples.map { Note($0.description) } + more)
    }

    static func refusedOperation(_ refused: RefusedOperation, of plan: LoadedPlan) -> Diagnostic {
        let line = refused.operation.origin.map { " (line \($0.line))" } ?? ""
        return Diagnostic("PLN0806", .error, "\(plan.path)\(line): \(refused.operation.id): \(refused.cause)")
    }
}

extension CommandFailure {
    /// A failed run as one diagnostic and an exit code.
    init(_ failure: RunFailure) {
        switch failure {
        case .missingVariable(let name, _): self.init(.cannotConnect, .missingVariable(name))
        case .malformedTemplate: self.init(.refused, Diagnostic("PLN0711", .error, failure.description))
        case .cannotConnectSource: self.init(.cannotConnect, Diagnostic("PLN0004", .error, failure.description))
        case .cannotConnectTarget(let error) where error.connectionFailure == .notEncrypted:
            self.init(.refused, Diagnostic("PLN0715", .error, failure.description))
        case .cannotConnectTarget: self.init(.cannotConnect, Diagnostic("PLN0701", .error, failure.description))
        case .refused(let refusal): self.init(.refused, refusal.diagnostics)
        case .ledger(let error, _, nil) where error.code == .insufficientPrivilege:
            self.init(.refused, Diagnostic("PLN0713", .error, "a privilege is missing: \(error.message)"))
        case .ledger: self.init(.failed, Diagnostic("PLN0801", .error, failure.description))
        case .operationFailed(_, let cause, _, _):
            self.init(.failed, Diagnostic(Self.code(of: cause), .error, failure.description))
        case .verificationFailed(_, let cause):
            self.init(.failed, Diagnostic(Self.code(of: cause), .error, failure.description))
        case .interrupted: self.init(.interrupted, Diagnostic("PLN0804", .error, failure.description))
        case .noBackup(let cause): self.init(cause, told: failure.description)
        case .cannotStart: self.init(.failed, Diagnostic("PLN0802", .error, failure.description))
        case .undoIncomplete: self.init(.failed, Diagnostic("PLN0805", .error, failure.description))
        }
    }

    static func code(of cause: OperationFailure) -> DiagnosticCode {
        switch cause {
        case .invalidValue: "PLN0803"
        case .check, .rowCount: "PLN0901"
        case .differences: "PLN0902"
        case .command: "PLN0807"
        case .health: "PLN0903"
        case .backup: "PLN0808"
        case .target, .source, .answer, .rowOrder, .columnCount, .conversion, .rejectFile: "PLN0802"
        }
    }
}

extension AdmissionRefusal {
    /// A diagnostic for each thing that is in the way.
    var diagnostics: [Diagnostic] {
        switch self {
        case .sourceRows(let findings): findings.map(Diagnostic.sourceRows)
        case .target(let findings): findings.map { Diagnostic($0) }
        case .several(let refusals): refusals.flatMap(\.diagnostics)
        case .drift: [alone("PLN0702")]
        case .serverTooOld: [alone("PLN0703")]
        case .missingSchema: [alone("PLN0704")]
        case .targetNotAbsent: [alone("PLN0705")]
        case .targetDrift: [alone("PLN0730")]
        case .targetHasRows: [alone("PLN0731")]
        case .alreadyRun: [alone("PLN0706")]
        case .brokenOff: [alone("PLN0707")]
        case .sourceChanged: [alone("PLN0717")]
        case .notResumable, .madeIsMissing: [alone("PLN0718")]
        case .changedSince: [alone("PLN0719")]
        case .inProgress: [alone("PLN0708")]
        case .ledgerVersion: [alone("PLN0709")]
        case .destructive, .irreversible: [alone("PLN0710")]
        case .engines, .unsupported, .conversion: [alone("PLN0711")]
        case .nothingToUndo: [alone("PLN0712")]
        }
    }

    private func alone(_ code: DiagnosticCode) -> Diagnostic { Diagnostic(code, .error, description) }
}

extension Diagnostic {
    /// What was found in the target.
    init(_ finding: TargetFinding) {
        self.init(finding.kind.code, finding.severity == .error ? .error : .warning, finding.message)
    }
}

extension TargetFinding.Kind {
    fileprivate var code: DiagnosticCode {
        switch self {
        case .privilege: "PLN0713"
        case .readOnly: "PLN0722"
        case .extension: "PLN0723"
        case .encoding: "PLN0724"
        case .diskSpace: "PLN0725"
        case .lock: "PLN0726"
        case .connections: "PLN0727"
        case .backup: "PLN0728"
        }
    }
}
