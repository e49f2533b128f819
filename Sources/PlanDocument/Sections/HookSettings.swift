/// `hooks`: statements and commands around a run.
package struct HookSettings: PlanSection {
    package var before: [Hook] = []
    package var after: [Hook] = []
    package var onFailure: [HookAction] = []

    package init() {}
}

/// One statement or command.
package enum HookAction: Sendable {
    /// A statement for the target.
    case sql(Located<String>)
    /// A program and its arguments, started without a shell.
    case run([Located<String>])
}

/// A statement or command, and what reverts it.
package struct Hook: Sendable {
    package let action: HookAction
    /// Nil where nothing does.
    package let undo: HookAction?
}

extension HookSettings {
    static let shape = ObjectShape<HookSettings>(
        "'hooks'",
        [
            .section("before", .list(of: Hook.shape), \.before, "Done before the first operation."),
            .section("after", .list(of: Hook.shape), \.after, "Done after the last operation."),
            .section("on_failure", .list(of: HookAction.shape), \.onFailure, "Done after a run that failed."),
        ])
}

extension HookAction {
    struct Draft: PlanSection {
        var sql: Located<String>?
        var run: Located<[Located<String>]>?

        static let shape = ObjectShape<Draft>("a hook", [.sql(\.sql), .run(\.run)])
    }

    static let shape = Shape<Draft>.section.refined { draft, _, _ in HookAction(draft.sql, draft.run) }

    fileprivate init?(_ sql: Located<String>?, _ run: Located<[Located<String>]>?) {
        if let sql { self = .sql(sql) } else if let run { self = .run(run.value) } else { return nil }
    }
}

extension Hook {
    struct Draft: PlanSection {
        var sql: Located<String>?
        var run: Located<[Located<String>]>?
        var undo: HookAction?

        static let shape = ObjectShape<Draft>(
            "a hook",
            [
                .sql(\.sql), .run(\.run),
                .optionalSection(
                    "undo", HookAction.shape, \.undo,
                    "What reverts it when the run is undone. Without it the hook cannot be undone."),
            ])
    }

    static let shape = Shape<Draft>.section.refined { draft, _, _ -> Hook? in
        HookAction(draft.sql, draft.run).map { Hook(action: $0, undo: draft.undo) }
    }
}

extension Field {
    fileprivate static func sql(_ path: Property<Owner, Located<String>?>) -> Field {
        .alternative("sql", .text("SQL"), path, "A statement for the target.")
    }

    fileprivate static func run(_ path: Property<Owner, Located<[Located<String>]>?>) -> Field {
        .alternative(
            "run", .list(of: .locatedText("text"), minimum: 1), path,
            "A program and its arguments, started without a shell.")
    }
}
