internal import PlanDiagnostics
internal import PlanGraph
internal import PlanSQLite
internal import PlanSupport

/// Files and the command's surroundings (PLN00xx), and graphs as files (PLN06xx).
enum FileDiagnostics {
    static let pages: [DiagnosticPage] = [
        DiagnosticPage(
            "PLN0001", "a file cannot be read or written",
            """
            The system refused to read or write a file that the command needs. The message has the path and the system's
            reason: it does not exist, permission is denied, the disk is full.
            """),
        DiagnosticPage(
            "PLN0002", "a file is too large",
            """
            A plan has at most 10 MB. A larger file is probably not a plan.
            """),
        DiagnosticPage(
            "PLN0003", "a variable is not set",
            """
            The plan or graph names a database by `${NAME}`, and the environment has no variable of that name. Set it for
            the command:

                DATABASE_URL=postgres://localhost/shop plan run shop.plan.yml
            """),
        DiagnosticPage(
            "PLN0004", "the source cannot be opened",
            """
            The SQLite database cannot be opened or read: there is no such file, it is not a database, it is encrypted,
            another process holds it locked, or it is damaged. The message has the path and the reason.

            Compiling needs the source unless a snapshot of its catalog is pinned (`source.catalog`, `plan snapshot`).
            """),
        DiagnosticPage(
            "PLN0005", "a catalog snapshot cannot be used",
            """
            The file that `source.catalog` names does not exist, is no catalog snapshot of this format's version, or was
            edited by hand. Make it anew with `plan snapshot`.
            """),
        DiagnosticPage(
            "PLN0006", "PostgreSQL's server programs cannot be used",
            """
            `plan rehearse` starts a throwaway server from the PostgreSQL that is installed. It was not found or did not
            start. On Debian: `apt-get install postgresql`. The programs are found by `pg_config --bindir` and PATH.
            """),
        DiagnosticPage(
            "PLN0007", "no such diagnostic",
            """
            `plan explain` was asked for a code that this version does not have. Codes are `PLN` and four digits; the
            digits alone will do, all four of them: `plan explain 0301`.
            """),
        DiagnosticPage(
            "PLN0008", "a file that is not to be replaced",
            """
            The command would write its output over a file that holds something else: a database, a plan, a text. Give
            another path, or remove the file first.
            """),
        DiagnosticPage(
            "PLN0009", "a plan that is there already",
            """
            `plan init` writes new plans and replaces none: a plan that somebody has edited is not to be lost. Give another
            path, or remove the file first.
            """),
        DiagnosticPage(
            "PLN0010", "a database that 'plan init' cannot look at",
            """
            `--from` takes a SQLite file, written `sqlite:` and its path:

                plan init --from sqlite:data/shop.db --to postgres -o shop.plan.yml
            """),
        DiagnosticPage(
            "PLN0011", "options that exclude each other",
            "Two options were given that ask for opposite things. Leave one of them out."),
        DiagnosticPage(
            "PLN0012", "backups to be removed are not named",
            """
            `plan backup prune` removes what `--keep N` and `--older-than AGE` let go of, and needs one of them. An age is a number
            and its unit: `90m`, `12h`, `30d`, `8w`.
            """),
        DiagnosticPage(
            "PLN0013", "a database that is not named",
            """
            A database is named by a plan or a graph, whose target it is, by `sqlite:` and the path of its file, or by `postgres:`
            and the name of the variable that holds its connection string:

                plan backup create postgres:DATABASE_URL
            """),
        DiagnosticPage(
            "PLN0601", "a graph file is refused",
            """
            The file is not a graph of this format's version, or it was edited after it was compiled: a digest does not
            match its content. What was reviewed is what runs, so that no edit is accepted. Change the plan and compile
            it again.
            """),
        DiagnosticPage(
            "PLN0602", "what is written is not what the plan compiles to",
            """
            `plan compile --check` compared the files with what the plan compiles to now. The file differs or is missing. Run
            `plan compile`, review the difference and commit it.
            """),
    ]
}

extension Diagnostic {
    static func conflictingOptions(_ first: String, _ second: String) -> Diagnostic {
        Diagnostic("PLN0011", .error, "\(first) and \(second) exclude each other")
    }

    static func file(_ failure: FileFailure) -> Diagnostic {
        if failure.number == Files.tooLarge {
            return Diagnostic("PLN0002", .error, "\(failure.path) has more than 10 MB, which no plan has")
        }
        return Diagnostic("PLN0001", .error, failure.description)
    }

    static func notOurFile(_ path: String) -> Diagnostic {
        Diagnostic("PLN0008", .error, "\(path) holds something else and is not replaced")
    }

    static func planExists(_ path: String) -> Diagnostic {
        Diagnostic("PLN0009", .error, "\(path) is there already and is not replaced")
    }

    static func unknownSource(_ text: String) -> Diagnostic {
        Diagnostic("PLN0010", .error, "'\(text)' is no database to look at: write sqlite: and a path")
    }

    static func unknownDatabase(_ text: String) -> Diagnostic {
        Diagnostic(
            "PLN0013", .error,
            "'\(text)' names no database: give a plan, a graph, sqlite: and a path, or postgres: and the name of a variable"
        )
    }

    static func missingVariable(_ name: String, at place: SourcePlace? = nil) -> Diagnostic {
        Diagnostic("PLN0003", .error, "the variable \(name) is not set", at: place)
    }

    static func source(_ error: SQLiteError, at place: SourcePlace?) -> Diagnostic {
        Diagnostic("PLN0004", .error, error.description, at: place)
    }

    static func snapshot(_ path: String, _ reason: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0005", .error, "the catalog snapshot \(path) cannot be used: \(reason)", at: place,
            notes: [Note("'plan snapshot' makes it")])
    }

    static func graph(_ path: String, _ refusal: GraphRefusal) -> Diagnostic {
        Diagnostic("PLN0601", .error, "\(path) is refused: \(refusal)")
    }

    static func stale(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic("PLN0602", .error, "\(path) \(reason)", notes: [Note("'plan compile' writes it anew")])
    }
}
