/// Renders the tool's page of the manual, in the macros of man(7).
package enum ManualPage {
    /// The page with all commands that help lists.
    package static func text(for tool: ToolSpec) -> String {
        let title = "\(tool.name) \(tool.version)"
        var lines = [".TH \(quoted(tool.name.uppercased())) 1 \"\" \(quoted(title)) \"User Commands\""]
        lines += [".SH NAME", "\(escaped(tool.name)) \\- \(escaped(tool.abstract))"]
        lines += [".SH SYNOPSIS", bold(tool.name) + " \\fICOMMAND\\fR [\\fIoptions\\fR]"]
        if !tool.furtherReading.isEmpty { lines += [".SH DESCRIPTION"] + paragraph(tool.furtherReading) }
        lines.append(".SH COMMANDS")
        for (path, command) in tool.allCommands where !command.isHidden {
            lines += section(command, at: path, in: tool)
        }
        lines += [".SH \"COMMON OPTIONS\""] + (tool.commonOptions + [.help]).flatMap(option)
        if !tool.exitCodes.isEmpty {
            lines.append(".SH \"EXIT STATUS\"")
            for code in tool.exitCodes { lines += item(bold(String(code.code)), code.meaning) }
        }
        if !tool.environment.isEmpty {
            lines.append(".SH ENVIRONMENT")
            for variable in tool.environment { lines += item(bold(variable.name), variable.effect) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(_ command: CommandSpec, at path: CommandPath, in tool: ToolSpec) -> [String] {
        var lines = [".SS \(quoted(path.invocation(of: tool)))"] + paragraph(command.abstract + ".")
        lines += [".PP", bold(UsageLine.text(for: path, in: tool))]
        for text in command.discussion.split(separator: "\n", omittingEmptySubsequences: false) {
            if text.hasPrefix(TextWrapper.verbatimIndentation) {
                lines += [".nf", escaped(String(text)), ".fi"]
            } else if !text.isEmpty {
                lines += paragraph(String(text))
            }
        }
        for argument in command.arguments {
            lines += item(
                "\\fI\(escaped(argument.usage))\\fR", ([argument.help] + argument.constraints).joined(separator: "; "))
        }
        lines += command.options.flatMap(option)
        for example in command.examples {
            lines += paragraph(example.explanation + ":") + [".RS 4", ".nf", escaped(example.line), ".fi", ".RE"]
        }
        return lines
    }

    private static func option(_ option: OptionSpec) -> [String] {
        let names = option.names.map(bold).joined(separator: ", ")
        let value = option.placeholder.map { " \\fI\(escaped($0))\\fR" } ?? ""
        let standard = option.defaultText.map { ["default: \($0)"] } ?? []
        return item(names + value, ([option.help] + option.constraints + standard).joined(separator: "; "))
    }

    private static func item(_ tag: String, _ text: String) -> [String] { [".TP", tag, escaped(text)] }

    private static func paragraph(_ text: String) -> [String] { [".PP", escaped(text)] }

    private static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

    /// An argument of a macro.
    private static func quoted(_ text: String) -> String {
        "\"" + escaped(text).split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\(dq") + "\""
    }

    /// Text that is set as it stands: a dash is a minus, and a line that begins with a dot is no macro.
    private static func escaped(_ text: String) -> String {
        var result = text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" : ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "\n", "\r": result += " "
            case _ where !scalar.isASCII:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
