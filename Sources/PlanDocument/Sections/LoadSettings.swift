internal import PlanSupport
internal import PlanYAML

/// `load`: how rows are moved.
package struct LoadSettings: PlanSection {
    package var jobs = Setting(default: Jobs.auto)
    /// Rows in a unit of commit and resume.
    package var chunkRows = Setting(default: 500_000)
    package var existing = Setting(default: ExistingPolicy.fail)
    package var indexes = Setting(default: IndexOrder.after)
    package var onFailure = Setting(default: FailurePolicy.rollback)

    package init() {}

    /// Streams that run side by side.
    package enum Jobs: Hashable, Sendable {
        case auto
        case count(Int)
    }

    /// What becomes of the rows that a table of the target has already.
    package enum ExistingPolicy: String, CaseIterable, Sendable {
        /// There must be none.
        case fail
        /// They stay, and none may have the key of one that comes.
        case append
        /// All go, by TRUNCATE.
        case truncate
        /// All go, by DELETE.
        case replace
        /// They stay, and what comes with the key of one is left.
        case skip
        /// They stay, and one with the key of one that comes takes its values.
        case update
    }

    /// When indexes are built, as seen from the rows.
    package enum IndexOrder: String, CaseIterable, Sendable {
        case after
        case before
    }

    /// What becomes of the target after a failed run.
    package enum FailurePolicy: String, CaseIterable, Sendable {
        case rollback
        case keep
    }
}

extension LoadSettings {
    static let shape = ObjectShape<LoadSettings>(
        "'load'",
        [
            .setting("jobs", .jobs, \.jobs, "Streams that run side by side."),
            .setting("chunk_rows", .integer(1...1_000_000_000), \.chunkRows, "Rows in a unit of commit and resume."),
            .setting(
                "existing", .word(), \.existing,
                "With `mode: data`, what becomes of the rows that a table has already; `fail` takes an empty table."),
            .setting("indexes", .word(later: [.before]), \.indexes, "Whether indexes are built after the rows are in."),
            .setting("on_failure", .word(), \.onFailure, "What becomes of the target after a failed run."),
        ])
}

extension Shape where Value == LoadSettings.Jobs {
    /// `auto`, or a number.
    static var jobs: Shape {
        let range = 1...64
        let count = Shape<Int>.integer(range)
        let form = ValueForm.alternatives([.words([WordForm(word: "auto", availability: .now)]), count.form])
        return Shape(form, write: Self.written) { node, decoding in
            guard case .scalar(let scalar) = node.content else {
                return decoding.refuse(node, expected: "auto or a whole number")
            }
            if scalar.text == "auto" { return .auto }
            guard case .integer = scalar.meaning else {
                return decoding.refuse(node, expected: "auto or a whole number")
            }
            return count.decode(node, &decoding).map { .count($0) }
        }
    }

    private static func written(_ jobs: LoadSettings.Jobs) -> JSONValue {
        switch jobs {
        case .auto: "auto"
        case .count(let count): .integer(Int64(count))
        }
    }
}
