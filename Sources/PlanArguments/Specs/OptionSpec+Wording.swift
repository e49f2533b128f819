extension OptionSpec {
    /// Choices of up to this many characters stand in place of a placeholder.
    private static let widestChoices = 20

    /// The long name with its dashes.
    var longName: String { "--\(name)" }
    /// The short name with its dash.
    var shortName: String? { short.map { "-\($0)" } }
    /// Both names, the short one first.
    var names: [String] { [shortName, longName].compactMap(\.self) }

    /// What stands for the value in help; nil for a flag.
    var placeholder: String? {
        switch kind {
        case .flag: nil
        case .value(let placeholder), .integer(let placeholder, _): placeholder
        case .choice(let words): choicesFitPlaceholder ? words.joined(separator: "|") : name.uppercased()
        }
    }

    /// The long name with the placeholder, as a usage line writes it.
    var usage: String { "\(longName)\(valueUsage)" }

    /// The placeholder after a space, or nothing.
    var valueUsage: String { placeholder.map { " \($0)" } ?? "" }

    /// What a reader must know of the value besides the help text.
    var constraints: [String] {
        var constraints: [String] = []
        switch kind {
        case .flag, .value: break
        case .choice(let words):
            if !choicesFitPlaceholder { constraints.append("one of \(words.joined(separator: ", "))") }
        case .integer(_, let range): constraints += range.wording.map { [$0] } ?? []
        }
        switch occurrence {
        case .optional: break
        case .required: constraints.append("required")
        case .repeatable: constraints.append("may be repeated")
        }
        return constraints
    }

    /// The default in words.
    var defaultText: String? {
        switch defaultsTo {
        case .value(let text), .described(let text): text
        case nil: nil
        }
    }

    private var choicesFitPlaceholder: Bool {
        (choices ?? []).joined(separator: "|").count <= Self.widestChoices
    }
}

extension ClosedRange<Int> {
    /// The range in words; nil if every integer is in it.
    var wording: String? {
        switch (lowerBound == .min, upperBound == .max) {
        case (true, true): nil
        case (false, true): "at least \(lowerBound)"
        case (true, false): "at most \(upperBound)"
        case (false, false): "\(lowerBound) to \(upperBound)"
        }
    }
}
