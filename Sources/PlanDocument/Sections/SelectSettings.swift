/// `select`: which tables and views are moved.
package struct SelectSettings: Sendable {
    /// Globs; a name must match one of them. Absent: every name does.
    package var include: [Located<String>]?
    /// Globs; a name must match none of them.
    package var exclude: [Located<String>]?

    package init() {}
}
