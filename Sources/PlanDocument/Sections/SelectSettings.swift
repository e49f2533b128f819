/// `select`: which tables and views are moved.
package struct SelectSettings: PlanSection {
    /// Globs; a name must match one of them. Absent: every name does.
    package var include: [Located<String>]?
    /// Globs; a name must match none of them.
    package var exclude: [Located<String>]?

    package init() {}
}

extension SelectSettings {
    static let shape = ObjectShape<SelectSettings>(
        "'select'",
        [
            .optionalSection(
                "include", .list(of: .locatedText("glob"), minimum: 1), \.include,
                "Names of tables and views to move, with `*` and `?`. All of them where the key is absent."),
            .optionalSection(
                "exclude", .list(of: .locatedText("glob")), \.exclude,
                "Names to leave out; this wins over `include`."),
        ])
}
