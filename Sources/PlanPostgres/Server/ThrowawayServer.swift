internal import Glibc
package import PlanSupport

/// A private PostgreSQL server in a temporary directory, which vanishes with the value, or with our process however that
/// ends.
///
/// It listens on a Unix socket inside a directory only its account can enter, writes nothing durably and trusts whoever
/// connects. Three things see to it that nothing stays behind: `stop`, which asks the guard; the guard, a process that
/// notices our end; and `clearLeftovers`, for what was left when the guard was killed too, as by a reboot.
package struct ThrowawayServer: ~Copyable {
    /// The directory with everything in it.
    package let directory: String

    /// The process that clears it away.
    package let guardPID: Int32

    private let place: ServerDirectory
    private let watch: ServerGuard
    private let account: ServerAccount

    /// Makes a cluster, starts its server and waits until it accepts connections: one to two seconds.
    ///
    /// - Parameter settings: further lines of `postgresql.conf`, which override ours.
    package init(
        installation: PostgresInstallation, settings: [String: String] = [:]
    ) throws(ThrowawayServerError) {
        let account = try ServerAccount.choose()
        let path = ServerDirectory.newPath(for: account)
        let watch: ServerGuard
        do throws(SubprocessError) {
            watch = try ServerGuard(
                directory: path, account: account, installation: installation, locale: ThrowawayServer.locale,
                settings: ThrowawayServer.configuration(directory: path, settings: settings))
        } catch {
            throw ThrowawayServerError("\(error)")
        }
        try watch.waitUntilMade()
        let place: ServerDirectory
        do throws(ThrowawayServerError) {
            place = try ServerDirectory.lock(path)
        } catch {
            _ = watch.release(account: account)
            throw error
        }
        guard let guardPID = watch.begin() else {
            let log = place.log
            _ = watch.release(account: account)
            place.unlock()
            throw ThrowawayServerError("PostgreSQL \(installation.version) did not start", log: log)
        }
        directory = place.path
        self.guardPID = guardPID
        self.place = place
        self.watch = watch
        self.account = account
    }

    deinit {
        _ = watch.release(account: account)
        place.unlock()
    }

    /// How to connect, as the superuser `postgres` unless said otherwise.
    package func conninfo(database: String = "postgres", user: String = "postgres") -> Secret {
        let values = [("host", directory), ("port", "5432"), ("dbname", database), ("user", user)]
        return Secret(values.map { "\($0.0)=\(Self.quoted($0.1))" }.joined(separator: " "))
    }

    /// Stops the server and removes its directory.
    ///
    /// - Throws: that something of it is still there.
    package consuming func stop() throws(ThrowawayServerError) {
        guard watch.release(account: account) else {
            throw ThrowawayServerError("cannot clear away the server in \(directory)")
        }
    }

    /// Clears away the servers and directories of processes that are dead and whose guards are too.
    ///
    /// - Parameter parents: where to look; by default where servers are put.
    /// - Returns: the directories removed.
    @discardableResult
    package static func clearLeftovers(in parents: [String]? = nil) -> [String] {
        guard let account = try? ServerAccount.choose() else { return [] }
        return ServerDirectory.leftovers(of: account, in: parents ?? ServerDirectory.parents).compactMap { leftover in
            defer { leftover.unlock() }
            return ServerGuard.clear(leftover.path, account: account) ? leftover.path : nil
        }
    }

    // MARK: Configuration

    /// Durability is switched off: nothing here outlives the process. A run has at most 65 sessions.
    private static func configuration(directory: String, settings: [String: String]) -> String {
        let own = [
            ("listen_addresses", ""), ("unix_socket_directories", directory), ("unix_socket_permissions", "0700"),
            ("port", "5432"), ("max_connections", "100"), ("timezone", "UTC"), ("log_timezone", "UTC"),
            ("fsync", "off"), ("full_page_writes", "off"), ("synchronous_commit", "off"),
            ("wal_level", "minimal"), ("max_wal_senders", "0"), ("jit", "off"),
        ]
        return (own + settings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
            .map { "\($0.0) = \(quoted($0.1, escapingQuoteAs: "''"))" }.joined(separator: "\n")
    }

    /// UTF-8 without a language's order where the system has it, so that results are the same everywhere.
    private static var locale: String {
        guard let locale = newlocale(1 << LC_CTYPE, "C.UTF-8", nil) else { return "C" }
        freelocale(locale)
        return "C.UTF-8"
    }

    /// A value in single quotes, for a connection string or, with another escape, `postgresql.conf`.
    private static func quoted(_ value: String, escapingQuoteAs quote: String = "\\'") -> String {
        var text = "'"
        for character in value {
            switch character {
            case "'": text += quote
            case "\\": text += "\\\\"
            default: text.append(character)
            }
        }
        return text + "'"
    }
}
