/// The names that lead from a tool to one of its commands; `.tool`, the empty path, is the tool itself.
package struct CommandPath: Hashable, Sendable, CustomStringConvertible, ExpressibleByArrayLiteral {
    package let names: [String]

    package init(_ names: [String]) {
        self.names = names
    }

    package init(arrayLiteral elements: String...) {
        self.init(elements)
    }

    /// The path of the tool itself.
    package static let tool = CommandPath([])

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
