internal import PlanCatalog
package import PlanDiagnostics
internal import PlanDocument
internal import PlanGraph
internal import PlanSupport

/// Rows for tables that the target has already: PLN032x and PLN043x.
package enum ExistingDiagnostics {
    package static let pages: [DiagnosticPage] = [
        DiagnosticPage(
            "PLN0320", "the target has no such table",
            """
            With `mode: data` rows are moved into tables that the target has already. It has none of this name in
            `target.schema`; letter case counts.

            State the table's name in the target (`rename`, or `naming` for all), leave the table out in `select.exclude`,
            or let the application make its tables first.
            """),
        DiagnosticPage(
            "PLN0321", "the target's table has no such column",
            """
            Columns are matched by name, whatever their order, and the target's table has none of this name. The
            application's tables may be of another version than the source.

            Say that the column is left out (`drop: true`), or state its name in the target (`rename`).
            """),
        DiagnosticPage(
            "PLN0322", "nothing fills a column of the target",
            """
            The target's column is NOT NULL and has no default, and the source has no column of its name. Every row would
            be refused.

            Compute it (`add`, an expression in the source's SQL), rename the column that it is called in the source, or
            give it a default in the target.
            """),
        DiagnosticPage(
            "PLN0323", "the target computes the column",
            """
            The column is a generated one in the target, so that no value is written into it: what the source holds is left
            behind. Say that it is known by `drop: true`.
            """),
        DiagnosticPage(
            "PLN0324", "rows cannot be told apart",
            """
            `existing` is `append`, `skip` or `update`, which need to know which rows of the target a row of the source is:
            to leave it, to change it, or to take it back in an undo. The target's table has no primary key, and no unique
            key of columns that are NOT NULL, whose columns all come from the source.

            State a `key` for `append`; for the others, the target needs a unique constraint over it.
            """),
        DiagnosticPage(
            "PLN0325", "rows of another table name rows that go",
            """
            `existing` is `truncate` or `replace`, so that the rows that the table has go, and a table whose rows stay has a
            foreign key to it. PostgreSQL takes no TRUNCATE then; and DELETE would delete or change the rows of the other
            table where the key is ON DELETE CASCADE, SET NULL, SET DEFAULT or RESTRICT.

            Replace the rows of the other table too, or take `update`, which leaves every row where it is.
            """),
        DiagnosticPage(
            "PLN0326", "what to do with existing rows, in a plan that makes its tables",
            """
            `existing` is about rows in tables that the target has already, and this plan makes its tables itself. A table
            that is there already refuses the run (PLN0705).

            Move the rows alone with `mode: data`, into the tables that are there; or leave the key out. A table that is
            to be left as it is is left out by `select.exclude`.
            """),
        DiagnosticPage(
            "PLN0327", "a setting without effect",
            """
            With `mode: data` the target's tables are there, and their types, defaults, keys, checks and indexes stay what
            they are. What the plan says about them has no effect. Take it out of the plan.
            """),
        DiagnosticPage(
            "PLN0328", "a table of the application's framework",
            """
            The table is one in which a framework keeps what it has done to this database, such as which migrations it has
            applied. The target has its own, written when the application made its tables; the source's rows would tell it of
            another database.

            Leave the table out (`select.exclude`), leave the rows that are there (`existing: skip`), or state another
            `existing` for this table to say that its rows are meant.
            """),
        DiagnosticPage(
            "PLN0329", "a table with rules",
            """
            Rules (`CREATE RULE`) rewrite statements over the target's table, so that what would be written is not what the
            graph says. Drop the rules while rows are moved, or leave the table out.
            """),
        DiagnosticPage(
            "PLN0430", "the target's column does not hold the values",
            """
            With `mode: data` the target's types lead, and the column holds values that the type cannot hold. Nothing is
            rounded, cut or guessed.

            Change the values on the way (`transform`, `map`, or a `decode` that reads them), say what becomes of those that do
            not fit (`values.invalid`), clean them in the source, or leave the column out.
            """),
        DiagnosticPage(
            "PLN0432", "another type than the target's",
            """
            With `mode: data` the column has the type that it has in the target. Take `type` out of the plan, or state the
            target's.
            """),
        DiagnosticPage(
            "PLN0433", "NULL in a column that takes none",
            """
            The target's column is NOT NULL, and the source has NULL in it.

            Give those rows a value on the way (`transform: coalesce(…)`), leave them out with `where`, or mend them in the
            source.
            """),
    ]
}

extension Diagnostic {
    static func noTargetTable(
        _ name: String, of table: String, schema: String, among known: [String], at place: SourcePlace?
    ) -> Diagnostic {
        let nearest = known.first { $0.isSameName(as: name) } ?? NearestName.of(name, among: known)
        let renaming = nearest.map {
            PlanSnippet(["tables", table, "rename"], YAMLText.scalar($0), effect: "move the rows into '\($0)'")
        }
        let leaving = PlanSnippet(["select", "exclude"], "[\(YAMLText.scalar(table))]", effect: "leave the table out")
        return Diagnostic(
            "PLN0320", .error, "the target has no table '\(name)' in schema '\(schema)' for the rows of '\(table)'",
            at: place, resolutions: [renaming, leaving].compactMap { $0 })
    }

    static func noTargetColumn(
        _ name: String, of column: String, table: String, target: String, among known: [String], at place: SourcePlace?
    ) -> Diagnostic {
        let keys = ["tables", table, "columns", column]
        let nearest = known.first { $0.isSameName(as: name) } ?? NearestName.of(name, among: known)
        let renaming = nearest.map {
            PlanSnippet(keys + ["rename"], YAMLText.scalar($0), effect: "move it into '\($0)'")
        }
        let leaving = PlanSnippet(keys, "{ drop: true }", effect: "leave the column out")
        return Diagnostic(
            "PLN0321", .error, "the target's table '\(target)' has no column '\(name)' for \(table).\(column)",
            at: place,
            resolutions: [leaving, renaming].compactMap { $0 })
    }

    static func unfilledColumn(_ column: String, type: String, table: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0322", .error,
            "nothing fills the target's column '\(column)' for the rows of '\(table)', which is NOT NULL and has no default",
            at: place,
            resolutions: [
                PlanSnippet(
                    ["tables", table, "columns", column], "{ add: \"…\" }",
                    effect: "compute a \(type) by an expression in the source's SQL")
            ])
    }

    static func computedByTarget(_ column: String, table: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0323", .warning, "the target computes \(table).\(column) itself: the source's values stay behind",
            at: place,
            resolutions: [
                PlanSnippet(["tables", table, "columns", column], "{ drop: true }", effect: "say that this is known")
            ])
    }

    static func noKey(_ policy: String, table: String, isStated: Bool, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0324", .error,
            isStated
                ? "the 'key' of '\(table)' is not unique in the target, which 'existing: \(policy)' needs"
                : "the target's rows of '\(table)' cannot be told apart by columns of the source, which 'existing: \(policy)' needs",
            at: place)
    }

    static func referencedFromOutside(
        _ table: String, _ policy: String, by other: String, _ name: String, onDelete: ForeignKey.Action,
        at place: SourcePlace?
    ) -> Diagnostic {
        let rule = onDelete == .noAction ? "" : ", ON DELETE \(onDelete.rawValue)"
        return Diagnostic(
            "PLN0325", .error,
            "the rows of '\(table)' cannot go by 'existing: \(policy)': those of '\(other)' stay and name them by \(name)\(rule)",
            at: place,
            resolutions: [
                PlanSnippet(
                    ["tables", table, "existing"], "update", effect: "give the rows that are there the source's values")
            ])
    }

    static func existingNeedsData(_ policy: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0326", .error, "'existing: \(policy)' is for tables that are there, and this plan makes its tables",
            at: place,
            resolutions: [PlanSnippet(["mode"], "data", effect: "move the rows alone, into the tables that are there")])
    }

    static func noEffectOnData(_ key: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic("PLN0327", .warning, "'\(key)' has no effect with 'mode: data'", at: place)
    }

    static func frameworkTable(_ table: String, _ framework: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0328", .warning, "'\(table)' is a table that \(framework) keeps for itself in each database", at: place,
            resolutions: [
                PlanSnippet(["select", "exclude"], "[\(YAMLText.scalar(table))]", effect: "leave the table out"),
                PlanSnippet(["tables", table, "existing"], "skip", effect: "leave the rows that are there"),
                PlanSnippet(["tables", table, "existing"], "replace", effect: "put the source's rows in their place"),
            ])
    }

    static func rewritten(_ name: String, table: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic("PLN0329", .error, "rules rewrite what is written into the target's table '\(name)'", at: place)
    }

    static func targetDoesNotHold(
        what: String, type: String, reason: String, keys: [String], decode: CodecID?, takesNull: Bool,
        at place: SourcePlace?
    ) -> Diagnostic {
        let reading = decode.map {
            PlanSnippet(
                keys + ["decode"], $0.rawValue, effect: "read its numbers as the points in time that they look like")
        }
        let setting = PlanSnippet(
            keys + ["values", "invalid"], "reject", effect: "write the rows that do not fit to a reject file")
        let emptying = PlanSnippet(keys + ["values", "invalid"], "\"null\"", effect: "make NULL of those values")
        return Diagnostic(
            "PLN0430", .error, "\(what) cannot become the target's \(type): it \(reason)", at: place,
            resolutions: [reading, setting, takesNull ? emptying : nil].compactMap { $0 })
    }

    static func otherTypeInTarget(_ stated: Located<String>, what: String, type: String) -> Diagnostic {
        Diagnostic("PLN0432", .error, "\(what) has the type \(type) in the target, which leads", at: stated.place)
    }

    static func nullsForNotNull(_ count: Int, column: String, table: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0433", .error,
            "column \(table).\(column) is NULL in \(count) row\(count == 1 ? "" : "s"), and NOT NULL in the target",
            at: place,
            resolutions: [
                PlanSnippet(
                    ["tables", table, "where"], YAMLText.quoted("\"\(column)\" IS NOT NULL"),
                    effect: "leave those rows out"),
                PlanSnippet(
                    ["tables", table, "columns", column, "transform"], "\"coalesce('…')\"", effect: "give them a value"),
            ])
    }
}
