internal import Glibc
internal import PlanSupport

/// Whom server programs run as: PostgreSQL refuses to run as root.
enum ServerAccount {
    /// We are not root.
    case current
    /// We are: programs run as this account, by a command put before theirs.
    case dropped(user: uid_t, prefix: [String])

    /// - Throws: why root has no way to give up its privileges.
    static func choose() throws(ThrowawayServerError) -> ServerAccount {
        guard geteuid() == 0 else { return .current }
        guard let entry = getpwnam("postgres") else {
            throw ThrowawayServerError("PostgreSQL does not run as root, and there is no account 'postgres'")
        }
        let (user, group) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        // setpriv comes first because it becomes the program it starts; the others stay between as a process of their
        // own, which passes signals on and could be killed while the guard lives.
        let prefixes: [[String]] = [
            ["setpriv", "--reuid=\(user)", "--regid=\(group)", "--init-groups", "--"],
            ["runuser", "-u", "postgres", "--"],
            ["su", "-s", "/bin/sh", "postgres", "-c", "exec \"$@\"", "--", "sh"],
        ]
        for prefix in prefixes {
            let account = ServerAccount.dropped(user: user, prefix: prefix)
            guard let output = try? account.command("/usr/bin/id", ["-u"]).run() else { continue }
            if output.status.isSuccess, output.text == String(user) { return account }
        }
        throw ThrowawayServerError("PostgreSQL does not run as root, and neither setpriv, runuser nor su works")
    }

    /// The account's number.
    var user: uid_t {
        switch self {
        case .current: geteuid()
        case .dropped(let user, _): user
        }
    }

    /// The program as this account runs it, in a session of its own, with nothing of our environment but the search
    /// path: a `PGDATA` or `PGOPTIONS` of ours must not reach it.
    func command(_ program: String, _ arguments: [String]) -> Subprocess {
        let path = "\(Subprocess.variable("PATH") ?? ""):/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        var command = [program] + arguments
        switch self {
        case .current: break
        case .dropped(_, let prefix): command = prefix + command
        }
        return Subprocess(
            command[0], Array(command.dropFirst()), environment: .only(["PATH": path, "LC_ALL": "C"]),
            workingDirectory: "/", session: .new)
    }

    /// Whether the account can make and remove entries of a directory.
    func canWrite(in directory: String) -> Bool {
        switch self {
        case .current:
            access(directory, W_OK | X_OK) == 0
        case .dropped:
            (try? command("/bin/sh", ["-c", "test -w \"$1\" && test -x \"$1\"", "sh", directory]).run())?
                .status.isSuccess ?? false
        }
    }
}
