import PlanArguments
import PlanCommands
import PlanTestSupport
import Testing

@Suite struct CommandPageTests {
    private static let directory = "docs/commands"

    private static let commands = Tool.spec.commands.filter { $0.visibility == .listed }

    @Test func `the page of each command is what its spec says`() throws {
        for command in Self.commands {
            try Repository.expectFile(
                "\(Self.directory)/\(command.name).md",
                toHold: Array(MarkdownReference.page(for: command, in: Tool.spec).utf8))
        }
    }

    @Test func `every page is that of a command`() {
        let expected = Set(Self.commands.map { "\(Self.directory)/\($0.name).md" } + ["\(Self.directory)/README.md"])
        let found = Document.paths.filter { $0.hasPrefix(Self.directory + "/") }
        #expect(Set(found).subtracting(expected) == [], "pages of commands that are not there")
    }

    @Test func `the index lists every command`() throws {
        var text = "# Commands\n\n`plan COMMAND [options]`. \(Tool.spec.furtherReading)\n"
        for group in Self.groups {
            var table = MarkdownTable(["Command", "Meaning"])
            for command in Self.commands where command.group == group {
                table.add(["[`plan \(command.name)`](\(command.name).md)", command.abstract])
            }
            text += "\n## \(group?.title ?? "Others")\n\n" + table.lines.joined(separator: "\n") + "\n"
        }
        var codes = MarkdownTable(["Code", "Meaning"])
        for code in Tool.spec.exitCodes { codes.add(["`\(code.code)`", code.meaning]) }
        text += "\n## Exit codes\n\n" + codes.lines.joined(separator: "\n") + "\n"
        try Repository.expectFile("\(Self.directory)/README.md", toHold: Array(text.utf8))
    }

    /// In the order of their first commands.
    private static var groups: [CommandGroup?] {
        var groups: [CommandGroup?] = []
        for command in commands where !groups.contains(command.group) { groups.append(command.group) }
        return groups
    }
}
