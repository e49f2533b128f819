/// What a shell should offer where a value is typed.
package enum CompletionHint: Hashable, Sendable {
    case none
    /// Files whose names end in one of the extensions (without the dot), and directories; any file if there are none.
    case file(extensions: [String])
    case directory
    /// Words that are likely; others may be typed.
    case words([String])
}
