import Glibc
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Synchronization
import Testing

@Suite(.requiresPostgres) struct ConnectionTests {
    private let fixture = PostgresFixture.shared

    @Test func `a session says where it leads and speaks one dialect whatever the role's settings are`() throws {
        try fixture.withDatabase { conninfo in
            let administration = try open(conninfo)
            try administration.execute(
                """
                CREATE ROLE plan_odd LOGIN;
                ALTER ROLE plan_odd SET TimeZone = 'Asia/Tokyo';
                ALTER ROLE plan_odd SET DateStyle = 'German';
                ALTER ROLE plan_odd SET IntervalStyle = 'sql_standard';
                ALTER ROLE plan_odd SET bytea_output = 'escape';
                ALTER ROLE plan_odd SET standard_conforming_strings = off;
                ALTER ROLE plan_odd SET extra_float_digits = -5;
                ALTER ROLE plan_odd SET default_transaction_read_only = on
                """)
            defer { _ = try? administration.execute("DROP ROLE plan_odd") }
            let connection = try open(Secret(conninfo.reveal() + " user=plan_odd client_encoding=LATIN1"))
            #expect(connection.endpoint.user == "plan_odd")
            #expect(connection.endpoint.database == administration.endpoint.database)
            #expect(connection.endpoint.description.contains("as plan_odd"))
            #expect(connection.serverVersion >= 130000)
            #expect(connection.serverEncoding == "UTF8")
            let row = try connection.query(
                """
                SELECT timestamptz '2026-11-20 12:00+00', interval '1 day 2 hours', '\\x00ff'::bytea, 0.1::float8 + 0.2,
                       'a\\b', 'ü', current_setting('application_name'), pg_backend_pid(),
                       current_setting('transaction_read_only')
                """
            ).rows[0]
            #expect(
                row.values == [
                    "2026-11-20 12:00:00+00", "P1DT2H", "\\x00ff", "0.30000000000000004", "a\\b", "ü", "plan",
                    String(connection.backendPID), "off",
                ])
        }
    }

    @Test func `the connection string's application name wins over ours`() throws {
        let conninfo = Secret(try fixture.conninfo().reveal() + " application_name=mine")
        #expect(try open(conninfo, as: ReadOnly.self).query("SHOW application_name").scalar == "mine")
    }

    @Test func `a URL is taken as well`() throws {
        let directory = try fixture.serverDirectory().split(separator: "/").joined(separator: "%2F")
        let connection = try open(Secret("postgresql://postgres@%2F\(directory):5432/postgres"), as: ReadOnly.self)
        #expect(connection.endpoint.database == "postgres")
    }

    @Test func `a wrong or missing password is told apart and shown nowhere`() throws {
        try fixture.makeRole("plan_scram", password: "hunter2")
        let conninfo = try fixture.conninfo(user: "plan_scram").reveal()
        #expect(try open(Secret(conninfo + " password=hunter2"), as: ReadOnly.self).endpoint.user == "plan_scram")

        let wrong = try refusal(conninfo + " password=sw0rdfish")
        #expect(wrong.code == .invalidPassword)
        #expect(wrong.connectionFailure == .wrongPassword)
        #expect(wrong.message.contains("plan_scram"))
        #expect(!"\(wrong)".contains("28P01:") && !"\(wrong)".contains("LOCATION"))
        #expect(!String(reflecting: wrong).contains("sw0rdfish"))

        #expect(try refusal(conninfo).connectionFailure == .wrongPassword)
    }

    @Test func `a missing database is told apart`() throws {
        let error = try refusal(try fixture.conninfo(database: "no_such_database").reveal())
        #expect(error.code == .invalidCatalogName)
        #expect(error.connectionFailure == .missingDatabase)
        #expect(error.message.hasSuffix("database \"no_such_database\" does not exist"))
    }

    @Test func `a missing role is a refusal of another kind`() throws {
        let error = try refusal(try fixture.conninfo(user: "no_such_role").reveal())
        #expect(error.code == .invalidAuthorization)
        #expect(error.connectionFailure == .other)
    }

    @Test(arguments: ["host=/nonexistent", "host=127.0.0.1 port=1", "host=no-such-host.invalid"])
    func `a server that is not there is unreachable`(conninfo: String) throws {
        let error = try refusal(conninfo + " user=u dbname=d password=hunter2")
        #expect(error.connectionFailure == .unreachable)
        #expect(error.isConnectionFailure)
        #expect(!String(reflecting: error).contains("hunter2"))
    }

    @Test func `a server that never answers is given up when the time is over`() throws {
        let (socket, port) = try listener()
        defer { close(socket) }
        let start = ContinuousClock.now
        let error = try refusal("host=127.0.0.1 port=\(port) user=u dbname=d connect_timeout=1")
        #expect(error.connectionFailure == .unreachable)
        #expect(error.message.contains("in time"))
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test(arguments: [
        "postgres://alice:hun/ter2@db/shop", "postgres://alice:hun@ter2@db/shop", "postgres://alice:12/ter2@db/shop",
        "postgres://alice:hun?ter2/x@db/shop", "postgres://alice:12?host=/ter2@db/shop",
        "postgres://alice:hunter2%@db/shop", "postgres://alice:hunter2@[db/shop", "postgres://alice:x@db:hunter2/shop",
        "postgres://db/shop?pasword=hunter2", "postgres://db/shop?password", "postgres://db/shop?password=hunter2=",
        "mysql://alice:hunter2@db/shop", "hunter2", "host=db password=hun ter2", "host=db password='hunter2",
        "host=db hunter2=1", "host=db port=hunter2 password=hunter2",
    ])
    func `a malformed connection string is refused and no piece of it repeated`(conninfo: String) throws {
        let error = try refusal(conninfo)
        #expect(error.connectionFailure == .malformedSettings)
        #expect(error.message.hasPrefix("the connection string cannot be read: "))
        for piece in ["hun", "ter2", "12", "alice"] { #expect(!String(reflecting: error).contains(piece)) }
    }

    @Test func `a connection string with a NUL is refused, not cut off there`() throws {
        #expect(try refusal("host=db password=hunter2\0x").connectionFailure == .malformedSettings)
    }

    @Test func `a mistyped keyword gets a suggestion`() throws {
        #expect(try refusal("host=db sslmod=require").message.hasSuffix("did you mean 'sslmode'?"))
        #expect(try refusal("postgres://db/shop?sslmod=require").message.hasSuffix("did you mean 'sslmode'?"))
    }

    @Test func `a connection the server ends is lost and says why`() throws {
        try fixture.withDatabase { conninfo in
            let victim = try open(conninfo)
            try open(conninfo).execute("SELECT pg_terminate_backend(\(victim.backendPID))")
            let error = try #require(throws: PostgresError.self) { _ = try victim.query("SELECT 1") }
            #expect(error.code == .adminShutdown)
            #expect(error.connectionFailure == .lost)
            let again = try #require(throws: PostgresError.self) { _ = try victim.query("SELECT 1") }
            #expect(again.isConnectionFailure)
        }
    }

    @Test func `notices go to the handler`() throws {
        try fixture.withDatabase { conninfo in
            let received = Mutex<[PostgresNotice]>([])
            var settings = PostgresConnectionSettings(conninfo: conninfo)
            settings.noticeHandler = { _ in Issue.record("the handler was replaced") }
            let connection = try PostgresConnection<ReadWrite>(settings)
            connection.setNoticeHandler { notice in received.withLock { $0.append(notice) } }
            try connection.execute("DO $$ BEGIN RAISE NOTICE 'quiet'; RAISE WARNING 'loud' USING HINT = 'h'; END $$")
            let notices = received.withLock { $0 }
            #expect(notices.map(\.message) == ["loud"])
            #expect(notices.first?.severity == "WARNING")
            #expect(notices.first?.hint == "h")
        }
    }

    // MARK: Support

    /// A TCP socket that accepts and says nothing.
    private func listener() throws -> (socket: Int32, port: UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 4) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        try #require(isBound)
        return (listener, UInt16(bigEndian: address.sin_port))
    }
}
