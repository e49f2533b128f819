internal import PlanGraph
internal import PlanSupport

/// What a bundle's scripts remember in the target: which of them were run, in `_plan.bundle_files`, beside the ledger of
/// runs.
struct BundleLedger {
    let graph: OperationGraph

    private var migration: String { SQLText.literal(graph.inputs.plan.name) }
    private var version: String { SQLText.literal(graph.digest.description) }

    /// Makes the table, where it is not there.
    static let creation = lines(
        """
        IF to_regclass('_plan.bundle_files') IS NULL THEN
            CREATE SCHEMA IF NOT EXISTS _plan;
            CREATE TABLE _plan.bundle_files (
                migration text NOT NULL,
                file text NOT NULL,
                version text NOT NULL,
                skipped text[] NOT NULL DEFAULT '{}',
                run_at timestamptz NOT NULL DEFAULT now(),
                run_by text NOT NULL DEFAULT session_user,
                PRIMARY KEY (migration, file)
            );
        END IF;
        """)

    /// Refuses a script that was run already.
    func refuseRepetition(of part: BundlePart) -> [String] {
        Self.lines(
            """
            SELECT format('%s of %s was run at %s by %s', file, migration, run_at, run_by) INTO problem
            FROM _plan.bundle_files WHERE migration = \(migration) AND file = '\(part.fileName)';
            IF problem IS NOT NULL THEN
                RAISE EXCEPTION '%', problem USING HINT = 'To begin again, run rollback/run.sql first.';
            END IF;
            """)
    }

    /// Refuses to go on where a script of this version was not run.
    func require(_ part: BundlePart) -> [String] {
        Self.lines(
            """
            IF to_regclass('_plan.bundle_files') IS NULL THEN
                RAISE EXCEPTION '\(part.fileName) of % was not run in this database', \(migration);
            END IF;
            SELECT version INTO problem FROM _plan.bundle_files WHERE migration = \(migration) AND file = '\(part.fileName)';
            IF problem IS NULL THEN
                RAISE EXCEPTION '\(part.fileName) of % was not run in this database', \(migration);
            ELSIF problem <> \(version) THEN
                RAISE EXCEPTION '\(part.fileName) of % was run in another version, %', \(migration), problem;
            END IF;
            """)
    }

    /// Refuses to undo a script before a later one.
    func refuse(after part: BundlePart) -> [String] {
        Self.lines(
            """
            SELECT max(file) INTO problem FROM _plan.bundle_files WHERE migration = \(migration) AND file > '\(part.fileName)';
            IF problem IS NOT NULL THEN
                RAISE EXCEPTION '% of % has to be undone first', problem, \(migration);
            END IF;
            """)
    }

    func record(_ part: BundlePart) -> [String] {
        Self.lines(
            """
            INSERT INTO _plan.bundle_files (migration, file, version)
            VALUES (\(migration), '\(part.fileName)', \(version));
            """)
    }

    /// Runs a statement unless a condition holds, and remembers where it did.
    func unless(_ condition: String, _ statement: String, _ operation: Operation, in part: BundlePart) -> [String] {
        [
            "IF (\(condition)) THEN",
            "    UPDATE _plan.bundle_files SET skipped = array_append(skipped, \(SQLText.literal(operation.id)))",
            "    WHERE migration = \(migration) AND file = '\(part.fileName)';",
            "ELSE",
            "    EXECUTE \(SQLText.dollarQuoted(statement, tag: "sql"));",
            "END IF;",
        ]
    }

    /// Runs the undo of such a statement, if that was run.
    func ifRun(_ statements: [String], _ operation: Operation, in part: BundlePart) -> [String] {
        [
            "IF NOT EXISTS (",
            "    SELECT FROM _plan.bundle_files",
            "    WHERE migration = \(migration) AND file = '\(part.fileName)'",
            "        AND \(SQLText.literal(operation.id)) = ANY (skipped)",
            ") THEN",
        ] + statements.map { "    EXECUTE \(SQLText.dollarQuoted($0, tag: "sql"));" } + ["END IF;"]
    }

    /// Forgets a script, and leaves nothing behind after the last.
    func forget(_ part: BundlePart) -> [String] {
        [
            "DELETE FROM _plan.bundle_files WHERE migration = \(migration) AND file = '\(part.fileName)';",
            "IF NOT EXISTS (SELECT FROM _plan.bundle_files) THEN",
            "    DROP TABLE _plan.bundle_files;",
            "    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = '_plan'::regnamespace) THEN",
            "        DROP SCHEMA _plan;",
            "    END IF;",
            "END IF;",
        ]
    }

    private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    /// The scripts that were run, as variables of psql for `\if`.
    func variables(_ parts: [BundlePart]) -> String {
        let columns = parts.map { "    coalesce(bool_or(file = '\($0.fileName)'), false) AS plan_run_\($0.number)" }
        return "SELECT\n" + columns.joined(separator: ",\n")
            + "\nFROM _plan.bundle_files WHERE migration = \(migration) \\gset"
    }
}
