import Glibc

/// Compiles the plainest plan for every SQLite database named, and prints how much of each kind of object is carried, as
/// the page `docs/coverage.md`. Exits with 1 if an object is lost: neither carried nor named in a diagnostic.
var coverage = Coverage()
for path in CommandLine.arguments.dropFirst() { try coverage.add(database: path) }
print(coverage.page, terminator: "")
exit(coverage.lost == 0 ? 0 : 1)
