/// A text that must not be seen: whatever prints, interpolates or reflects it shows `***`.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(reflecting: "***") }

    /// The text itself. Its only rightful use is to open a connection.
    package func reveal() -> String { text }
}
