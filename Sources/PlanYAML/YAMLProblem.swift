internal import PlanDiagnostics

/// libyaml's reason for giving up, in words that say what to do, at the place that is wrong.
struct YAMLProblem {
    let diagnostic: Diagnostic

    /// - Parameter textStart: bytes of byte order mark, which libyaml has not seen.
    init(_ failure: YAMLEventReader.Failure, in file: SourceFile, textStart: Int, offsets: ScalarOffsets) {
        let context = offsets.byteOffset(ofScalar: failure.contextScalar)
        let wording = Self.wording(failure, in: file, offsets: offsets)
        let position: Int
        switch failure.position {
        case .scalar(let index): position = offsets.byteOffset(ofScalar: index)
        case .byte(let offset): position = textStart + offset
        }
        var notes: [Diagnostic.Note] = []
        let place: SourcePlace
        switch wording.context {
        case .ignored: place = Self.word(at: position, in: file)
        case .blamed: place = Self.word(at: context, in: file)
        case .noted(let message):
            place = Self.word(at: position, in: file)
            notes.append(Diagnostic.Note(message, at: file.place(context..<min(context + 1, file.bytes.count))))
        }
        notes.append(Diagnostic.Note(wording.hint))
        diagnostic = .syntax(wording.message(at: file[place.range]), notes: notes, at: place)
    }

    private struct Wording {
        /// What to do with the place where libyaml began to read what it could not finish.
        enum Context {
            case ignored
            case blamed
            case noted(String)
        }

        let problem: String
        /// `%` stands for the text at the place.
        let message: String
        let hint: String
        var context = Context.ignored

        func message(at text: String) -> String {
            message.split(separator: "%", omittingEmptySubsequences: false)
                .joined(separator: text.count > 40 ? text.prefix(40) + "…" : text)
        }
    }

    private static let tab = Wording(
        problem: "found a tab character", message: "a tab where only spaces may indent",
        hint: "replace the tab with spaces")

    /// What libyaml 0.2.5 says, in the order of likelihood; the first that its text begins with is taken.
    private static let wordings = [
        Wording(
            problem: "mapping values are not allowed in this context", message: "a ':' cannot stand here",
            hint: "put a text that holds ': ' into quotes; if this is a key, align it with its neighbours"),
        Wording(
            problem: "did not find expected key", message: "'%' cannot stand here",
            hint: "keys of one mapping stand in one column; a text that begins with a quote ends with it"),
        Wording(
            problem: "could not find expected ':'", message: "a key without ':'",
            hint: "write 'key: value'; a text over several lines needs quotes or '|'", context: .blamed),
        Wording(
            problem: "found unexpected end of stream", message: "a quote that is never closed",
            hint: "close it with the same quote", context: .blamed),
        Wording(
            problem: "found unexpected document indicator", message: "a quote that is never closed",
            hint: "close it with the same quote", context: .blamed),
        Wording(
            problem: "found character that cannot start any token", message: "a text cannot begin with '%'",
            hint: "put the text into quotes"),
        tab,
        Wording(
            problem: "did not find expected '-' indicator", message: "'%' is not an entry of the list above it",
            hint: "begin each entry with '- ', in one column"),
        Wording(
            problem: "block sequence entries are not allowed in this context", message: "a list cannot begin here",
            hint: "begin the list on a line of its own, below its key"),
        Wording(
            problem: "block mapping", message: "a mapping cannot begin here",
            hint: "begin the mapping on a line of its own"),
        Wording(
            problem: "mapping keys are not allowed in this context", message: "a key cannot stand here",
            hint: "put a text that begins with '? ' into quotes"),
        Wording(
            problem: "did not find expected ',' or ']'", message: "a list in '[' and ']' is not closed before this",
            hint: "separate the entries with ',' and close the list with ']'", context: .noted("it begins here")),
        Wording(
            problem: "did not find expected ',' or '}'", message: "a mapping in '{' and '}' is not closed before this",
            hint: "separate the entries with ',' and close the mapping with '}'",
            context: .noted("it begins here")),
        Wording(
            problem: "did not find expected node content", message: "a value is missing before '%'",
            hint: "write the value, or take the separator away"),
        Wording(
            problem: "found unknown escape character", message: "an escape that YAML does not know",
            hint: "write '\\\\' for a backslash, or use single quotes, in which a backslash is itself"),
        Wording(
            problem: "found undefined tag handle", message: "a text cannot begin with '!'", hint: "put it into quotes"),
        Wording(
            problem: "did not find expected alphabetic or numeric character", message: "a text cannot begin with '%'",
            hint: "put it into quotes: '*' and '&' stand before the names of anchors", context: .blamed),
        Wording(
            problem: "did not find expected comment or line break", message: "'%' follows '|' or '>' on the same line",
            hint: "begin the text on the next line, or put it into quotes"),
        Wording(
            problem: "did not find expected hexdecimal number", message: "an escape without its digits",
            hint: "write '\\x41', '\\u0041' or '\\U00000041'"),
        Wording(
            problem: "did not find expected <document start>", message: "'%' stands after the end of the document",
            hint: "a plan is one mapping: write 'key: value' lines only"),
        Wording(
            problem: "found incompatible YAML document", message: "a version of YAML that is not known",
            hint: "leave the line out"),
        Wording(
            problem: "found duplicate %YAML directive", message: "a second %YAML line", hint: "leave the line out"),
    ]

    private static func wording(
        _ failure: YAMLEventReader.Failure, in file: SourceFile, offsets: ScalarOffsets
    ) -> Wording {
        if case .scalar(let index) = failure.position, failure.problem == "found character that cannot start any token"
        {
            let offset = offsets.byteOffset(ofScalar: index)
            if offset < file.bytes.count, file.bytes[offset] == 0x09 { return tab }
        }
        return wordings.first { failure.problem.hasPrefix($0.problem) }
            ?? Wording(
                problem: "", message: "not YAML: " + failure.problem,
                hint: "check quotes, brackets and indentation around this place")
    }

    /// The word at an offset: one character at least, and where the text is at its end, its last one.
    private static func word(at offset: Int, in file: SourceFile) -> SourcePlace {
        let bytes = file.bytes
        var start = min(offset, bytes.count)
        if !bytes[start...].contains(where: { !isBlank($0) }) {
            while start > 0, isBlank(bytes[start - 1]) { start -= 1 }
            start = max(0, start - 1)
        }
        while start > 0, start < bytes.count, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        var end = start
        while end < bytes.count, !isBlank(bytes[end]), !stops.contains(bytes[end]) { end += 1 }
        if end == start, end < bytes.count {
            end += 1
            while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        }
        return file.place(start..<end)
    }

    private static let stops = Array(",:[]{}\"'".utf8)

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
