import Glibc
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Testing

/// Opens a session of either mode.
func open<Access>(_ conninfo: Secret, as mode: Access.Type = ReadWrite.self) throws(PostgresError)
    -> PostgresConnection<Access>
{
    try PostgresConnection<Access>(PostgresConnectionSettings(conninfo: conninfo))
}

/// The error of an attempt to connect that has to fail.
func refusal(_ conninfo: String) throws -> PostgresError {
    try #require(throws: PostgresError.self) { _ = try open(Secret(conninfo)) }
}

/// Waits until something holds, at most for a time.
func holdsSoon(within limit: Duration = .seconds(20), _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try condition() { return true }
        usleep(20_000)
    }
    return try condition()
}

/// Processes that belong to a throwaway server: those that name its directory or work in it.
func processes(of directory: String) -> [Int32] {
    var found: [Int32] = []
    for name in Files.names(in: "/proc") {
        guard let pid = Int32(name), pid != getpid() else { continue }
        let command = (try? Files.read("/proc/\(pid)/cmdline")) ?? []
        var link = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/\(pid)/cwd", &link, link.count)
        let working = String(decoding: link.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if String(decoding: command, as: UTF8.self).contains(directory) || working.hasPrefix(directory) {
            found.append(pid)
        }
    }
    return found
}
