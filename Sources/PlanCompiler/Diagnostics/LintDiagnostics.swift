internal import PlanCatalog
package import PlanDiagnostics
internal import PlanDialects
package import PlanDocument
internal import PlanGraph
internal import PlanSQL

/// What a reviewer would ask about: PLN061x. Each can be silenced in the plan, with a reason.
package enum LintDiagnostics {
    package static let pages: [DiagnosticPage] = [
        DiagnosticPage(
            "PLN0610", "an operation destroys what was there",
            """
            The operation removes rows or objects that the graph did not make. What they held cannot be brought back by
            its undo.
            """),
        DiagnosticPage(
            "PLN0611", "a lock on a table in use",
            """
            The operation locks a table that was there before the graph. Others who write to it, or with the strongest
            lock also those who read it, wait until the operation's transaction is over, and who comes after them waits too.

            Run it when few work with the table, or find a form that locks less.
            """),
        DiagnosticPage(
            "PLN0612", "NOT NULL added to a table in use",
            """
            The statement makes a column NOT NULL in a table that was there before the graph. The server reads the whole
            table under its strongest lock to see that no row is NULL, and fails where one is.

            A CHECK that is NOT VALID first, validated afterwards, spares the long lock (PostgreSQL takes it as the proof).
            """),
        DiagnosticPage(
            "PLN0613", "no index under a foreign key",
            """
            No index of the table begins with the columns of its foreign key. Whenever a row of the parent is deleted or its
            key changed, the server reads this whole table to find the rows that name it. SQLite does the same; larger
            tables make it felt.

            Add an index in the plan (`tables.T.indexes.NAME.add`), or say that it does not matter here (`lint.silence`).
            """),
        DiagnosticPage(
            "PLN0614", "a type that holds less than the source's",
            """
            The columns hold what is stored in them today. SQLite stores any integer of 64 bits and any real number of 53;
            a column of type `integer`, `smallint` or `real` refuses or rounds what the same application may write
            tomorrow.

            `bigint` and `double precision` hold all of it. Where the application is known to stay within the range, say so
            in `lint.silence`.
            """),
        DiagnosticPage(
            "PLN0615", "names that need quotes everywhere",
            """
            PostgreSQL reads a name without quotes as lower case, and takes some words as its own. A name that has capitals,
            blanks or such a word has to stand in double quotes in every statement that anybody writes.

            `naming: snake_case` or `naming: lowercase` changes all of them; `rename` changes one.
            """),
        DiagnosticPage(
            "PLN0616", "an extension that only a superuser may install",
            """
            The extension is none of those that PostgreSQL marks as trusted, which whoever may create in the database may
            install. Have an administrator install it beforehand: an extension that is there is used.
            """),
        DiagnosticPage(
            "PLN0617", "a silence that silences nothing",
            """
            `lint.silence` names a code that compiling the plan does not warn of. The warning may have been resolved: take
            the entry out, so that it does not hide the next one. Errors are not silenced.
            """),
    ]
}

extension Diagnostic {
    static func destructive(_ id: String) -> Diagnostic {
        Diagnostic("PLN0610", .warning, "\(id) destroys what was there")
    }

    static func longLock(_ id: String, on table: String) -> Diagnostic {
        Diagnostic("PLN0611", .warning, "\(id) locks '\(table)', which is in use")
    }

    static func notNullAdded(_ id: String, on table: String) -> Diagnostic {
        Diagnostic("PLN0612", .warning, "\(id) makes a column of '\(table)', which is in use, NOT NULL")
    }

    static func untrustedExtension(_ name: String) -> Diagnostic {
        Diagnostic("PLN0616", .warning, "only a superuser may install the extension '\(name)'")
    }

    static func unindexedForeignKey(
        _ name: String, columns: [String], parent: ObjectName, of table: BoundTable
    ) -> Diagnostic {
        let index = PostgresName.fitted("\(table.target.name)_\(columns.joined(separator: "_"))_idx")
        let list = "(\(PostgresDDL.list(columns)))"
        return Diagnostic(
            "PLN0613", .warning,
            "no index of '\(table.source.name)' begins with the columns of its foreign key to '\(parent.parts.last ?? "")': \(columns.joined(separator: ", "))",
            at: table.place,
            resolutions: [
                PlanSnippet(
                    ["tables", table.source.name, "indexes", index, "add"], YAMLText.quoted(list), effect: "make one")
            ])
    }

    static func narrowColumns(_ columns: [BoundColumn], of table: BoundTable) -> Diagnostic {
        let list = columns.map { "\($0.name) (\($0.decision.type))" }.joined(separator: ", ")
        return Diagnostic(
            "PLN0614", .warning,
            "columns of '\(table.source.name)' hold less than SQLite takes: \(list)", at: table.place)
    }

    static func awkwardNames(_ names: [String], of table: BoundTable) -> Diagnostic {
        let list = names.map { QuotedIdentifier($0).description }.joined(separator: ", ")
        return Diagnostic(
            "PLN0615", .warning, "names of '\(table.source.name)' need quotes wherever they are written: \(list)",
            at: table.place, resolutions: [PlanSnippet(["naming"], "snake_case", effect: "change the names")])
    }

    /// The code of a silence that no warning of the plan has.
    package static func idleSilence(_ code: Located<DiagnosticCode>) -> Diagnostic {
        Diagnostic("PLN0617", .warning, "the plan warns of no \(code.value)", at: code.place)
    }
}
