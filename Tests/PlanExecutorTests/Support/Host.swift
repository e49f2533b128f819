import PlanGraph
import PlanSupport
import PlanTestSupport

/// The program `executor-host`, which runs a graph in a process of its own.
struct Host {
    let scenario: Scenario
    private let graphPath: String
    /// Where the process ends at once, if anywhere: a point and how often it is reached before.
    private let fault: String?

    init(_ scenario: Scenario, _ graph: OperationGraph, fault: String? = nil) throws {
        self.scenario = scenario
        self.fault = fault
        graphPath = scenario.directory.file("graph.json")
        try Files.writeAtomically(graph.file, to: graphPath)
    }

    private func command(_ verb: String) -> Subprocess {
        Subprocess(
            PlanTool.built("executor-host"), [verb, graphPath, scenario.directory.path],
            environment: .inherited(changing: ["TARGET": scenario.conninfo.reveal(), "FAULT": fault]))
    }

    /// Starts a run and does not wait for it.
    func start() throws -> SpawnedProcess { try command("run").spawn(output: .null, error: .null) }

    /// Runs to the end.
    func run() throws -> Subprocess.Output { try command("run").run() }
}
