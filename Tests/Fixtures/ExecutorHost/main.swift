import Glibc
import PlanExecutor
import PlanGraph
import PlanSupport

// Runs or rolls back a graph in a process of its own, for tests that kill it and for measurements:
//
//     executor-host run|rollback GRAPH DIRECTORY
//     executor-host prepare ROWS DIRECTORY
//     executor-host measure - DIRECTORY
//
// The graph's variables are those of the environment. The last line on standard output is the peak of the resident
// memory in KiB; before it stands the report. SIGINT asks the run to stop. FAULT="POINT N" in the environment ends the
// process at once, with 86, when the run comes to that point for the Nth time.

func fail(_ message: String) -> Never {
    let line = Array((message + "\n").utf8)
    write(STDERR_FILENO, line, line.count)
    exit(1)
}

let arguments = CommandLine.arguments
guard arguments.count == 4 else { fail("usage: executor-host run|rollback|prepare|measure GRAPH|ROWS|- DIRECTORY") }
let token = CancellationToken()
var signals = sigset_t()
sigemptyset(&signals)
sigaddset(&signals, SIGINT)
pthread_sigmask(SIG_BLOCK, &signals, nil)
let waiting = signals
_ = try WorkerThread {
    var signals = waiting
    var signal: Int32 = 0
    while sigwait(&signals, &signal) == 0 { token.request() }
}

let environment = RunEnvironment(
    baseDirectory: arguments[3], variable: { name in getenv(name).map { String(cString: $0) } },
    probe: getenv("FAULT").flatMap { Ending(String(cString: $0)) }, toolVersion: "host", userName: "host",
    cancellation: token)
do {
    switch arguments[1] {
    case "prepare": try Measurement.prepare(rows: Int(arguments[2]) ?? 0, in: arguments[3])
    case "measure": try Measurement.run(in: arguments[3])
    case "run":
        let graph = try GraphReader.read(try Files.read(arguments[2]))
        let report = try Executor.run(graph, environment: environment)
        print(String(decoding: report.file, as: UTF8.self), terminator: "")
    case "rollback":
        let graph = try GraphReader.read(try Files.read(arguments[2]))
        let report = try Executor.rollback(graph, environment: environment)
        print("\(report.outcome)")
    default:
        fail("unknown command \(arguments[1])")
    }
} catch {
    fail("\(error)")
}
do {
    print("peak \(try Measurement.peak())")
} catch {
    fail("\(error)")
}
