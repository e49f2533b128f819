/// A command line that the tool's spec does not allow.
package struct UsageError: Error, Hashable, Sendable {
    /// What is wrong. Options and values stand in it as they were typed.
    package enum Reason: Hashable, Sendable {
        case missingCommand(choices: [String])
        case unknownCommand(String, suggestion: String?)
        case unknownOption(String, suggestion: String?)
        /// - Parameter rejected: the word that follows, if it might have been meant but looks like an option.
        case missingValue(option: String, placeholder: String, rejected: String?)
        case unexpectedValue(option: String, value: String)
        /// - Parameter of: the option as typed, or the argument's name.
        case invalidChoice(String, of: String, choices: [String], suggestion: String?)
        case notAnInteger(option: String, value: String)
        case integerOutOfRange(option: String, value: String, range: ClosedRange<Int>)
        case missingArgument(String)
        /// The option with its placeholder.
        case missingOption(String)
        case unexpectedArgument(String)
        case optionGivenTwice(String)
    }

    /// What is wrong.
    package let reason: Reason
    /// The command as far as it was understood.
    package let path: CommandPath
    /// How the command is used, without the word "usage".
    let usageLine: String
    /// What to type to read more.
    let helpInvocation: String

    init(_ reason: Reason, at path: CommandPath, of tool: ToolSpec) {
        self.reason = reason
        self.path = path
        usageLine = UsageLine.text(for: path, in: tool)
        helpInvocation = "\(path.invocation(of: tool)) --help"
    }
}
