package import PlanSupport

/// PostgreSQL's own client: an independent reader of what was written.
package enum Psql {
    /// What a script prints, unaligned and without headings; columns are separated by `|`.
    package static func run(_ sql: String, _ conninfo: Secret) throws -> String {
        let arguments = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", conninfo.reveal()]
        let output = try Subprocess("psql", arguments).run(input: Array(sql.utf8), outputLimit: 1 << 26)
        guard output.status.isSuccess else { throw PlanTool.Failure(reason: output.errorText) }
        return output.text.split(separator: "\n").joined(separator: "\n")
    }

    /// Every schema, relation, constraint and sequence of a database but those of the system: what "untouched" means.
    package static func inventory(_ conninfo: Secret) throws -> String {
        try run(
            """
            SELECT n.nspname, c.relkind, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ORDER BY 1, 3, 2;
            SELECT 'schema', nspname FROM pg_namespace
            WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY 2;
            SELECT 'constraint', conname FROM pg_constraint WHERE connamespace <> 'pg_catalog'::regnamespace
            AND connamespace <> 'information_schema'::regnamespace ORDER BY 2;
            SELECT 'extension', extname FROM pg_extension ORDER BY 2;
            """, conninfo)
    }
}

// MARK: Files

extension Psql {
    /// What a script in a file did, run as a person runs it: with no settings of its own, from a directory.
    ///
    /// - Parameter variables: psql's, as `NAME=VALUE`.
    package static func runFile(
        _ path: String, from directory: String, _ conninfo: Secret, variables: [String] = []
    ) throws -> (isSuccess: Bool, output: String, errors: String) {
        let settings = (["ON_ERROR_STOP=1"] + variables).flatMap { ["-v", $0] }
        let arguments = ["-X"] + settings + ["-d", conninfo.reveal(), "-f", path]
        let output = try Subprocess("psql", arguments, workingDirectory: directory).run(outputLimit: 1 << 26)
        return (output.status.isSuccess, output.text, output.errorText)
    }

    /// The structure of a database as pg_dump writes it, the ledger left out.
    package static func structure(_ conninfo: Secret) throws -> String {
        let dump = Subprocess("pg_dump", ["--schema-only", "--exclude-schema=_plan", "-d", conninfo.reveal()])
        let output = try dump.run(outputLimit: 1 << 26)
        guard output.status.isSuccess else { throw PlanTool.Failure(reason: output.errorText) }
        // These lines hold a word made anew for each dump.
        let lines = output.text.split(separator: "\n").filter {
            !$0.hasPrefix("\\restrict") && !$0.hasPrefix("\\unrestrict")
        }
        return lines.joined(separator: "\n")
    }
}
