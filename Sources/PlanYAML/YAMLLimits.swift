/// How much a document may be. What is larger is refused, so that a small file cannot exhaust memory.
package struct YAMLLimits: Sendable {
    /// Bytes of a file.
    package var fileBytes = 10_000_000
    /// Bytes of a document after each alias is replaced with what it stands for.
    package var expandedBytes = 10_000_000
    /// Collections inside each other.
    package var depth = 64

    package init() {}
}
