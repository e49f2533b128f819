import Glibc
import PlanSupport
import Testing

@Suite struct SubprocessTests {
    @Test func `a program's output, error output and status are kept apart`() throws {
        let output = try Subprocess("sh", ["-c", "echo out; echo err >&2; exit 3"]).run()
        #expect(output.status == .exited(3))
        #expect(!output.status.isSuccess)
        #expect(output.text == "out")
        #expect(output.errorText == "err")
        #expect(try Subprocess("sh", ["-c", "kill -9 $$"]).run().status == .signalled(SIGKILL))
    }

    @Test func `input larger than a pipe goes through, and none is the empty device`() throws {
        let bytes = [UInt8](repeating: 0x61, count: 1_000_000)
        let output = try Subprocess("cat").run(input: bytes)
        #expect(output.standardOutput == bytes)
        #expect(!output.isTruncated)
        #expect(try Subprocess("cat").run().standardOutput.isEmpty)
        #expect(try Subprocess("cat").run(input: []).standardOutput.isEmpty)
    }

    @Test func `a program that does not read its input is no harm`() throws {
        let output = try Subprocess("true").run(input: [UInt8](repeating: 0, count: 1_000_000))
        #expect(output.status.isSuccess)
    }

    @Test func `what is kept of the output is bounded`() throws {
        let output = try Subprocess("sh", ["-c", "head -c 300000 /dev/zero; echo x >&2"]).run(outputLimit: 1000)
        #expect(output.standardOutput.count == 1000)
        #expect(output.isTruncated)
        #expect(output.errorText == "x")
        #expect(output.status.isSuccess)
    }

    @Test func `a missing program is told apart from one that fails`() {
        #expect(throws: SubprocessError.programNotFound("no-such-program")) { try Subprocess("no-such-program").run() }
        #expect(throws: SubprocessError.programNotFound("/no/such")) { try Subprocess("/no/such").run() }
        #expect(throws: SubprocessError.notStarted("/etc/passwd", number: EACCES)) {
            try Subprocess("/etc/passwd").run()
        }
    }

    @Test func `the environment and the directory are what was asked for`() throws {
        let changed = Subprocess(
            "sh", ["-c", "echo \"$PLAN_A-${PLAN_B-none}-$(pwd)-${PATH:+path}\""],
            environment: .inherited(changing: ["PLAN_A": "a", "PLAN_B": nil]), workingDirectory: "/")
        #expect(try changed.run().text == "a-none-/-path")
        let only = Subprocess("/usr/bin/env", environment: .only(["X": "1"]))
        #expect(try only.run().text == "X=1")
    }

    @Test func `a child inherits no descriptor and no blocked signal`() throws {
        let pipe = try Pipe()
        let leaky = dup(pipe.writeEnd)  // dup clears close-on-exec
        defer { close(leaky) }
        // ls opens the directory it lists as the next free number.
        #expect(try Subprocess("ls", ["/proc/self/fd"]).run().text == "0\n1\n2\n3")

        var (signals, before) = (sigset_t(), sigset_t())
        sigfillset(&signals)
        pthread_sigmask(SIG_BLOCK, &signals, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let status = try Subprocess("sh", ["-c", "grep SigBlk /proc/self/status"]).run()
        #expect(status.text.split(separator: "\t").last == "0000000000000000")
    }

    @Test func `a child can lead a session of its own`() throws {
        let child = try Subprocess("sleep", ["60"], session: .new).spawn(output: .null, error: .null)
        #expect(getsid(child.pid) == child.pid)
        #expect(child.wait(atMost: .milliseconds(20)) == nil)
        child.send(signal: SIGTERM)
        #expect(try child.wait() == .signalled(SIGTERM))
        #expect(child.wait(atMost: .zero) == .signalled(SIGTERM))
    }
}
