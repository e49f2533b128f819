internal import Glibc
internal import PlanSupport

/// The directory of one throwaway server: cluster, socket, logs and the lock that says its owner lives.
struct ServerDirectory: Sendable {
    static let prefix = "plan-rehearsal-"

    let path: String

    /// Held by `flock` as long as our process lives; children do not inherit it.
    private let lock: Int32

    /// Makes a directory that only the account can enter, and locks it.
    static func make(for account: ServerAccount) throws(ThrowawayServerError) -> ServerDirectory {
        var template = "\(parent(for: account))/\(prefix)XXXXXX".utf8CString.map { $0 }
        // mkdtemp makes it with mode 0700.
        guard mkdtemp(&template) != nil else {
            throw ThrowawayServerError("cannot make a temporary directory: \(String(cString: strerror(errno)))")
        }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let (fresh, final) = ("\(path)/lock.new", "\(path)/lock")
        // The name `lock` appears when the lock is held already: whoever can take it knows that the owner is dead.
        let descriptor = open(fresh, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0, rename(fresh, final) == 0,
            account.takeOver(path)
        else {
            let reason = String(cString: strerror(errno))
            if descriptor >= 0 { close(descriptor) }
            for name in [fresh, final] { unlink(name) }
            rmdir(path)
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
            status.st_uid == account.user || status.st_uid == geteuid()
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
        // A directory that died before it was handed over still belongs to us.
        _ = account.takeOver(path)
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
