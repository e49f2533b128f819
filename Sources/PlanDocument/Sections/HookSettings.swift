/// `hooks`: statements and commands around a run.
package struct HookSettings: Sendable {
    package var before: [Hook] = []
    package var after: [Hook] = []
    package var onFailure: [Hook] = []

    package init() {}
}

/// One statement or command.
package enum Hook: Sendable {
    /// A statement for the target.
    case sql(Located<String>)
    /// A program and its arguments, started without a shell.
    case run([Located<String>])
}
