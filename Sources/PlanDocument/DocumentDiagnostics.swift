internal import PlanDiagnostics
internal import PlanSupport
internal import PlanYAML

/// The wording of family 02.
extension Diagnostic {
    // MARK: Keys

    /// - Parameter object: what lacks the key, as a message calls it.
    static func missingKey(_ key: String, in object: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0201", .error, "\(object) needs the key '\(key)'", at: place)
    }

    /// - Parameters:
    ///   - found: what stands there, without its text.
    static func wrongKind(
        _ name: String, expected: String, found: String, at place: SourcePlace, fix: FixIt?
    ) -> Diagnostic {
        let subject = name.isEmpty ? "a plan" : "'\(name)'"
        return Diagnostic(
            "PLN0202", .error, "\(subject) takes \(expected), not \(found)", at: place, fixIts: fix.map { [$0] } ?? [])
    }

    /// - Parameter homes: the sections that declare such a key; empty for the document itself.
    static func unknownKey(_ key: YAMLKey, in object: String, known: [String], homes: [String]) -> Diagnostic {
        let message = "unknown key '\(Echo.text(key.text))' in \(object)"
        if let nearest = NearestName.of(key.text, among: known) {
            return Diagnostic(
                "PLN0203", .error, message, at: key.place,
                fixIts: [FixIt("did you mean '\(nearest)'?", replace: key.place, with: nearest)])
        }
        let note: String
        if let home = homes.first {
            note = home.isEmpty ? "it belongs at the top of the plan" : "it belongs under '\(home)'"
        } else {
            note = "the keys are \(Echo.list(known))"
        }
        return Diagnostic("PLN0203", .error, message, at: key.place, notes: [Note(note)])
    }

    static func missingAlternative(_ keys: [String], in object: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0207", .error, "\(object) needs one of the keys \(Echo.list(keys))", at: place)
    }

    static func excludingKeys(_ key: YAMLKey, _ first: YAMLKey) -> Diagnostic {
        Diagnostic(
            "PLN0208", .error, "'\(key.text)' and '\(first.text)' exclude each other", at: key.place,
            notes: [Note("the other one is here", at: first.place)])
    }

    static func droppedColumn(_ name: String, drop: SourcePlace?, other: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0208", .error, "the column '\(Echo.text(name))' is left out, so that nothing else can be said of it",
            at: other, notes: drop.map { [Note("it is left out here", at: $0)] } ?? [])
    }

    // MARK: Values

    static func unknownWord(
        _ word: String, for name: String, known: [String], available: [String], at place: SourcePlace
    ) -> Diagnostic {
        let message = "'\(Echo.text(word))' is not a value of '\(name)'"
        if let nearest = NearestName.of(word, among: known) {
            return Diagnostic(
                "PLN0204", .error, message, at: place,
                fixIts: [FixIt("did you mean '\(nearest)'?", replace: place, with: nearest)])
        }
        return Diagnostic(
            "PLN0204", .error, message, at: place, notes: [Note("the values are \(Echo.list(available))")])
    }

    static func outOfRange(_ name: String, _ range: ClosedRange<Int>, at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0205", .error, "'\(name)' takes a number from \(range.lowerBound) to \(range.upperBound)", at: place)
    }

    static func onlyTrue(_ name: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0205", .error, "'\(name)' takes true only; leave the key out otherwise", at: place)
    }

    static func malformed(_ name: String, expected: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0205", .error, "'\(name)' takes \(expected)", at: place)
    }

    static func emptyText(_ name: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0214", .error, "an empty text in '\(name)'", at: place)
    }

    static func emptyList(_ name: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0214", .error, "the list of '\(name)' is empty", at: place)
    }

    static func unknownVersion(_ version: Int, at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0211", .error, "version \(version) of the plan format is not known here", at: place,
            notes: [Note("this program reads version \(PlanFormat.version)")])
    }

    static func badName(at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0212", .error,
            "a plan's name has lower-case letters, digits and hyphens, begins with a letter, and has at most 63 characters",
            at: place)
    }

    static func notADate(_ name: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0213", .error, "'\(name)' takes a day of the calendar, written YYYY-MM-DD", at: place)
    }

    // MARK: Availability

    static func keyNotAvailable(_ name: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0206", .error, "'\(name)' is not available yet", at: place,
            notes: [Note("it is part of the format, and refused until it works")])
    }

    /// - Parameter available: the values that work; empty where that goes without saying.
    static func valueNotAvailable(
        _ name: String, _ value: String, available: [String] = [], at place: SourcePlace
    ) -> Diagnostic {
        let reason = Note("it is part of the format, and refused until it works")
        let others = available.isEmpty ? [] : [Note("available now: \(Echo.list(available))")]
        return Diagnostic(
            "PLN0206", .error, "the value '\(value)' of '\(name)' is not available yet", at: place,
            notes: [reason] + others)
    }

    // MARK: Connections

    /// - Parameter place: in a text in which the password is masked.
    static func literalPassword(_ name: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0209", .error, "a password stands in '\(name)'", at: place,
            notes: [Note("a plan is read by many; a variable is resolved only to open the connection")],
            fixIts: [FixIt("take it from a variable", replace: place, with: "${DATABASE_PASSWORD}")])
    }

    static func unterminatedVariable(at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0210", .error, "'${' without '}'", at: place, notes: [Note("write '$$' for a dollar sign")])
    }

    static func invalidVariable(_ name: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0210", .error, "'\(Echo.text(name))' is not the name of a variable", at: place,
            notes: [Note("a name has letters, digits and underscores, and does not begin with a digit")])
    }

    // MARK: Included files

    static func unreadableInclude(_ path: String, reason: String, at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0215", .error, "cannot include '\(Echo.text(path))': \(reason)", at: place)
    }

    /// - Parameter via: the includes that lead from the file back to here, in order.
    static func includeCycle(_ path: String, via: [SourcePlace], at place: SourcePlace) -> Diagnostic {
        Diagnostic(
            "PLN0216", .error, "including '\(Echo.text(path))' here would never end", at: place,
            notes: via.map { Note("by way of this include", at: $0) })
    }

    static func tooManyIncludes(_ limit: Int, at place: SourcePlace) -> Diagnostic {
        Diagnostic("PLN0217", .error, "more than \(limit) files are included", at: place)
    }
}
