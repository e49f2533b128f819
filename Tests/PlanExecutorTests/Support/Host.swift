import PlanGraph
import PlanSupport
import PlanTestSupport

/// The program `executor-host`, which runs a graph in a process of its own.
struct Host {
    let scenario: Scenario
    private let graphPath: String

    init(_ scenario: Scenario, _ graph: OperationGraph) throws {
        self.scenario = scenario
        graphPath = scenario.directory.file("graph.json")
        try Files.writeAtomically(graph.file, to: graphPath)
    }

    private func command(_ verb: String) -> Subprocess {
        Subprocess(
            PlanTool.built("executor-host"), [verb, graphPath, scenario.directory.path],
            environment: .inherited(changing: ["TARGET": scenario.conninfo.reveal()]))
    }

    /// Starts a run and does not wait for it.
    func start() throws -> SpawnedProcess { try command("run").spawn(output: .null, error: .null) }

    /// Runs to the end.
    func run() throws -> Subprocess.Output { try command("run").run() }
}
