internal import PlanDiagnostics
internal import PlanDocument
internal import PlanGraph

extension Lowering {
    /// The operations with the backup and the hooks before them all, hooks after them, and the health check at the end.
    func surrounded(_ drafts: [OperationDraft]) -> [OperationDraft] {
        let (before, after) = (plan.hooks.before, plan.hooks.after)
        let hooks = (before + after).map { runHook($0, ObjectName("hook"), after: []) }
        let backup = takeBackup(before: drafts + hooks)
        if hooks.isEmpty, plan.health == nil, backup == nil { return drafts }
        var surrounded: [OperationDraft] = []
        // What must be done before whatever comes next.
        var done: [Effect] = []
        func add(_ draft: OperationDraft) {
            surrounded.append(draft)
            done = draft.writes
        }
        if let backup { add(backup) }
        for (index, hook) in before.enumerated() {
            add(runHook(hook, ObjectName("before", "\(index + 1)"), after: done))
        }
        let inner = drafts.map { $0.following(done) }
        surrounded += inner
        if !inner.isEmpty { done = Self.ends(of: inner) }
        for (index, hook) in after.enumerated() { add(runHook(hook, ObjectName("after", "\(index + 1)"), after: done)) }
        if let health = plan.health { add(checkHealth(health, after: done)) }
        return surrounded
    }

    /// One statement or command of the plan. What it does nobody but its author knows, nor what reverts it.
    private func runHook(_ hook: Hook, _ name: ObjectName, after effects: [Effect]) -> OperationDraft {
        let place = hook.action.place.start
        return OperationDraft(
            .runHook, name, reads: effects, writes: [Effect(.target, .verification, name)],
            origin: Origin(line: place.line, column: place.column), do: [hook.action.instruction],
            undo: hook.undo.map { .instructions([$0.instruction]) }
                ?? .irreversible(reason: "what a hook does is not known"))
    }

    /// What is written by operations on which no other depends.
    private static func ends(of drafts: [OperationDraft]) -> [Effect] {
        let read = Set(drafts.flatMap(\.reads))
        return drafts.compactMap { draft in
            draft.writes.allSatisfy { !read.contains($0) } ? draft.writes.min() : nil
        }
    }

    /// What is done after a run that failed.
    static func afterFailure(_ hooks: HookSettings) -> [Instruction] { hooks.onFailure.map(\.instruction) }
}

extension HookAction {
    fileprivate var instruction: Instruction {
        switch self {
        case .sql(let sql): .sql(SQLInstruction(sql.value))
        case .run(let command): .run(CommandInstruction(command: command.map(\.value), seconds: 600))
        }
    }

    fileprivate var place: SourcePlace {
        switch self {
        case .sql(let sql): sql.place
        case .run(let command): command[0].place
        }
    }
}

extension OperationDraft {
    /// The same after others, and with something that still others can come after.
    fileprivate func following(_ effects: [Effect]) -> OperationDraft {
        let mark = Effect(.target, .verification, ObjectName(parts: [kind.rawValue] + name.parts))
        return OperationDraft(
            kind, name, reads: reads + effects, writes: writes.isEmpty ? [mark] : writes, origin: origin, do: self.do,
            undo: undo, risk: risk)
    }
}
