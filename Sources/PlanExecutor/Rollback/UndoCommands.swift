internal import PlanGraph

/// The commands that undo operations.
///
/// They are those of the graph, which was reviewed. What the ledger holds of them is compared and no more: whoever may write
/// in the target's ledger may not say what is run on this machine.
struct UndoCommands {
    /// Where they are run: the directory of the plan.
    let directory: String
    private let commands: [String: CommandInstruction]

    init(_ graph: OperationGraph, _ environment: RunEnvironment) {
        directory = environment.baseDirectory
        var commands: [String: CommandInstruction] = [:]
        for operation in graph.operations {
            if case .instructions(let undo) = operation.undo, case .run(let command)? = undo.first {
                commands[operation.id] = command
            }
        }
        self.commands = commands
    }

    /// Runs the command that undoes an operation.
    ///
    /// - Parameter recorded: what the ledger has.
    func run(_ recorded: CommandInstruction, of id: String, stop: StopSignal) throws(StepFailure) {
        guard commands[id] == recorded else {
            throw .failed(
                .answer(
                    query: recorded.command.joined(separator: " "),
                    reason: "the ledger has another command than the graph, and neither is run"))
        }
        _ = try CommandRunner(instruction: recorded, directory: directory, stop: stop).run()
    }
}
