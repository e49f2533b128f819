internal import Glibc
internal import PlanSupport

/// The programs of one installation that back a database up and restore it: `pg_dump`, `pg_restore` and `psql`.
package struct ClientPrograms: Hashable, Sendable {
    /// Where to look for programs.
    package struct Places: Sendable {
        /// Directories with `:` between them.
        package var searchPath: String?
        /// Has a directory for each major version.
        package var debianDirectory: String

        /// By default those of this machine.
        package init(
            searchPath: String? = Subprocess.variable("PATH"), debianDirectory: String = "/usr/lib/postgresql"
        ) {
            self.searchPath = searchPath
            self.debianDirectory = debianDirectory
        }
    }

    package let directory: String
    /// What `pg_dump` calls its version: `15.18`.
    package let version: String

    package var dump: String { "\(directory)/pg_dump" }
    package var restore: String { "\(directory)/pg_restore" }
    package var shell: String { "\(directory)/psql" }

    /// Finds programs that are not older than a server, since an older `pg_dump` refuses: those of `pg_config --bindir`,
    /// of the search path, or of Debian's directories, newest first.
    ///
    /// - Parameter major: of the server's version, such as 15.
    package static func locate(notOlderThan major: Int, in places: Places = Places()) throws(Absence) -> ClientPrograms
    {
        var seen: [String] = []
        var older: [ClientPrograms] = []
        for directory in directories(places) where !seen.contains(directory) {
            seen.append(directory)
            guard let found = ClientPrograms(directory) else { continue }
            if found.major >= major { return found }
            older.append(found)
        }
        if let newest = older.max(by: { $0.major < $1.major }) {
            throw .tooOld(newest, server: major)
        }
        throw .missing(places: seen)
    }

    /// Why there are none.
    package enum Absence: Error, Hashable, Sendable, CustomStringConvertible {
        case missing(places: [String])
        /// The newest that there are.
        case tooOld(ClientPrograms, server: Int)

        package var description: String {
            switch self {
            case .missing(let places):
                "pg_dump, pg_restore and psql are not installed"
                    + (places.isEmpty ? "" : " (looked in \(places.joined(separator: ", ")))")
            case .tooOld(let programs, let server):
                "\(programs.dump) is of version \(programs.version), older than the server, which is PostgreSQL \(server); "
                    + "install the client programs of version \(server) or later"
            }
        }
    }

    private var major: Int { Int(version.prefix { $0.isNumber }) ?? 0 }

    /// Nil where one of the programs is missing or does not tell its version.
    private init?(_ directory: String) {
        guard ["pg_dump", "pg_restore", "psql"].allSatisfy({ access("\(directory)/\($0)", X_OK) == 0 }),
            let output = try? Subprocess("\(directory)/pg_dump", ["--version"]).run(), output.status.isSuccess,
            // pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)
            let version = output.text.split(separator: " ").first(where: { $0.first?.isNumber == true })
        else { return nil }
        self.directory = directory
        self.version = String(version)
    }

    private static func directories(_ places: Places) -> [String] {
        var directories: [String] = []
        if let tool = Subprocess.find("pg_config", in: places.searchPath),
            let output = try? Subprocess(tool, ["--bindir"]).run(), output.status.isSuccess
        {
            directories.append(output.text)
        }
        directories += (places.searchPath ?? "").split(separator: ":").map(String.init).filter {
            access("\($0)/pg_dump", X_OK) == 0
        }
        return directories
            + PostgresInstallation.versions(in: places.debianDirectory).map { "\(places.debianDirectory)/\($0)/bin" }
    }
}
