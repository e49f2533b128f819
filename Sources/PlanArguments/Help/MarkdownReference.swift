/// Renders the reference page of one command as Markdown.
package enum MarkdownReference {
    /// The page of a command of the tool, with all its subcommands; ends in a line feed.
    package static func page(for command: CommandSpec, in tool: ToolSpec) -> String {
        guard let path = tool.allCommands.first(where: { $0.command == command })?.path else {
            preconditionFailure("'\(command.name)' is no command of '\(tool.name)'")
        }
        var blocks = body(of: command, at: path, in: tool, level: 1)
        let common = tool.inheritedOptions(of: command) + [.help]
        blocks += [heading("Common options", level: 2), optionTable(common)]
        if !tool.exitCodes.isEmpty {
            let rows = tool.exitCodes.map { ["`\($0.code)`", $0.meaning] }
            blocks += [heading("Exit codes", level: 2), table(["Code", "Meaning"], rows)]
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private static func body(
        of command: CommandSpec, at path: CommandPath, in tool: ToolSpec, level: Int
    ) -> [String] {
        let name = path.invocation(of: tool)
        var blocks = [heading("`\(name)`", level: level), command.abstract + "."]
        blocks.append(fence(UsageLine.text(for: path, in: tool), language: "text"))
        if !command.discussion.isEmpty { blocks.append(discussion(command.discussion)) }
        if !command.subcommands.isEmpty {
            let rows = command.subcommands.listed.map { ["`\(name) \($0.name)`", $0.abstract] }
            blocks += [heading("Commands", level: level + 1), table(["Command", "Meaning"], rows)]
        }
        if !command.arguments.isEmpty {
            let rows = command.arguments.map { ["`\($0.usage)`", $0.meaning] }
            blocks += [heading("Arguments", level: level + 1), table(["Argument", "Meaning"], rows)]
        }
        if !command.options.isEmpty {
            blocks += [heading("Options", level: level + 1), optionTable(command.options)]
        }
        if !command.examples.isEmpty {
            blocks.append(heading("Examples", level: level + 1))
            for example in command.examples {
                blocks += ["\(example.explanation):", fence(example.line, language: "sh")]
            }
        }
        for subcommand in command.subcommands.listed {
            blocks += body(of: subcommand, at: path.appending(subcommand.name), in: tool, level: level + 1)
        }
        return blocks
    }

    /// A discussion with its verbatim lines fenced: indented ones would belong to an item above them.
    private static func discussion(_ text: String) -> String {
        var lines: [String] = []
        var verbatim: [String] = []
        func finishVerbatim() {
            guard !verbatim.isEmpty else { return }
            lines.append(fence(verbatim.joined(separator: "\n"), language: "text"))
            verbatim = []
        }
        var isAfterBlank = true
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix(TextWrapper.verbatimIndentation), isAfterBlank || !verbatim.isEmpty {
                verbatim.append(String(line.dropFirst(TextWrapper.verbatimIndentation.count)))
            } else {
                finishVerbatim()
                lines.append(String(line))
            }
            isAfterBlank = line.allSatisfy(\.isWhitespace)
        }
        finishVerbatim()
        return lines.joined(separator: "\n")
    }

    private static func optionTable(_ options: [OptionSpec]) -> String {
        let rows = options.map { option in
            let names = option.names.map { "`\($0)`" }
            // The placeholder belongs to the long name, which stands last.
            let shown = names.dropLast() + ["`\(option.usage)`"]
            let meaning = ([option.help] + option.constraints).joined(separator: "; ")
            return [shown.joined(separator: ", "), meaning, option.defaultText ?? ""]
        }
        return table(["Option", "Meaning", "Default"], rows)
    }

    private static func table(_ titles: [String], _ rows: [[String]]) -> String {
        ([titles, titles.map { _ in "---" }] + rows).map { row in
            "| " + row.map(cell).joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }

    /// The text of a cell: a bar ends a cell, even inside code, and a cell is one line.
    private static func cell(_ text: String) -> String {
        var cell = ""
        for character in text {
            switch character {
            case "|": cell += "\\|"
            case _ where character.isNewline: cell += " "
            default: cell.append(character)
            }
        }
        return cell
    }

    private static func heading(_ title: String, level: Int) -> String {
        String(repeating: "#", count: level) + " " + title
    }

    private static func fence(_ text: String, language: String) -> String {
        "```\(language)\n\(text)\n```"
    }
}

extension ArgumentSpec {
    fileprivate var meaning: String {
        ([help] + constraints).joined(separator: "; ")
    }
}
