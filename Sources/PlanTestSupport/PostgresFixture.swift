internal import Glibc
internal import PlanPostgres
package import PlanSupport
internal import Synchronization
package import Testing

/// One private PostgreSQL server for all tests of a process, and a database for each that asks.
///
/// The server starts when the first test needs it, and is gone when the process is, however that ends.
package final class PostgresFixture: Sendable {
    /// The fixture of this process.
    package static let shared = PostgresFixture()

    /// The database that new ones are copies of.
    private static let template = "plan_template"

    private let names = Atomic(0)

    /// The server, or why there is none; started once.
    private static let server: Result<Server, Unavailable> = start()

    /// Whether tests that need a server run: it is installed, or the environment says that it has to be.
    package static var isExpected: Bool {
        getenv("PLAN_REQUIRE_POSTGRES") != nil || (try? PostgresInstallation.locate()) != nil
    }

    /// Lends a database of its own to `body`, and drops it afterwards.
    ///
    /// - Throws: what `body` throws, or why there is no server.
    package func withDatabase<Value>(_ body: (Secret) throws -> Value) throws -> Value {
        let name = try makeDatabase()
        defer { dropDatabase(name) }
        return try body(try conninfo(database: name))
    }

    /// Lends a database of its own to `body`, and drops it afterwards.
    package func withDatabase<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: (Secret) async throws -> Value
    ) async throws -> Value {
        let name = try makeDatabase()
        defer { dropDatabase(name) }
        return try await body(try conninfo(database: name))
    }

    /// How to connect to a database of the server.
    package func conninfo(database: String = "postgres", user: String = "postgres") throws -> Secret {
        try Self.server.get().instance.conninfo(database: database, user: user)
    }

    /// The server's directory, where its configuration is.
    package func serverDirectory() throws -> String { try Self.server.get().instance.directory }

    // MARK: Roles with a password

    /// Held while the rules of authentication are changed.
    private let rules = Mutex(())

    /// Makes a superuser whom the server asks for a password, once it has read its rules again.
    package func makeRole(_ name: String, password: String) throws {
        let path = try serverDirectory() + "/data/pg_hba.conf"
        try rules.withLock { _ in
            let before = try Files.read(path)
            try Files.writeAtomically(Array("local all \(name) scram-sha-256\n".utf8) + before, to: path)
        }
        try administer(
            "CREATE ROLE \(name) LOGIN SUPERUSER PASSWORD '\(password.replacing("'", with: "''"))'; SELECT pg_reload_conf()"
        )
        let conninfo = try conninfo(user: name)
        let deadline = ContinuousClock.now + .seconds(20)
        while (try? PostgresConnection<ReadOnly>(PostgresConnectionSettings(conninfo: conninfo)).close()) != nil {
            guard ContinuousClock.now < deadline else {
                throw Unavailable(reason: "the server does not read its pg_hba.conf again")
            }
            usleep(20_000)
        }
    }

    private func makeDatabase() throws -> String {
        let name = "plan_test_\(names.wrappingAdd(1, ordering: .relaxed).newValue)"
        try administer("CREATE DATABASE \(name) TEMPLATE \(Self.template)")
        return name
    }

    private func dropDatabase(_ name: String) {
        // What cannot be dropped goes with the server.
        try? administer("DROP DATABASE \(name) WITH (FORCE)")
    }

    private func administer(_ sql: String) throws {
        try PostgresConnection<ReadWrite>(PostgresConnectionSettings(conninfo: try conninfo())).execute(sql)
    }

    private static func start() -> Result<Server, Unavailable> {
        do {
            let installation = try PostgresInstallation.locate()
            ThrowawayServer.clearLeftovers()
            let server = Server(try ThrowawayServer(installation: installation, settings: ["autovacuum": "off"]))
            try PostgresConnection<ReadWrite>(PostgresConnectionSettings(conninfo: server.instance.conninfo()))
                .execute("CREATE DATABASE \(template)")
            return .success(server)
        } catch {
            return .failure(Unavailable(reason: "\(error)"))
        }
    }

    /// Why there is no server to test against.
    package struct Unavailable: Error, CustomStringConvertible {
        /// What is missing, or why it did not start.
        package let reason: String

        package var description: String { "no PostgreSQL server: \(reason)" }
    }

    private final class Server: Sendable {
        let instance: ThrowawayServer

        init(_ instance: consuming ThrowawayServer) { self.instance = instance }
    }
}

extension Trait where Self == ConditionTrait {
    /// The test needs a PostgreSQL server: it is skipped where none is installed, unless `PLAN_REQUIRE_POSTGRES` is set.
    package static var requiresPostgres: Self {
        .enabled(if: PostgresFixture.isExpected, "PostgreSQL's server programs are not installed")
    }
}
