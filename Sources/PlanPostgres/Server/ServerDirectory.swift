internal import Glibc
internal import PlanSupport

/// The directory of one throwaway server: cluster, socket, logs and the lock that says its owner lives.
struct ServerDirectory: Sendable {
    static let prefix = "plan-rehearsal-"

    let path: String

    /// Held by `flock` as long as our process lives; children do not inherit it.
    private let lock: Int32

    /// A path for a new directory, which a guard makes: ours would stay if we were killed before there is a guard.
    static func newPath(for account: ServerAccount) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return "\(parent(for: account))/\(prefix)" + String((0..<6).map { _ in letters[.random(in: letters.indices)] })
    }

    /// Locks a directory that was just made.
    static func lock(_ path: String) throws(ThrowawayServerError) -> ServerDirectory {
        let (fresh, final) = ("\(path)/lock.new", "\(path)/lock")
        // The name `lock` appears when the lock is held already: whoever can take it knows that the owner is dead.
        let descriptor = open(fresh, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0, rename(fresh, final) == 0 else {
            let reason = String(cString: strerror(errno))
            if descriptor >= 0 { close(descriptor) }
            throw ThrowawayServerError("cannot prepare \(path): \(reason)")
        }
        return ServerDirectory(path: path, lock: descriptor)
    }

    /// Gives up the lock; the directory is gone.
    func unlock() { close(lock) }

    /// The end of the programs' logs.
    var log: String {
        let texts = ["start.log", "server.log"].compactMap { try? Files.read("\(path)/\($0)") }
        return String(decoding: texts.joined().suffix(4000), as: UTF8.self)
    }

    // MARK: Leftovers

    /// The directories whose owner is dead, each locked so that nobody else clears it; the caller closes the lock.
    static func leftovers(of account: ServerAccount, in parents: [String]) -> [ServerDirectory] {
        var found: [ServerDirectory] = []
        for parent in parents {
            guard let handle = opendir(parent) else { continue }
            defer { closedir(handle) }
            while let entry = readdir(handle) {
                let name = entryName(entry)
                guard name.hasPrefix(prefix), name.utf8.count == prefix.utf8.count + 6 else { continue }
                if let directory = abandoned("\(parent)/\(name)", account: account) { found.append(directory) }
            }
        }
        return found.sorted { $0.path < $1.path }
    }

    /// The directory if it is one of ours and its lock can be taken.
    private static func abandoned(_ path: String, account: ServerAccount) -> ServerDirectory? {
        var status = stat()
        // Only our own and no links: others may put anything into /tmp.
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
            status.st_uid == account.user
        else { return nil }
        var descriptor = open("\(path)/lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        if descriptor < 0 {
            // Its owner died before it was locked, or is about to lock it: a minute tells them apart.
            guard errno == ENOENT, time(nil) - status.st_mtim.tv_sec > 60 else { return nil }
            descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        }
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return ServerDirectory(path: path, lock: descriptor)
    }

    // MARK: Where

    /// `TMPDIR`, unless the socket's path would be too long or the account cannot use it; else `/tmp`.
    private static func parent(for account: ServerAccount) -> String {
        parents.first { parent in
            // A socket's path has at most 107 bytes (sun_path of unix(7), less the NUL).
            let socket = "\(parent)/\(prefix)XXXXXX/.s.PGSQL.5432"
            return socket.utf8.count <= 107 && account.canWrite(in: parent)
        } ?? "/tmp"
    }

    /// Where servers are put, the best place first.
    static var parents: [String] {
        guard let directory = Subprocess.variable("TMPDIR"), !directory.isEmpty else { return ["/tmp"] }
        let path = Path.absolute(directory)
        return path == "/tmp" ? [path] : [path, "/tmp"]
    }
}
