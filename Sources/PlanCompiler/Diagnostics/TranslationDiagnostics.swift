package import PlanDiagnostics
internal import PlanCatalog
internal import PlanDialects
internal import PlanDocument
internal import PlanSupport

/// What the source's SQL says and PostgreSQL's must say differently: PLN05xx.
package enum TranslationDiagnostics {
    package static let pages: [DiagnosticPage] = [
        DiagnosticPage(
            "PLN0501", "a CHECK that cannot be carried",
            """
            The expression of a CHECK uses something that PostgreSQL has no equal for, or a function that an application
            adds to SQLite. The constraint is not carried until the plan says what becomes of it: the condition in
            PostgreSQL's SQL, or `drop: true`. The key is the constraint's name, or its text where it has none.
            """),
        DiagnosticPage(
            "PLN0502", "a default that cannot be carried",
            """
            The default is an expression that PostgreSQL has no equal for, or a value that the target's type cannot hold.
            State the default in PostgreSQL's SQL, or `NULL` for none.
            """),
        DiagnosticPage(
            "PLN0503", "a generated column that cannot be carried",
            """
            The value of the column is computed by an expression that PostgreSQL has no equal for. Drop the column here
            and add it in PostgreSQL.
            """),
        DiagnosticPage(
            "PLN0504", "an index that cannot be carried",
            """
            An expression, a condition or a collation of the index has no equal in PostgreSQL, or none that gives the same
            value on every machine, which PostgreSQL asks of an index. Drop it, or replace it by one of PostgreSQL with
            `add`, which takes what follows the table's name in CREATE INDEX.
            """),
        DiagnosticPage(
            "PLN0505", "a view that cannot be carried",
            """
            The query of the view uses something that PostgreSQL has no equal for, a function that an application adds to
            SQLite, or a table or column that the plan leaves out. Drop the view, or write its query in PostgreSQL's SQL.
            """),
        DiagnosticPage(
            "PLN0506", "a trigger that cannot be carried",
            """
            A statement of the trigger uses something that PostgreSQL has no equal for, a function that an application adds
            to SQLite, or a table or column that the plan leaves out. Drop the trigger, or write it in PostgreSQL's SQL:
            `CREATE FUNCTION …; CREATE TRIGGER …`, or CREATE TRIGGER alone with a function that is there already.
            """),
        DiagnosticPage(
            "PLN0507", "a foreign key that PostgreSQL does not take",
            """
            SQLite takes foreign keys to tables that do not exist, to columns that are not unique, and between types that
            do not compare; it finds out on the first write, or never. PostgreSQL refuses to create them.

            Leave the foreign key out, or carry what it needs: select the parent table, give its columns a type that
            compares.
            """),
        DiagnosticPage(
            "PLN0508", "ON CONFLICT in a constraint",
            """
            A constraint of SQLite may say what happens to a statement that violates it: REPLACE, IGNORE, FAIL, ROLLBACK.
            In PostgreSQL the statement fails. The constraint itself is carried; applications that rely on the clause need
            `INSERT … ON CONFLICT` instead.
            """),
        DiagnosticPage(
            "PLN0509", "the SQL of an object cannot be read",
            """
            The stored statement of an object is not what SQLite's grammar says. What stands only there (checks, deferral)
            is unknown, so that the object cannot be carried whole. Leave it out with `select.exclude`.
            """),
        DiagnosticPage(
            "PLN0510", "SQL in the plan that cannot stand where it is put",
            """
            An expression or definition in the plan is put into a statement. It must not end that statement or close a
            parenthesis that it does not open.
            """),
        DiagnosticPage(
            "PLN0512", "a trigger that differs in some statements",
            """
            The trigger is carried, and does the same for every statement of one row. A statement of several rows, or one
            that fails, may show a difference: SQLite runs an AFTER trigger when a row has changed, PostgreSQL when all rows
            of the statement have, and PostgreSQL undoes more than SQLite's RAISE(FAIL) does.
            """),
        DiagnosticPage(
            "PLN0511", "the source refuses a query",
            """
            A query of the compiled graph was tried on the source and does not compile there: a `where` names a column
            that does not exist, or is not SQLite's SQL.
            """),
        DiagnosticPage(
            "PLN0513", "a transform that is not written right",
            """
            A transform is a name, or a name and arguments in parentheses: texts in single quotes, numbers, columns of the
            source, `${VARIABLE}` for a key: `trim`, `replace('-', '')`, `hmac(${KEY})`. `docs/transforms.md` lists them with
            what each takes.
            """),
        DiagnosticPage(
            "PLN0514", "a transform after which there is none",
            """
            `uuid_v5`, `uuid_v7_from`, `sha256`, `hmac`, `mask`, `pseudonymize` and `base64_decode` are done by the executor,
            after all that the source does. They come last in a column's list, and there is one of them.
            """),
    ]
}

extension Diagnostic {
    static func malformedTransform(_ stated: Located<String>) -> Diagnostic {
        Diagnostic(
            "PLN0513", .error,
            "'\(stated.value)' is no transform: it is a name, or a name and arguments in parentheses",
            at: stated.place)
    }

    static func noSuchTransform(_ stated: Located<String>, name: String, among known: [String]) -> Diagnostic {
        let nearest = NearestName.of(name, among: known)
        return Diagnostic(
            "PLN0513", .error, "no transform named '\(name)'", at: stated.place,
            notes: nearest.map { [Note("did you mean '\($0)'?")] }
                ?? [Note("there are: \(known.joined(separator: ", "))")])
    }

    static func transformArguments(_ stated: Located<String>, takes signature: String) -> Diagnostic {
        Diagnostic(
            "PLN0513", .error, "'\(stated.value)' has arguments that the transform does not take: it is \(signature)",
            at: stated.place)
    }

    static func transformIsLast(_ stated: Located<String>) -> Diagnostic {
        Diagnostic("PLN0514", .error, "nothing comes after '\(stated.value)'", at: stated.place)
    }

    private static func dropping(_ keys: [String], _ what: String) -> PlanSnippet {
        PlanSnippet(keys, "{ drop: true }", effect: "leave the \(what) out")
    }

    static func untranslatedCheck(
        _ condition: String, key: String, table: String, reason: Untranslatable, at place: SourcePlace
    ) -> Diagnostic {
        let keys = ["tables", table, "checks", key]
        return Diagnostic(
            "PLN0501", .error, "a CHECK of '\(table)' cannot be carried: \(reason.reason)", at: place,
            resolutions: [
                dropping(keys, "check"),
                PlanSnippet(
                    keys, "{ sql: \(YAMLText.quoted(condition)) }", effect: "write it in PostgreSQL's SQL"),
            ])
    }

    static func untranslatedDefault(
        _ sql: String, column: String, table: String, reason: Untranslatable, keys: [String], at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic(
            "PLN0502", .error, "the default of \(table).\(column) cannot be carried: \(reason.reason)", at: place,
            resolutions: defaultResolutions(keys))
    }

    static func impossibleDefault(
        _ sql: String, column: String, table: String, reason: String, keys: [String], at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic(
            "PLN0502", .error, "the default of \(table).\(column) cannot be carried: \(sql) \(reason)", at: place,
            resolutions: defaultResolutions(keys))
    }

    private static func defaultResolutions(_ keys: [String]) -> [PlanSnippet] {
        [
            PlanSnippet(keys, "\"NULL\"", effect: "leave the default out"),
            PlanSnippet(keys, "\"…\"", effect: "write it in PostgreSQL's SQL"),
        ]
    }

    static func untranslatedGeneratedColumn(
        _ column: String, table: String, reason: Untranslatable, at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic(
            "PLN0503", .error, "the generated column \(table).\(column) cannot be carried: \(reason.reason)", at: place,
            resolutions: [dropping(["tables", table, "columns", column], "column")])
    }

    static func untranslatedIndex(
        _ index: Index, table: String, reason: Untranslatable, at place: SourcePlace?
    ) -> Diagnostic {
        let keys = ["tables", table, "indexes", index.name]
        return Diagnostic(
            "PLN0504", .error,
            "index '\(index.name)' of '\(table)' cannot be carried: \(reason.reason)", at: place,
            resolutions: [
                dropping(keys, "index"), PlanSnippet(keys, "{ add: \"(…)\" }", effect: "write it in PostgreSQL's SQL"),
            ])
    }

    static func untranslatedView(_ view: View, reason: Untranslatable, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0505", .error, "view '\(view.name)' cannot be carried: \(reason.reason)", at: place,
            notes: view.problem.map { [Note("SQLite says: \($0)")] } ?? [],
            resolutions: [
                dropping(["views", view.name], "view"),
                PlanSnippet(["views", view.name], "{ sql: \"SELECT …\" }", effect: "write it in PostgreSQL's SQL"),
            ])
    }

    static func untranslatedTrigger(_ trigger: Trigger, reason: Untranslatable, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0506", .error,
            "trigger '\(trigger.name)' of '\(trigger.table)' cannot be carried: \(reason.reason)", at: place,
            resolutions: [
                dropping(["triggers", trigger.name], "trigger"),
                PlanSnippet(
                    ["triggers", trigger.name], "{ sql: \"CREATE FUNCTION …; CREATE TRIGGER …\" }",
                    effect: "write it in PostgreSQL's SQL"),
            ])
    }

    static func differingTrigger(_ trigger: Trigger, _ difference: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0512", .warning, "trigger '\(trigger.name)' of '\(trigger.table)' differs: \(difference)", at: place,
            resolutions: [dropping(["triggers", trigger.name], "trigger")])
    }

    static func impossibleForeignKey(
        _ key: ForeignKey, table: String, reason: String, at place: SourcePlace?
    ) -> Diagnostic {
        let columns = key.columns.joined(separator: ", ")
        return Diagnostic(
            "PLN0507", .error, "the foreign key of '\(table)' over \(columns) cannot be carried: \(reason)", at: place,
            resolutions: [
                PlanSnippet(
                    ["tables", table, "foreign_keys", "drop"], "[\(YAMLText.quoted(columns))]",
                    effect: "leave the foreign key out")
            ])
    }

    static func conflictClause(_ resolution: String, table: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0508", .warning,
            "ON CONFLICT \(resolution) of '\(table)' is not carried: in PostgreSQL the statement fails", at: place)
    }

    static func unreadableSQL(_ kind: String, _ name: String, reason: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0509", .error, "the SQL of \(kind) '\(name)' cannot be read: \(reason)", at: place,
            resolutions: [
                PlanSnippet(["select", "exclude"], "[\(YAMLText.quoted(name))]", effect: "leave the \(kind) out")
            ])
    }

    static func malformedSQL(_ sql: Located<String>, key: String, reason: String) -> Diagnostic {
        Diagnostic("PLN0510", .error, "the SQL of '\(key)' cannot stand in a statement: \(reason)", at: sql.place)
    }

    /// A query that SQLite does not compile; made by whoever can ask SQLite.
    package static func refusedQuery(table: String, reason: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic("PLN0511", .error, "the source refuses the query for '\(table)': \(reason)", at: place)
    }
}
