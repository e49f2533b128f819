package import PlanDiagnostics
internal import PlanCatalog
internal import PlanDocument
internal import PlanSupport

/// Types, and what columns hold: PLN04xx.
package enum TypeDiagnostics {
    package static let pages: [DiagnosticPage] = [
        DiagnosticPage(
            "PLN0401", "no such type",
            """
            A `type` of the plan is no type of PostgreSQL that this program knows. Types are written as in PostgreSQL,
            in short or long spelling: `bigint`, `varchar(20)`, `numeric(10,2)`, `timestamptz`, `double precision`.
            """),
        DiagnosticPage(
            "PLN0402", "modifiers that the type does not take",
            """
            The numbers in parentheses after a type are not ones that PostgreSQL takes: a length is at least 1, a
            precision at most 1000, fractional seconds have at most 6 places.
            """),
        DiagnosticPage(
            "PLN0403", "a column becomes wider than declared",
            """
            SQLite stores any value in any column. This column holds values that the type of its declaration cannot hold
            in PostgreSQL, so that the next wider type is taken, which holds them all: integers, then double precision or
            numeric, then text, then bytea.

            Clean the values in the source to get the declared type, or state the `type` in the plan to say that the wider
            one is right. Where the plan says `values: { invalid: fail }` (or `nul`, or `encoding`), it is an error.
            """),
        DiagnosticPage(
            "PLN0404", "the stated type does not hold the values",
            """
            The plan states a type that cannot hold what the column holds. Nothing is rounded, cut or guessed.

            State a wider type, a `decode` that reads the values, or clean the values in the source.
            """),
        DiagnosticPage(
            "PLN0405", "values cannot be converted to the type yet",
            """
            PostgreSQL has the type, but this version of the program has no codec that writes its values. State another
            type, such as `text`, and change it in PostgreSQL afterwards.
            """),
        DiagnosticPage(
            "PLN0406", "the type cannot be decided without a look at the values",
            """
            The column's declaration does not tell what it holds. Its type is decided by what it stores, which needs a
            profile: set `source.profile` to `full`, or state the column's `type` in the plan.
            """),
        DiagnosticPage(
            "PLN0407", "no such codec, or not for this type",
            """
            `decode` names how stored values are read: `epoch_seconds`, `epoch_milliseconds`, `epoch_microseconds`,
            `epoch_nanoseconds`, `julian_day`, `packed_digits` and `iso8601` make dates and timestamps; `uuid_text` and
            `uuid_blob` make uuid; `boolean_text` makes boolean; `json`, `json_blob` and `json_value` make json and jsonb; `hex` and
            `base64` make bytea; `interval`, `address`, `bits`, `geometry` and `json_array` make types of
            their kind and arrays; `integer`, `real`, `numeric`, `text` and `blob` make types of their kind.
            """),
        DiagnosticPage(
            "PLN0408", "a collation that PostgreSQL does not have",
            """
            The column compares its texts by a collation other than BINARY: with NOCASE `'A' = 'a'`, which also decides
            what is unique. PostgreSQL compares texts exactly.

            State `type: citext` to keep comparing without regard to case (NOCASE folds ASCII letters only, citext all
            letters), or `type: text` to compare exactly from now on.
            """),
        DiagnosticPage(
            "PLN0409", "NULL in a primary key",
            """
            SQLite lets the columns of a primary key be NULL unless they are declared NOT NULL. PostgreSQL does not.

            Make the key a unique constraint (`primary_key: unique`), which lets NULL in as SQLite does; or give the rows a
            key in the source, leave them out with `where`, set them aside with `values.invalid: reject` for the column, or
            drop the column.
            """),
        DiagnosticPage(
            "PLN0410", "rows without a parent",
            """
            Rows of the table name a parent row that does not exist; SQLite checks foreign keys only where
            `PRAGMA foreign_keys` is on. PostgreSQL would refuse the foreign key after all rows are loaded.

            Mend the rows in the source, take the foreign key over without checking the rows that are there
            (`orphans: not_valid`), set those rows aside (`reject`), make the key NULL in them (`null`), or leave the key
            out.
            """),
        DiagnosticPage(
            "PLN0411", "too many columns",
            """
            A table of PostgreSQL has at most 1,600 columns. Drop columns in the plan.
            """),
        DiagnosticPage(
            "PLN0412", "values of several kinds in one column",
            """
            A column of SQLite may hold numbers, texts and blobs side by side; a column of PostgreSQL has one type. The
            type taken holds them all, but some change their kind: a number becomes its digits as text, a text its bytes.
            Afterwards `1` and `'1'` are no longer told apart.

            State the `type` in the plan to say that this is right, or clean the values in the source.
            """),
        DiagnosticPage(
            "PLN0413", "values that a policy takes care of",
            """
            The column holds values that its type cannot hold, and the plan's `values.invalid` says what becomes of them:
            with `reject` their rows are written to a reject file and not into the target, with `null` they become NULL.
            The report of the run counts them. Without the policy the column would become wide enough to hold them all.
            """),
        DiagnosticPage(
            "PLN0414", "a column that cannot be NULL",
            """
            `invalid: null` makes NULL of values that the type cannot hold, and the column is declared NOT NULL or is part
            of the primary key. Say `reject` or `fail` for it.
            """),
        DiagnosticPage(
            "PLN0415", "rows whose parent may be set aside",
            """
            The plan lets rows of a table be set aside. Rows of another table that name one of them would then have no
            parent, and PostgreSQL would refuse the foreign key after all rows are loaded; the run would be undone.

            State `orphans: not_valid` for the naming table to take the key over for new rows only, or leave it out.
            """),
        DiagnosticPage(
            "PLN0416", "foreign keys in a circle",
            """
            `orphans: reject` sets aside the rows that name no parent, and the rows that name those. Along a circle of
            foreign keys (a table that names itself is one) that has no end that a query could find. State `null`, which
            keeps the rows, or `not_valid`.
            """),
        DiagnosticPage(
            "PLN0417", "a key that cannot be NULL",
            """
            `orphans: null` makes the columns of a foreign key NULL in rows without a parent, and one of them is declared
            NOT NULL or is part of the primary key. State `reject` or `not_valid`.
            """),
        DiagnosticPage(
            "PLN0418", "values that an index may not take",
            """
            A row of a B-tree of PostgreSQL has at most 2,704 bytes after compression, and the longest values of the columns
            have more. Where they do not compress, PostgreSQL refuses the index or the key after the rows are loaded, and the
            run is undone.

            Drop the index, or replace it by one over a digest: `add: "((sha256(body::bytea)))"`, or `USING hash (body)`. A
            key over such values needs a column of its own in the source.
            """),
        DiagnosticPage(
            "PLN0420", "truth values in a column of numbers",
            """
            The column is declared as a number, holds 0 and 1 alone, and has `true` or `false` for its default: probably its
            application takes it for a truth value.

            State `type: boolean`, or the number's type to say that it is right.
            """),
        DiagnosticPage(
            "PLN0421", "decimals stored as floating point",
            """
            SQLite has no decimal numbers: in a column declared DECIMAL a number with a fraction is stored as floating point,
            of which 15 digits are exact. The column holds numbers of more digits, which may not be what was written into
            it. What is stored is copied, in the shortest form that reads back as the same number; what SQLite rounded
            before cannot be known.

            State the `type` to say that this is right.
            """),
    ]
}

extension Diagnostic {
    /// Of `widened` and `converted`: the type that is taken holds every value, and the plan may state it.
    static let widenedCode: DiagnosticCode = "PLN0403"
    static let convertedCode: DiagnosticCode = "PLN0412"
    static let storedAsRealCode: DiagnosticCode = "PLN0421"
    /// Of `truthValues`.
    static let truthValuesCode: DiagnosticCode = "PLN0420"

    static func unknownType(_ stated: Located<String>, name: String, among known: [String]) -> Diagnostic {
        let nearest = NearestName.of(name, among: known)
        return Diagnostic(
            "PLN0401", .error, "no type named '\(stated.value)' in PostgreSQL", at: stated.place,
            fixIts: nearest.map { [FixIt("did you mean '\($0)'?", replace: stated.place, with: $0)] } ?? [])
    }

    static func badModifiers(_ stated: Located<String>) -> Diagnostic {
        Diagnostic("PLN0402", .error, "'\(stated.value)' has modifiers that the type does not take", at: stated.place)
    }

    static func widened(
        _ severity: Severity, what: String, declared: String, wanted: String, reason: String, taken: String,
        resolutions: [PlanSnippet], notes: [Note],
        at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic(
            widenedCode, severity,
            "\(what), declared \(declared.isEmpty ? "without a type" : declared), \(reason): it becomes \(taken), not \(wanted)",
            at: place, notes: notes, resolutions: resolutions)
    }

    static func converted(
        what: String, conversion: String, resolutions: [PlanSnippet], notes: [Note],
        at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic(convertedCode, .warning, "\(what) \(conversion)", at: place, notes: notes, resolutions: resolutions)
    }

    static func truthValues(what: String, taken: String, keys: [String], at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            truthValuesCode, .warning, "\(what) holds nothing but 0 and 1, and its default is a truth value", at: place,
            resolutions: [
                PlanSnippet(keys, "boolean", effect: "make it boolean"),
                PlanSnippet(keys, taken, effect: "say that \(taken) is right"),
            ])
    }

    static func storedAsReal(
        _ count: Int, digits: (whole: Int, fraction: Int), what: String, declared: String, taken: String,
        keys: [String], at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic(
            storedAsRealCode, .warning,
            "\(what), declared \(declared), holds \(count) number\(count == 1 ? "" : "s") stored as floating point, of up to \(digits.whole) digits before the point and \(digits.fraction) after it",
            at: place, resolutions: [PlanSnippet(keys, taken, effect: "say that \(taken) is right")])
    }

    static func typeDoesNotHold(
        _ stated: Located<String>, type: String, what: String, reason: String
    ) -> Diagnostic {
        Diagnostic("PLN0404", .error, "\(what) cannot become \(type): it \(reason)", at: stated.place)
    }

    static func noCodec(_ stated: Located<String>, type: String) -> Diagnostic {
        Diagnostic("PLN0405", .error, "values cannot be converted to \(type) yet", at: stated.place)
    }

    static func undecidedType(what: String, keys: [String], at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0406", .error, "the type of \(what) cannot be decided without a look at its values", at: place,
            resolutions: [
                PlanSnippet(["source", "profile"], "full", effect: "look at the values"),
                PlanSnippet(keys, "text", effect: "state a type"),
            ])
    }

    static func undecidedChange(what: String, keys: [String], at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0406", .error, "the type of \(what) cannot be decided: the plan changes its values", at: place,
            resolutions: [PlanSnippet(keys, "text", effect: "state a type")])
    }

    static func codecDoesNotMake(_ codec: String, type: String, at place: SourcePlace?) -> Diagnostic {
        Diagnostic("PLN0407", .error, "'\(codec)' does not make values of type \(type)", at: place)
    }

    static func noSuchCodec(_ decode: Located<String>, among known: [String]) -> Diagnostic {
        let nearest = NearestName.of(decode.value, among: known)
        return Diagnostic(
            "PLN0407", .error, "no codec named '\(decode.value)'", at: decode.place,
            notes: nearest == nil ? [Note("there are: \(known.joined(separator: ", "))")] : [],
            fixIts: nearest.map { [FixIt("did you mean '\($0)'?", replace: decode.place, with: $0)] } ?? [])
    }

    static func codecDoesNotFit(_ decode: Located<String>, type: String) -> Diagnostic {
        Diagnostic(
            "PLN0407", .error, "the codec '\(decode.value)' does not make values of type \(type)", at: decode.place)
    }

    static func collation(
        _ collation: String, isKnown: Bool, column: String, table: String, at place: SourcePlace?
    ) -> Diagnostic {
        let keys = ["tables", table, "columns", column, "type"]
        let exact = PlanSnippet(keys, "text", effect: "compare its texts exactly in PostgreSQL")
        let folded = PlanSnippet(
            keys, "citext", effect: "compare them without regard to case, by the extension citext")
        return Diagnostic(
            "PLN0408", isKnown ? .warning : .error,
            isKnown
                ? "column \(table).\(column) compares by the collation \(collation), which PostgreSQL keeps in keys and indexes only"
                : "column \(table).\(column) compares by the collation \(collation), which is an application's own",
            at: place,
            resolutions: collation.uppercased() == "NOCASE" ? [folded, exact] : [exact])
    }

    static func nullsInPrimaryKey(
        _ count: Int, rows: [Int64], column: String, table: String, at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic(
            "PLN0409", .error,
            "column \(table).\(column) is part of the primary key and is NULL in \(count) row\(count == 1 ? "" : "s")",
            at: place,
            notes: rows.isEmpty ? [] : [Note("for example rowid \(rows.map(String.init).joined(separator: ", "))")],
            resolutions: [
                PlanSnippet(
                    ["tables", table, "primary_key"], "unique",
                    effect: "make the key a unique constraint, which lets NULL in as SQLite does"),
                PlanSnippet(
                    ["tables", table, "where"], YAMLText.quoted("\"\(column)\" IS NOT NULL"),
                    effect: "leave those rows out"),
                PlanSnippet(
                    ["tables", table, "columns", column, "values", "invalid"], "reject",
                    effect: "write those rows to a reject file"),
            ])
    }

    static func orphans(_ count: Int, _ key: ForeignKey, table: String, at place: SourcePlace?) -> Diagnostic {
        let columns = key.columns.joined(separator: ", ")
        return Diagnostic(
            "PLN0410", .error,
            "\(count) row\(count == 1 ? "" : "s") of '\(table)' name\(count == 1 ? "s" : "") by \(columns) a row of '\(key.parentTable)' that does not exist",
            at: place,
            resolutions: [
                PlanSnippet(
                    ["tables", table, "foreign_keys", "orphans"], "not_valid",
                    effect: "take the foreign key over for new rows only"),
                PlanSnippet(
                    ["tables", table, "foreign_keys", "orphans"],
                    key.parentTable.isSameName(as: table) ? "null" : "reject",
                    effect: key.parentTable.isSameName(as: table)
                        ? "make the key NULL in those rows" : "write those rows to a reject file"),
                PlanSnippet(
                    ["tables", table, "foreign_keys", "drop"], "[\(YAMLText.quoted(columns))]",
                    effect: "leave the foreign key out"),
            ])
    }

    static func refusesSome(
        what: String, type: String, reason: String, _ effect: String, at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic("PLN0413", .warning, "\(what), which becomes \(type), \(reason): \(effect)", at: place)
    }

    static func nullForNotNull(_ place: SourcePlace, column: String, table: String) -> Diagnostic {
        Diagnostic("PLN0414", .error, "column \(table).\(column) takes no NULL", at: place)
    }

    static func rejectedParents(
        _ key: ForeignKey, table: String, at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic(
            "PLN0415", .warning,
            "rows of '\(key.parentTable)' may be set aside, and rows of '\(table)' that name one would break the foreign key",
            at: place,
            resolutions: [
                PlanSnippet(
                    ["tables", table, "foreign_keys", "orphans"], "not_valid",
                    effect: "take the foreign key over for new rows only")
            ])
    }

    static func orphanCircle(_ key: ForeignKey, table: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0416", .error,
            "the foreign key of '\(table)' to '\(key.parentTable)' is one of a circle, so that rows cannot be rejected along it",
            at: place)
    }

    static func orphanNotNull(_ column: String, table: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0417", .error, "column \(table).\(column) of the foreign key takes no NULL", at: place)
    }

    static func largeIndexRow(
        _ what: String, table: String, bytes: Int, limit: Int, at place: SourcePlace?
    ) -> Diagnostic {
        Diagnostic(
            "PLN0418", .warning,
            "the \(what) of '\(table)' has values of up to \(bytes) bytes, and an index of PostgreSQL takes \(limit)",
            at: place)
    }

    static func tooManyColumns(_ table: String, count: Int, limit: Int, at place: SourcePlace?) -> Diagnostic {
        Diagnostic(
            "PLN0411", .error, "table '\(table)' has \(count) columns, PostgreSQL takes \(limit)", at: place)
    }
}
