/// A code that identifies a kind of diagnostic for ever: `PLN` and four digits, the first two being the family.
package struct DiagnosticCode: Hashable, Sendable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let description: String

    package init(_ text: String) { description = text }
    package init(stringLiteral text: String) { description = text }

    package static func < (left: DiagnosticCode, right: DiagnosticCode) -> Bool { left.description < right.description }
}

/// Something told to the user: what, where, why, and what to do.
package struct Diagnostic: Sendable, Error {
    package enum Severity: String, Sendable, CaseIterable {
        case error
        case warning
    }

    /// A further sentence, with or without a place of its own.
    package struct Note: Sendable {
        package let message: String
        package let place: SourcePlace?

        package init(_ message: String, at place: SourcePlace? = nil) {
            self.message = message
            self.place = place
        }
    }

    /// An edit of the text that would resolve the diagnostic.
    package struct FixIt: Sendable {
        package let message: String
        package let place: SourcePlace
        package let replacement: String

        package init(_ message: String, replace place: SourcePlace, with replacement: String) {
            self.message = message
            self.place = place
            self.replacement = replacement
        }
    }

    package let code: DiagnosticCode
    package let severity: Severity
    /// One sentence without a full stop: what is wrong, with the names concerned.
    package let message: String
    /// The tightest range that the message is about; nil where there is no text to point at.
    package let place: SourcePlace?
    package let notes: [Note]
    package let fixIts: [FixIt]
    /// What to write into the plan; several are alternatives, the safest first.
    package let resolutions: [PlanSnippet]

    package init(
        _ code: DiagnosticCode, _ severity: Severity, _ message: String, at place: SourcePlace? = nil,
        notes: [Note] = [], fixIts: [FixIt] = [], resolutions: [PlanSnippet] = []
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.place = place
        self.notes = notes
        self.fixIts = fixIts
        self.resolutions = resolutions
    }
}

extension Diagnostic {
    /// The same, with a place for what is about none.
    package func placed(at fallback: SourcePlace) -> Diagnostic {
        Diagnostic(
            code, severity, message, at: place ?? fallback, notes: notes, fixIts: fixIts, resolutions: resolutions)
    }
}

/// Diagnostics collected inside a phase; whoever runs the phases looks at `hasErrors` between them.
package struct DiagnosticBag: Sendable {
    package private(set) var diagnostics: [Diagnostic] = []

    package init() {}

    package mutating func add(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    package mutating func add(contentsOf others: DiagnosticBag) { diagnostics += others.diagnostics }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

extension Sequence<Diagnostic> {
    /// How many of a severity there are.
    package func count(of severity: Diagnostic.Severity) -> Int {
        reduce(0) { $0 + ($1.severity == severity ? 1 : 0) }
    }
}

extension [Diagnostic] {
    /// Those that point into one text stand together where the first of them stood, in the order of the text.
    package var inReadingOrder: [Diagnostic] {
        var order: [String?] = []
        for diagnostic in self where !order.contains(diagnostic.place?.file.path) {
            order.append(diagnostic.place?.file.path)
        }
        return order.flatMap { path in
            filter { $0.place?.file.path == path }.enumerated().sorted { left, right in
                let starts = (left.element.place?.range.lowerBound ?? 0, right.element.place?.range.lowerBound ?? 0)
                return starts.0 == starts.1 ? left.offset < right.offset : starts.0 < starts.1
            }.map(\.element)
        }
    }
}
