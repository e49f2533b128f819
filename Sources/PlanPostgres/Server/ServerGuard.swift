internal import Glibc
internal import PlanSupport

/// The process that starts a throwaway server and clears it away when we are gone.
///
/// It is a shell in a session of its own, deaf to INT, TERM, HUP and PIPE, that reads from a pipe whose other end only
/// our process holds. When that closes — because we close it, or end in whatever way, `kill -9` included — it stops the
/// server and removes the directory. It also *makes* the directory and the cluster and starts the server, so that our end
/// can never fall between the start and the guarding.
final class ServerGuard: Sendable {
    private let directory: String
    private let lifeline: Pipe
    private let answers: Pipe
    private let process: SpawnedProcess

    /// What the guard runs: directory, `start` or `clear`, and for a start the program directory, locale and settings.
    private static let script = """
        trap '' INT TERM HUP PIPE
        umask 077
        cd /
        dir=$1

        # A process number may be somebody else's by now; a server's working directory is its data directory.
        runs() { [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$data" ]; }

        stop() {
            data=$(cd "$dir/data" 2>/dev/null && pwd -P) || return
            pid=$(head -n 1 "$data/postmaster.pid" 2>/dev/null)
            case $pid in '' | *[!0-9]*) return ;; esac
            count=0
            while runs && [ $count -lt 400 ]; do
                # Immediate shutdown; after ten seconds the hard way.
                [ $count -eq 0 ] && kill -QUIT "$pid"
                [ $count -eq 200 ] && kill -KILL "$pid"
                count=$((count + 1))
                sleep 0.05
            done
        }

        clear() {
            attempts=0
            while [ -e "$dir" ] && [ $attempts -lt 50 ]; do
                stop
                rm -rf -- "$dir" 2>/dev/null
                [ -e "$dir" ] && sleep 0.1
                attempts=$((attempts + 1))
            done
            [ ! -e "$dir" ]
        }

        start() {
            "$1/initdb" -D "$dir/data" -U postgres --auth=trust --encoding=UTF8 --locale="$2" --no-sync &&
                printf '%s\\n' "$3" >>"$dir/data/postgresql.conf" &&
                "$1/pg_ctl" start -D "$dir/data" -w -t 60 -l "$dir/server.log"
        }

        if [ "$2" = start ]; then
            reason=$(mkdir -m 700 -- "$dir" 2>&1) || { printf '%s\\n' "$reason"; exit 1; }
            echo made
            # The owner locks the directory and says so. If it is dead, it does not.
            if read -r _; then
                if start "$3" "$4" "$5" >"$dir/start.log" 2>&1 </dev/null; then echo "ready $$"; else echo failed; fi
            fi
            exec >/dev/null
        fi
        while read -r _; do :; done
        clear
        """

    /// Starts the guard, which at once makes the directory, and then waits for `begin`.
    init(
        directory: String, account: ServerAccount, installation: PostgresInstallation, locale: String, settings: String
    ) throws(SubprocessError) {
        self.directory = directory
        lifeline = try Pipe()
        answers = try Pipe()
        let arguments = [directory, "start", installation.binDirectory, locale, settings]
        process = try account.command("/bin/sh", ["-c", Self.script, "plan-rehearsal-guard"] + arguments)
            .spawn(input: .descriptor(lifeline.readEnd), output: .descriptor(answers.writeEnd), error: .null)
        lifeline.closeReadEnd()
        answers.closeWriteEnd()
    }

    /// Blocks until the directory is there.
    ///
    /// - Throws: why it could not be made. The guard has ended then, and there is nothing to release.
    func waitUntilMade() throws(ThrowawayServerError) {
        let answer = nextAnswer()
        if answer == "made" { return }
        _ = process.wait(atMost: .seconds(10))
        throw ThrowawayServerError("cannot make a temporary directory: \(answer)")
    }

    /// Lets the guard make the cluster and start the server; blocks until it accepts connections.
    ///
    /// - Returns: the guard's process number, which is not its child's if runuser or su stands between; nil if the
    ///   server does not come up.
    func begin() -> Int32? {
        // A guard that is gone does not answer.
        _ = write(lifeline.writeEnd, "\n", 1)
        let answer = nextAnswer()
        return answer.hasPrefix("ready ") ? Int32(answer.dropFirst(6)) : nil
    }

    /// The next line of the guard, which writes no further one before it is told to go on; empty if there is none.
    private func nextAnswer() -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        var count = -1
        repeat { count = read(answers.readEnd, &bytes, bytes.count) } while count < 0 && errno == EINTR
        return String(decoding: bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// Lets the guard clear away, and waits until it has. Does nothing the second time.
    ///
    /// - Returns: whether the server and its directory are gone.
    func release(account: ServerAccount) -> Bool {
        lifeline.closeWriteEnd()
        if process.wait(atMost: .seconds(60)) == nil { process.send(signal: SIGKILL) }
        if !Files.exists(directory) { return true }
        // The guard was killed.
        return Self.clear(directory, account: account)
    }

    /// Clears a directory whose guard is no more: the same script, with nothing to wait for.
    static func clear(_ directory: String, account: ServerAccount) -> Bool {
        let command = account.command("/bin/sh", ["-c", script, "plan-rehearsal-guard", directory, "clear"])
        return (try? command.run())?.status.isSuccess ?? false
    }
}
