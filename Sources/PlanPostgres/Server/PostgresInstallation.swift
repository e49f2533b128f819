internal import Glibc
internal import PlanSupport

/// The PostgreSQL programs installed on this machine.
package struct PostgresInstallation: Hashable, Sendable {
    /// Where `postgres`, `initdb` and `pg_ctl` are.
    package let binDirectory: String

    /// What the server calls its version: `15.18`.
    package let version: String

    /// Such as 15.
    package var major: Int { Int(version.prefix { $0.isNumber }) ?? 0 }

    /// Looks in `pg_config --bindir`, where `initdb` of the search path is, and in Debian's directories, newest first.
    ///
    /// - Parameter searchPath: directories with `:` between them; `PATH` by default.
    /// - Throws: what was looked for in vain.
    package static func locate(
        searchPath: String? = Subprocess.variable("PATH"), debianDirectory: String = "/usr/lib/postgresql"
    ) throws(Absence) -> PostgresInstallation {
        var directories: [String] = []
        if let tool = Subprocess.find("pg_config", in: searchPath),
            let output = try? Subprocess(tool, ["--bindir"]).run(), output.status.isSuccess
        {
            directories.append(output.text)
        }
        if let initdb = Subprocess.find("initdb", in: searchPath) {
            // A link in a directory of the search path points to where its siblings are.
            directories.append(Path.directory(of: realPath(initdb)))
        }
        directories += versions(in: debianDirectory).map { "\(debianDirectory)/\($0)/bin" }
        for directory in directories {
            guard ["postgres", "initdb", "pg_ctl"].allSatisfy({ access("\(directory)/\($0)", X_OK) == 0 }),
                let output = try? Subprocess("\(directory)/postgres", ["--version"]).run(), output.status.isSuccess,
                // postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)
                let version = output.text.split(separator: " ").first(where: { $0.first?.isNumber == true })
            else { continue }
            return PostgresInstallation(binDirectory: directory, version: String(version))
        }
        let places = directories.isEmpty ? "" : " (looked in \(directories.joined(separator: ", ")))"
        throw Absence(reason: "no PostgreSQL server programs are installed\(places)")
    }

    /// Why no installation was found.
    package struct Absence: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is missing and where it was looked for.
        package let reason: String

        package var description: String { reason }
    }

    /// The path of one of the programs, such as `pg_dump`; nil if this installation lacks it.
    package func program(_ name: String) -> String? {
        let path = "\(binDirectory)/\(name)"
        return access(path, X_OK) == 0 ? path : nil
    }

    /// Entries that are numbers, largest first.
    static func versions(in directory: String) -> [Int] {
        guard let handle = opendir(directory) else { return [] }
        defer { closedir(handle) }
        var numbers: [Int] = []
        while let entry = readdir(handle) {
            if let number = Int(entryName(entry)) { numbers.append(number) }
        }
        return numbers.sorted(by: >)
    }

    private static func realPath(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// The name in a directory entry.
func entryName(_ entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
