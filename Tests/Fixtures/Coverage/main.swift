import PlanSupport

/// Compiles the plainest plan for every SQLite database named, and prints how much of each kind of object is carried, as
/// the page `docs/coverage.md`.
var coverage = Coverage()
for path in CommandLine.arguments.dropFirst() { try coverage.add(database: path) }
print(coverage.page, terminator: "")
guard coverage.lost == 0 else { throw Coverage.Failure(reason: "\(coverage.lost) objects are lost") }
