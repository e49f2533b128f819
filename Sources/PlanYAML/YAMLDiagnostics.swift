package import PlanDiagnostics
internal import PlanSupport

/// The wording of family 01.
extension Diagnostic {
    static func syntax(_ message: String, notes: [Note], at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0101", .error, message, at: place, notes: notes)
    }

    static func notUTF8(at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0102", .error, "not UTF-8", at: place, notes: [Note("save the file in the encoding UTF-8")])
    }

    static func controlCharacter(_ scalar: Unicode.Scalar, at place: SourcePlace) -> Diagnostic {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        return Diagnostic("PLN0102", .error, "the character \(code) is not allowed in YAML", at: place)
    }

    static func fileTooLarge(_ count: Int, limit: Int, at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0103", .error, "the file has \(count) bytes, and \(limit) are allowed", at: place)
    }

    static func expandsTooFar(limit: Int, at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0103", .error, "with its aliases expanded, the document has more than \(limit) bytes", at: place)
    }

    static func tooDeep(limit: Int, at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0104", .error, "nested more than \(limit) deep", at: place)
    }

    static func duplicateKey(_ key: String, at place: SourcePlace, first: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0105", .error, "the key '\(key)' stands twice", at: place, notes: [Note("first here", at: first)])
    }

    static func unknownAnchor(_ name: String, known: [String], at place: SourcePlace) -> Diagnostic {
        let nearest = NearestName.of(name, among: known)
        return Diagnostic(
            "PLN0106", .error, "no anchor '&\(name)' stands before this", at: place,
            notes: nearest == nil ? [Note("a text that begins with '*' needs quotes")] : [],
            fixIts: nearest.map { [FixIt("did you mean '*\($0)'?", replace: place, with: "*" + $0)] } ?? [])
    }

    static func cyclicAlias(_ name: String, at place: SourcePlace, anchor: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0107", .error, "'*\(name)' contains itself", at: place, notes: [Note("the anchor is here", at: anchor)])
    }

    static func mergeOfNoMapping(at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0108", .error, "'<<' merges mappings, and this is none", at: place)
    }

    static func keyIsNotText(at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0109", .error, "a key is a text", at: place)
    }

    static func secondDocument(at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0110", .error, "a second document begins here", at: place, notes: [Note("a file holds one document")])
    }

    static func emptyDocument(at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0111", .error, "the file is empty", at: place)
    }

    static func unsupportedTag(_ tag: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0112", .error, "the tag '\(tag)' does not fit this value", at: place)
    }
}

/// The pages of family 01.
package enum YAMLDiagnostics {
    /// In the order of their codes.
    package static let pages: [DiagnosticPage] = [
        DiagnosticPage(
            "PLN0101", "not valid YAML",
            """
            The file cannot be read as YAML at the place shown. The most frequent causes are a text that needs quotes,
            because it holds `: ` or begins with one of `` @ ` % * & ! | > ' " { [ ``, and lines that are not aligned.

            ```yaml
            description: Move: the shop      # wrong: ': ' inside a text
            description: "Move: the shop"    # right
            ```

            Keys of one mapping stand in one column, and lines are indented with spaces, never with tabs.
            """),
        DiagnosticPage(
            "PLN0102", "not UTF-8, or a character that YAML forbids",
            """
            A plan is a text in UTF-8, with or without a byte order mark. Control characters other than tab and line
            break may not stand in it; inside double quotes they can be written as escapes.

            ```yaml
            where: "sep = '\\x01'"
            ```

            Save the file in UTF-8, or replace the character with its escape.
            """),
        DiagnosticPage(
            "PLN0103", "the document is too large",
            """
            A file may have 10 MB, and so may the document after each alias is replaced with what it stands for. The
            second limit is there because a few lines of aliases to lists of aliases can stand for gigabytes.

            Split the plan, or write fewer aliases.
            """),
        DiagnosticPage(
            "PLN0104", "the document is nested too deep",
            """
            Collections may stand inside each other 64 deep, aliases expanded. No plan needs more than eight; look for
            brackets that are not closed.
            """),
        DiagnosticPage(
            "PLN0105", "a key stands twice",
            """
            Within one mapping each key stands once. Many readers of YAML keep the last of two equal keys in silence;
            here it is an error, because the first one would be lost.

            ```yaml
            tables:
              users: { rename: accounts }
              users: { where: "id > 0" }     # wrong: write both into one entry
            ```

            Keys that `<<` brings in may be stated again: the mapping's own win.
            """),
        DiagnosticPage(
            "PLN0106", "an alias without an anchor",
            """
            `*name` stands for the value that `&name` was written before, earlier in the same file. No such anchor
            exists. A text that begins with an asterisk, such as the glob `*_log`, needs quotes.

            ```yaml
            include: ["*_log"]
            ```
            """),
        DiagnosticPage(
            "PLN0107", "an alias that contains itself",
            """
            The alias stands inside the value that its anchor names, so that it would never end.

            ```yaml
            tables: &all
              users: *all      # wrong
            ```

            Put the anchor on a part that does not hold the alias.
            """),
        DiagnosticPage(
            "PLN0108", "a merge of what is not a mapping",
            """
            The value of `<<` is a mapping, or a list of mappings, usually aliases.

            ```yaml
            columns:
              created_at: &moment { type: timestamptz, decode: epoch_milliseconds }
              updated_at: { <<: *moment }
            ```
            """),
        DiagnosticPage(
            "PLN0109", "a key that is not a text",
            """
            The keys of a mapping are texts. YAML also allows lists, mappings and nothing at all as keys; a plan does
            not. A key such as `1` or `true` is read as the text that is written.

            ```yaml
            ? [a, b]
            : 1          # wrong
            ```
            """),
        DiagnosticPage(
            "PLN0110", "more than one document",
            """
            A line `---` begins a second document. A file holds one plan: put the second into a file of its own, or take
            the line out.
            """),
        DiagnosticPage(
            "PLN0111", "an empty file",
            """
            The file holds nothing, or comments only. The smallest plan is:

            ```yaml
            plan: 1
            name: shop
            source: { sqlite: shop.db }
            target: { postgres: "${DATABASE_URL}" }
            ```
            """),
        DiagnosticPage(
            "PLN0112", "an unknown tag",
            """
            A tag, such as `!!str`, says how a value is to be read. Only the tags of YAML's core schema are known:
            `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!seq` and `!!map`, each on a value of its kind. A text
            that begins with an exclamation mark needs quotes.
            """),
    ]
}
