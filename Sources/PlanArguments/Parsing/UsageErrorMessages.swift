// The wording of every usage error.

extension UsageError: CustomStringConvertible {
    /// What is wrong, on one line, without a prefix such as "error:".
    package var message: String {
        switch reason {
        case .missingCommand(let choices):
            "a command is missing"
                + (choices.count > Self.mostChoices ? "" : "; use \(Self.list(choices))")
        case .unknownCommand(let name, let suggestion):
            "unknown command '\(name)'" + Self.didYouMean(suggestion)
        case .unknownOption(let name, let suggestion):
            "unknown option '\(name)'" + Self.didYouMean(suggestion)
        case .missingValue(let option, let placeholder, let rejected):
            "missing value for '\(option) \(placeholder)'" + Self.advice(option, rejected: rejected)
        case .unexpectedValue(let option, let value):
            "'\(option)' takes no value, but was given '\(value)'"
        case .invalidChoice(let value, let subject, let choices, let suggestion):
            "invalid value '\(value)' for '\(subject)'; use \(Self.list(choices))"
                + (suggestion.map { " (did you mean '\($0)'?)" } ?? "")
        case .notAnInteger(let option, let value):
            "'\(option)' needs a whole number, but was given '\(value)'"
        case .integerOutOfRange(let option, let value, let range):
            "'\(option)' needs a whole number (\(range.wording ?? "of 64 bits")), but was given '\(value)'"
        case .missingArgument(let name):
            "missing argument '\(name)'"
        case .missingOption(let option):
            "missing option '\(option)'"
        case .unexpectedArgument(let word):
            "unexpected argument '\(word)'"
        case .optionGivenTwice(let option):
            "option '\(option)' is given twice"
        }
    }

    /// More commands than this are for help to list.
    private static let mostChoices = 8

    /// How the command is used.
    package var usage: String { "usage: \(usageLine)" }

    /// Where to read more.
    package var hint: String { "see '\(helpInvocation)'" }

    /// The message, the usage and the hint, a line each, without a last line feed.
    package var description: String { "\(message)\n\(usage)\n\(hint)" }

    private static func didYouMean(_ suggestion: String?) -> String {
        suggestion.map { "; did you mean '\($0)'?" } ?? ""
    }

    private static func advice(_ option: String, rejected: String?) -> String {
        rejected.map { "; if '\($0)' is the value, write '\(option)=\($0)'" } ?? ""
    }

    /// The words with commas, and "or" before the last.
    private static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
