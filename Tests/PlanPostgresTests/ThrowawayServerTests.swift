import Dispatch
import Glibc
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Testing

/// One server at a time: each takes a second and memory.
@Suite(.requiresPostgres, .serialized) struct ThrowawayServerTests {
    @Test func `a server is private, takes settings, and is gone when stopped`() throws {
        let server = try ThrowawayServer(
            installation: PostgresInstallation.locate(), settings: ["work_mem": "7MB", "search_path": "it's, public"])
        let directory = server.directory
        do {
            let connection = try open(server.conninfo(), as: ReadOnly.self)
            #expect(try connection.query("SHOW work_mem").scalar == "7MB")
            #expect(try connection.query("SHOW search_path").scalar == "it's, public")
            #expect(try connection.query("SHOW listen_addresses").scalar == "")
            #expect(try connection.query("SHOW server_encoding").scalar == "UTF8")
            var status = stat()
            #expect(stat(directory, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o700)
        }
        #expect(processes(of: directory).count > 1)
        // Nothing of it is in our session: the terminal's Ctrl-C does not reach it.
        #expect(processes(of: directory).allSatisfy { getsid($0) != getsid(0) })
        // A child that outlives the server must not hold the guard's pipe.
        let child = try Subprocess("sleep", ["60"]).spawn(output: .null, error: .null)
        defer {
            child.send(signal: SIGKILL)
            _ = try? child.wait()
        }
        try server.stop()
        #expect(!Files.exists(directory))
        #expect(processes(of: directory).isEmpty)
    }

    @Test func `a server is gone with its value`() throws {
        let directory = try { try ThrowawayServer(installation: PostgresInstallation.locate()).directory }()
        #expect(!Files.exists(directory))
        #expect(processes(of: directory).isEmpty)
    }

    @Test func `an owner killed outright leaves neither process nor directory`() async throws {
        let result = try #require(
            await #expect(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
                let server = try ThrowawayServer(installation: PostgresInstallation.locate())
                announce(server.directory)
                kill(getpid(), SIGKILL)
            })
        let directory = try announced(result.standardOutputContent)
        #expect(holdsSoon { !Files.exists(directory) && processes(of: directory).isEmpty })
    }

    @Test func `an owner killed while its server starts leaves nothing either`() async throws {
        let result = try #require(
            await #expect(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
                let installation = try PostgresInstallation.locate()
                let parent = "/tmp/plan-start-\(getpid())"
                try Files.makeDirectory(parent)
                chmod(parent, 0o777)
                setenv("TMPDIR", parent, 1)
                announce(parent)
                // In the middle of initdb.
                let pid = getpid()
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(300)) { kill(pid, SIGKILL) }
                _ = try ThrowawayServer(installation: installation)
                usleep(10_000_000)
            })
        let parent = try announced(result.standardOutputContent)
        #expect(!processes(of: parent).isEmpty)
        // rmdir succeeds when nothing is left in it.
        #expect(holdsSoon { rmdir(parent) == 0 })
        #expect(processes(of: parent).isEmpty)
    }

    @Test func `an owner killed at the first sight of its directory leaves nothing either`() async throws {
        for _ in 0..<5 {
            let result = try #require(
                await #expect(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
                    let installation = try PostgresInstallation.locate()
                    let parent = "/tmp/plan-sight-\(getpid())"
                    try Files.makeDirectory(parent)
                    chmod(parent, 0o777)
                    setenv("TMPDIR", parent, 1)
                    announce(parent)
                    let pid = getpid()
                    DispatchQueue.global().async {
                        while Files.names(in: parent).isEmpty {}
                        kill(pid, SIGKILL)
                    }
                    _ = try ThrowawayServer(installation: installation)
                    usleep(10_000_000)
                })
            let parent = try announced(result.standardOutputContent)
            #expect(holdsSoon { rmdir(parent) == 0 })
            #expect(holdsSoon { processes(of: parent).isEmpty })
        }
    }

    @Test func `what an owner and its guard left behind is cleared, and what lives is not`() async throws {
        let result = try #require(
            await #expect(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
                // In a directory of its own, or another test process might clear it first.
                let installation = try PostgresInstallation.locate()
                let parent = "/tmp/plan-left-\(getpid())"
                try Files.makeDirectory(parent)
                chmod(parent, 0o777)
                setenv("TMPDIR", parent, 1)
                let server = try ThrowawayServer(installation: installation)
                announce(server.directory)
                kill(server.guardPID, SIGKILL)
                kill(getpid(), SIGKILL)
            })
        let directory = try announced(result.standardOutputContent)
        let parent = Path.directory(of: directory)
        let living = try ThrowawayServer(installation: PostgresInstallation.locate())
        #expect(Files.exists(directory))
        #expect(processes(of: directory).count > 1)
        #expect(ThrowawayServer.clearLeftovers(in: [parent, "/tmp"]).contains(directory))
        #expect(rmdir(parent) == 0)
        #expect(!Files.exists(directory))
        #expect(processes(of: directory).isEmpty)
        #expect(try open(living.conninfo(), as: ReadOnly.self).query("SELECT 1").scalar == "1")
        try living.stop()
    }

    @Test func `a server whose guard was killed is stopped all the same`() throws {
        let server = try ThrowawayServer(installation: PostgresInstallation.locate())
        let directory = server.directory
        kill(server.guardPID, SIGKILL)
        try server.stop()
        #expect(!Files.exists(directory))
        #expect(processes(of: directory).isEmpty)
    }

    @Test func `a temporary directory whose path is too long for a socket is passed over`() async {
        await #expect(processExitsWith: .success) {
            let long = "/tmp/" + String(repeating: "l", count: 100)
            try Files.makeDirectory(long)
            defer { rmdir(long) }
            setenv("TMPDIR", long, 1)
            let server = try ThrowawayServer(installation: PostgresInstallation.locate())
            #expect(server.directory.hasPrefix("/tmp/plan-rehearsal-"))
            try server.stop()
        }
    }

    @Test func `a server that does not start says why and leaves nothing`() throws {
        let error = try #require(throws: ThrowawayServerError.self) {
            _ = try ThrowawayServer(installation: PostgresInstallation.locate(), settings: ["no_such_setting": "1"])
        }
        #expect(error.log?.contains("no_such_setting") == true)
    }
}

@Suite struct PostgresInstallationTests {
    @Test func `a machine without server programs is told so`() throws {
        let absence = try #require(throws: PostgresInstallation.Absence.self) {
            _ = try PostgresInstallation.locate(searchPath: "/nonexistent", debianDirectory: "/nonexistent")
        }
        #expect("\(absence)" == "no PostgreSQL server programs are installed")
    }

    @Test(.requiresPostgres) func `an installation knows its programs and version`() throws {
        let installation = try PostgresInstallation.locate()
        #expect(installation.program("initdb") == installation.binDirectory + "/initdb")
        #expect(installation.program("no_such_program") == nil)
        let connection = try open(try PostgresFixture.shared.conninfo(), as: ReadOnly.self)
        #expect(try connection.query("SHOW server_version").scalar?.hasPrefix(installation.version) == true)
    }
}

/// Tells the parent of an exit test which directory it is about.
private func announce(_ directory: String) {
    let line = "directory=\(directory)\n"
    _ = line.withCString { write(STDOUT_FILENO, $0, line.utf8.count) }
}

private func announced(_ output: [UInt8]) throws -> String {
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
    return try #require(lines.compactMap { $0.hasPrefix("directory=") ? String($0.dropFirst(10)) : nil }.first)
}
