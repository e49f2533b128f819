/// One command of a tool, or a group of commands that share a first word.
package struct CommandSpec: Hashable, Sendable {
    /// Whether help and completions list a command; a hidden one works all the same.
    package enum Visibility: Hashable, Sendable {
        case listed, hidden
    }

    /// The word that calls the command.
    package let name: String
    /// What the command does, in one line without a full stop.
    package let abstract: String
    /// The section of the tool's help that lists the command; without one it stands under "Commands".
    package let group: CommandGroup?
    /// Paragraphs separated by blank lines; lines indented by four spaces are kept as they are, and `- ` opens an item.
    package let discussion: String
    /// The positional arguments in their order.
    package let arguments: [ArgumentSpec]
    /// The command's own options; one named like a common option replaces that one.
    package let options: [OptionSpec]
    /// Command lines that show the command in use.
    package let examples: [ExampleSpec]
    /// Commands below this one, which then takes no arguments or options of its own.
    package let subcommands: [CommandSpec]
    /// Whether help and completions list the command.
    package let visibility: Visibility

    /// A command, or a group if it has subcommands.
    package init(
        _ name: String, _ abstract: String, group: CommandGroup? = nil, discussion: String = "",
        arguments: [ArgumentSpec] = [], options: [OptionSpec] = [], examples: [ExampleSpec] = [],
        subcommands: [CommandSpec] = [], visibility: Visibility = .listed
    ) {
        self.name = name
        self.abstract = abstract
        self.group = group
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.examples = examples
        self.subcommands = subcommands
        self.visibility = visibility
    }

    /// Whether help and completions leave the command out.
    package var isHidden: Bool { visibility == .hidden }
}

/// A titled section of commands in a tool's help.
package struct CommandGroup: Hashable, Sendable {
    /// The section's title.
    package let title: String

    /// The section of that title; equal titles are one section.
    package init(_ title: String) {
        self.title = title
    }
}

/// A command line that shows a command in use.
package struct ExampleSpec: Hashable, Sendable {
    /// What the line does, without a full stop.
    package let explanation: String
    /// The line as typed, without a prompt.
    package let line: String

    /// An explanation and the line it is about.
    package init(_ explanation: String, _ line: String) {
        self.explanation = explanation
        self.line = line
    }
}

extension Sequence<CommandSpec> {
    /// The commands that help and completions show.
    var listed: [CommandSpec] { filter { !$0.isHidden } }
}
