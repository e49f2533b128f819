package import PlanDiagnostics
internal import PlanDocument
internal import PlanSupport

/// Names in the plan against the catalog, and names in the target: PLN03xx.
package enum NameDiagnostics {
    package static let pages: [DiagnosticPage] = [
        DiagnosticPage(
            "PLN0301", "the source has no object of that name",
            """
            The plan speaks of a table, view, trigger, column, index, check or foreign key that the source's catalog does
            not have. Names are compared as SQLite does, without regard to the case of ASCII letters.

            Write the name that the catalog has; the diagnostic suggests the nearest. If the source has changed since a
            snapshot was pinned, run `plan snapshot` again.
            """),
        DiagnosticPage(
            "PLN0302", "a pattern matches nothing",
            """
            A pattern of `select.include`, or a plain name in `select.exclude`, matches no table and no view. A pattern
            with a wildcard in `exclude` may match nothing, so that one list serves several databases.
            """),
        DiagnosticPage(
            "PLN0303", "the plan moves nothing",
            """
            No table is left after `select`. Widen `include`, or take names out of `exclude`. The source may also be the
            wrong file, or hold virtual tables only.
            """),
        DiagnosticPage(
            "PLN0304", "settings for a table that is not moved",
            """
            The plan has settings under `tables` for a table that `select` leaves out. Take the settings out, or let
            `select` take the table in.
            """),
        DiagnosticPage(
            "PLN0305", "two objects get the same name",
            """
            After `naming`, `rename` and the cut to 63 bytes, two objects of the target would have one name. In PostgreSQL
            tables, views, indexes and sequences of a schema share one namespace, functions have another, and letter case
            counts.

            Rename one of them in the plan. What the plan cannot rename, it can leave out or state in PostgreSQL's SQL.
            """),
        DiagnosticPage(
            "PLN0306", "a name is shortened",
            """
            PostgreSQL cuts names after 63 bytes without an error. The compiler cuts them itself and ends them with eight
            digits of the name's digest, so that two long names stay different and the same name comes out the same on
            every run. Rename the object in the plan if you want a better name.
            """),
        DiagnosticPage(
            "PLN0307", "a name that PostgreSQL does not take",
            """
            PostgreSQL has no empty names, and every table has the columns `tableoid`, `xmin`, `cmin`, `xmax`, `cmax` and
            `ctid` already. Rename the object in the plan. A schema has the name that `target.schema` states, of at most 63
            bytes.
            """),
        DiagnosticPage(
            "PLN0308", "a virtual table is not carried",
            """
            The rows of a virtual table come from a module of SQLite (fts5, rtree, …), and PostgreSQL has no such module.
            The table and its shadow tables, where the module keeps its data, are left out. What a full-text or spatial
            index served is rebuilt in PostgreSQL with an index of its own kind over the ordinary table: for a full-text
            table over another table the diagnostic has the index, to be written into the plan. A full-text table that
            keeps its own texts, and an R*Tree, hold what may be nowhere else: make an ordinary table of them in the source.

            Name it in `select.exclude` to say that this is known.
            """),
        DiagnosticPage(
            "PLN0309", "a table cannot be read",
            """
            SQLite itself cannot open the table, so its rows cannot be copied. Its definition is damaged, or needs
            something that this SQLite does not have.

            Mend it in the source, or name it in `select.exclude`.
            """),
        DiagnosticPage(
            "PLN0310", "a key or index loses a column",
            """
            The plan drops a column that a key, constraint or index is made of. It is left out with the column, as
            PostgreSQL's own DROP COLUMN does.
            """),
        DiagnosticPage(
            "PLN0311", "two entries for one object",
            """
            Two keys of the plan differ in letter case only. YAML takes them for two, SQLite for one name, so that one of
            them would have no effect. Put their settings under one key.
            """),
        DiagnosticPage(
            "PLN0312", "a table without columns",
            """
            The plan drops every column of the table. To leave the table out, name it in `select.exclude`.
            """),
        DiagnosticPage(
            "PLN0313", "a schema that is not for tables",
            """
            Schemas whose names begin with `pg_` and `information_schema` are PostgreSQL's own, and `_plan` holds the
            ledger of runs. Choose another `target.schema`.
            """),
    ]
}

extension Diagnostic {
    static func noSuch(
        _ kind: String, _ name: Located<String>, in container: String = "the source", among known: [String]
    ) -> Diagnostic {
        let nearest = NearestName.of(name.value, among: known)
        return Diagnostic(
            "PLN0301", .error, "no \(kind) named '\(name.value)' in \(container)", at: name.place,
            notes: nearest == nil && !known.isEmpty && known.count <= 12
                ? [Note("it has: \(known.joined(separator: ", "))")] : [],
            fixIts: nearest.map { nearest in
                [FixIt("did you mean '\(nearest)'?", replace: name.place, with: YAMLText.scalar(nearest))]
            } ?? [])
    }

    static func patternMatchesNothing(_ pattern: Located<String>, among known: [String]) -> Diagnostic {
        let nearest = NearestName.of(pattern.value, among: known)
        return Diagnostic(
            "PLN0302", .error, "'\(pattern.value)' matches no table and no view of the source", at: pattern.place,
            fixIts: nearest.map { nearest in
                [FixIt("did you mean '\(nearest)'?", replace: pattern.place, with: YAMLText.quoted(nearest))]
            } ?? [])
    }

    static func repeated(_ kind: String, _ name: Located<String>, first: Located<String>) -> Diagnostic {
        Diagnostic(
            "PLN0311", .error, "'\(name.value)' and '\(first.value)' are the same \(kind) of the source",
            at: name.place,
            notes: [Note("the other is here", at: first.place)])
    }

    static func noColumnLeft(_ table: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0312", .error, "no column of '\(table)' is left", at: place,
            resolutions: [
                PlanSnippet(["select", "exclude"], "[\(YAMLText.quoted(table))]", effect: "leave the table out")
            ])
    }

    static func reservedSchema(_ name: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic("PLN0313", .error, "the schema '\(name)' is not for tables", at: place)
    }

    static func nothingSelected(at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0303", .error, "the plan moves nothing: the source has no table that 'select' takes", at: place)
    }

    static func notSelected(_ name: Located<String>) -> Diagnostic {
        Diagnostic(
            "PLN0304", .error, "the plan has settings for '\(name.value)', which 'select' leaves out", at: name.place)
    }

    /// - Parameter space: what shares one namespace, where that needs to be said.
    static func collision(
        _ name: String, _ what: String, _ holder: String, in space: String? = nil, remedy: NameRemedy,
        at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic(
            "PLN0305", .error, "\(what) and \(holder) both get the name '\(name)'", at: place,
            notes: space.map { [Note("in PostgreSQL \($0) share one namespace")] } ?? [],
            resolutions: [remedy.snippet(name + "_2", renaming: "rename one of them")])
    }

    static func shortened(
        _ name: String, to fitted: String, what: String, remedy: NameRemedy, at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic(
            "PLN0306", .warning, "the name of \(what) is longer than 63 bytes and becomes '\(fitted)'", at: place,
            notes: remedy.note.map { [Note($0)] } ?? [])
    }

    static func tooLongSchema(fitted: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0307", .error, "the schema cannot have a name of more than 63 bytes", at: place,
            resolutions: [
                PlanSnippet(["target", "schema"], YAMLText.scalar(fitted), effect: "give it a shorter name")
            ])
    }

    static func impossibleName(
        _ name: String, what: String, remedy: NameRemedy, at place: SourcePlace?
    ) -> Diagnostic {
        let reason =
            name.isEmpty ? "an empty name" : "the name '\(name)', which every table has for a column of its own"
        return Diagnostic(
            "PLN0307", .error, "\(what) cannot have \(reason)", at: place,
            resolutions: [remedy.snippet(name.isEmpty ? "unnamed" : name + "_", renaming: "give it a name")])
    }

    static func virtualTable(
        _ name: String, module: String, shadows: [String], problem: String?, notes offered: [Diagnostic.Note],
        index: PlanSnippet?, at place: SourcePlace?
    ) -> Diagnostic {
        var notes = offered
        if let problem { notes.append(Note("SQLite says: \(problem)")) }
        if !shadows.isEmpty { notes.append(Note("left out with it: \(shadows.joined(separator: ", "))")) }
        return Diagnostic(
            "PLN0308", .warning, "the virtual table '\(name)' (module \(module)) is not carried", at: place,
            notes: notes,
            resolutions: (index.map { [$0] } ?? []) + [
                PlanSnippet(["select", "exclude"], "[\(YAMLText.quoted(name))]", effect: "say that this is known")
            ])
    }

    static func unreadableTable(_ name: String, problem: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0309", .error, "table '\(name)' cannot be read", at: place, notes: [Note("SQLite says: \(problem)")],
            resolutions: [
                PlanSnippet(["select", "exclude"], "[\(YAMLText.quoted(name))]", effect: "leave the table out")
            ])
    }

    static func keyLosesColumn(
        _ what: String, _ columns: [String], table: String, at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic(
            "PLN0310", .warning,
            "the \(what) of '\(table)' over \(columns.joined(separator: ", ")) is left out with a dropped column",
            at: place)
    }
}
