/// `hooks`: statements and commands around a run.
package struct HookSettings: PlanSection {
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

extension HookSettings {
    static let shape = ObjectShape<HookSettings>(
        "'hooks'",
        [
            .section("before", .list(of: Hook.shape), \.before, "Done before the first operation."),
            .section("after", .list(of: Hook.shape), \.after, "Done after the last operation."),
            .section("on_failure", .list(of: Hook.shape), \.onFailure, "Done after a run that failed."),
        ])
}

extension Hook {
    struct Draft: PlanSection {
        var sql: Located<String>?
        var run: Located<[Located<String>]>?

        static let shape = ObjectShape<Draft>(
            "a hook",
            [
                .alternative("sql", .text("SQL"), \.sql, "A statement for the target."),
                .alternative(
                    "run", .list(of: .locatedText("text"), minimum: 1), \.run,
                    "A program and its arguments, started without a shell."),
            ])
    }

    static let shape = Shape<Draft>.section.refined { draft, _, _ -> Hook? in
        draft.sql.map { .sql($0) } ?? draft.run.map { .run($0.value) }
    }
}
