/// Runs a program, without a shell, in the directory of the plan. It fails where the program does not end with success in
/// time.
package struct CommandInstruction: Hashable, Sendable {
    /// The program, a path or a name of the search path, and its arguments.
    package let command: [String]
    /// How long it may take.
    package let seconds: Int

    package init(command: [String], seconds: Int) {
        self.command = command
        self.seconds = seconds
    }
}
