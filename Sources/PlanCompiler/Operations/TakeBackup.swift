internal import PlanDocument
internal import PlanGraph

extension Lowering {
    /// The backup before everything else, where the plan wants one; `auto` wants one before what cannot be taken back.
    func takeBackup(before drafts: [OperationDraft]) -> OperationDraft? {
        let condition: BackupInstruction.Condition
        switch plan.backup {
        case .none: return nil
        case .auto where !drafts.contains(where: \.mayDestroy): return nil
        case .auto: condition = .notEmpty
        case .required: condition = .always
        }
        let name = ObjectName("target")
        return OperationDraft(
            .takeBackup, name, reads: [], writes: [Effect(.target, .verification, ObjectName("backup"))],
            do: [.backup(BackupInstruction(when: condition))], undo: .instructions([]))
    }
}

extension OperationDraft {
    fileprivate var mayDestroy: Bool {
        switch undo {
        case .irreversible: true
        case .instructions: risk.isDestructive
        }
    }
}
