/// The names that lead from a tool to one of its commands; `.tool`, the empty path, is the tool itself.
package struct CommandPath: Hashable, Sendable, CustomStringConvertible, ExpressibleByArrayLiteral {
    /// The names, the outermost first.
    package let names: [String]

    /// The path of these names; no command need be there.
    package init(_ names: [String]) {
        self.names = names
    }

    /// The path of these names, as in `["backup", "create"]`.
    package init(arrayLiteral elements: String...) {
        self.init(elements)
    }

    /// The path of the tool itself.
    package static let tool = CommandPath([])

    /// The path of a command below this one.
    package func appending(_ name: String) -> CommandPath {
        CommandPath(names + [name])
    }

    /// The names with spaces between, as typed.
    package var description: String { names.joined(separator: " ") }

    /// The tool's name and the path, as typed.
    func invocation(of tool: ToolSpec) -> String {
        ([tool.name] + names).joined(separator: " ")
    }
}
