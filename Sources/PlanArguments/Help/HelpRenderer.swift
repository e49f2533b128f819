/// Renders the help of a tool and of its commands for a terminal.
package struct HelpRenderer {
    /// How the titles of sections are written.
    package enum Headings: Hashable, Sendable {
        case plain
        /// With the escape sequences that a terminal shows as bold.
        case bold
    }

    private static let narrowest = 40

    private let tool: ToolSpec
    private let width: Int
    private let headings: Headings

    /// - Parameter width: the columns of a line; fewer than 40 count as 40.
    package init(tool: ToolSpec, width: Int = 80, headings: Headings = .plain) {
        self.tool = tool
        self.width = max(width, Self.narrowest)
        self.headings = headings
    }

    /// The help of a command, or of the tool for the empty path; ends in a line feed.
    package func help(for path: CommandPath) -> String {
        let sections =
            tool.command(at: path).map { self.sections(of: $0, at: path) } ?? sectionsOfTool
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    // MARK: Screens

    private var sectionsOfTool: [[String]] {
        var sections = [paragraph(tool.abstract), usage(.tool)]
        sections += commandSections(tool.commands)
        sections.append(section("Common options", optionRows(tool.commonOptions + [.help, .version])))
        sections.append(
            section("Exit codes", tool.exitCodes.map { TermList.Row(term: "\($0.code)", meaning: $0.meaning) }))
        sections.append(
            section("Environment", tool.environment.map { TermList.Row(term: $0.name, meaning: $0.effect) }))
        sections.append(paragraph("Run '\(tool.name) help COMMAND' to read about a command."))
        sections.append(TextWrapper.discussion(tool.furtherReading, width: width))
        return sections
    }

    private func sections(of command: CommandSpec, at path: CommandPath) -> [[String]] {
        var sections = [paragraph(command.abstract), usage(path)]
        sections.append(TextWrapper.discussion(command.discussion, width: width))
        sections += commandSections(command.subcommands)
        sections.append(section("Arguments", argumentRows(command.arguments)))
        sections.append(section("Options", optionRows(command.options)))
        sections.append(examples(command.examples))
        sections.append(section("Common options", optionRows(tool.inheritedOptions(of: command) + [.help])))
        if !command.subcommands.isEmpty {
            let start = "\(tool.name) help \(path)"
            sections.append(paragraph("Run '\(start) COMMAND' to read about one of these commands."))
        }
        return sections
    }

    // MARK: Sections

    private func paragraph(_ text: String) -> [String] {
        TextWrapper.lines(text, width: width)
    }

    private func usage(_ path: CommandPath) -> [String] {
        let line = UsageLine.text(for: path, in: tool)
        let label = "Usage:"
        let lines = TextWrapper.lines("\(label) \(line)", width: width, hanging: label.count + 1)
        return lines.enumerated().map { index, line in
            index == 0 ? heading(label) + line.dropFirst(label.count) : line
        }
    }

    private func commandSections(_ commands: [CommandSpec]) -> [[String]] {
        var titles: [String] = []
        for command in commands.listed where !titles.contains(command.groupTitle) { titles.append(command.groupTitle) }
        func rows(_ commands: [CommandSpec]) -> [TermList.Row] {
            commands.map { TermList.Row(term: $0.name, meaning: $0.abstract) }
        }
        let all = rows(commands.listed)
        return titles.map { title in
            section(title, rows(commands.listed.filter { $0.groupTitle == title }), alignedWith: all)
        }
    }

    private func argumentRows(_ arguments: [ArgumentSpec]) -> [TermList.Row] {
        arguments.map { TermList.Row(term: $0.usage, meaning: meaning($0.help, $0.constraints)) }
    }

    private func optionRows(_ options: [OptionSpec]) -> [TermList.Row] {
        options.map { option in
            let lead = option.shortName.map { "\($0), " } ?? "    "
            let notes = option.constraints + (option.defaultText.map { ["default: \($0)"] } ?? [])
            return TermList.Row(term: lead + option.usage, meaning: meaning(option.help, notes))
        }
    }

    private func meaning(_ help: String, _ notes: [String]) -> String {
        notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))"
    }

    private func examples(_ examples: [ExampleSpec]) -> [String] {
        guard !examples.isEmpty else { return [] }
        let blocks = examples.map { example in
            // A line to copy is not broken.
            TextWrapper.lines("\(example.explanation):", width: width - 2).map { "  \($0)" } + ["    $ \(example.line)"]
        }
        return [heading("Examples")] + Array(blocks.joined(separator: [""]))
    }

    private func section(_ title: String, _ rows: [TermList.Row], alignedWith others: [TermList.Row] = []) -> [String] {
        rows.isEmpty ? [] : [heading(title)] + TermList(rows: rows, width: width, alignedWith: others).lines
    }

    private func heading(_ text: String) -> String {
        switch headings {
        case .plain: text
        case .bold: "\u{1B}[1m\(text)\u{1B}[0m"
        }
    }
}

extension CommandSpec {
    /// The section that lists the command.
    var groupTitle: String { group?.title ?? "Commands" }
}

extension ArgumentSpec {
    /// What a reader must know of the words besides the help text.
    var constraints: [String] {
        choices.map { ["one of \($0.joined(separator: ", "))"] } ?? []
    }
}
