internal import Glibc
internal import PlanCatalog
package import PlanSupport

/// A directory of backups.
///
/// A backup is made in a hidden directory that its maker keeps locked, and takes its name when all of it is on the disk:
/// what has a name is finished. What a killed maker leaves keeps its hidden name, and is removed by the next one.
package struct BackupStore: Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    // MARK: Looking

    /// What is in the store.
    package struct Listing: Sendable {
        /// The newest first.
        package let backups: [Backup]
        /// Directories that look like backups and cannot be used, with the reason.
        package let unusable: [BackupFailure]
    }

    package func list() -> Listing {
        var (backups, unusable): ([Backup], [BackupFailure]) = ([], [])
        for name in Files.names(in: path) where !name.hasPrefix(".") {
            let directory = Path.resolve(name, against: path)
            guard Files.exists(Path.resolve(Backup.manifestName, against: directory)) else { continue }
            do throws(BackupFailure) {
                backups.append(try Backup(at: directory))
            } catch {
                unusable.append(error)
            }
        }
        backups.sort { ($1.manifest.createdAt, $1.name) < ($0.manifest.createdAt, $0.name) }
        return Listing(backups: backups, unusable: unusable)
    }

    // MARK: Making

    /// A backup that is being made.
    struct Draft: ~Copyable {
        let store: String
        let directory: String
        private let lock: Int32
        private var isFinished = false

        fileprivate init(store: String, directory: String, lock: Int32) {
            self.store = store
            self.directory = directory
            self.lock = lock
        }

        deinit {
            if !isFinished { BackupStore.remove(directory) }
            close(lock)
        }

        /// Writes the manifest and gives the backup its name.
        consuming func finish(_ manifest: BackupManifest) throws(BackupFailure) -> Backup {
            let stem = "\(BackupStore.word(manifest.database))-\(manifest.createdAt.compact)"
            do throws(FileFailure) {
                try Files.writeAtomically(
                    JSONWriter.pretty(manifest.json), to: Path.resolve(Backup.manifestName, against: directory),
                    mode: 0o600)
                try Files.synchronizeDirectory(directory)
                var number = 1
                while true {
                    let final = Path.resolve(number == 1 ? stem : "\(stem)-\(number)", against: store)
                    // A directory takes the name of an empty one, of which there are none here.
                    if !Files.exists(final), rename(directory, final) == 0 {
                        isFinished = true
                        try Files.synchronizeDirectory(store)
                        return try finished(final)
                    }
                    guard Files.exists(final), number < 1000 else {
                        throw FileFailure(path: final, action: "write", number: errno)
                    }
                    number += 1
                }
            } catch {
                throw .file(error)
            }
        }

        private func finished(_ path: String) throws(FileFailure) -> Backup {
            do throws(BackupFailure) {
                return try Backup(at: path)
            } catch {
                if case .file(let failure) = error { throw failure }
                throw FileFailure(path: path, action: "read", number: EIO)
            }
        }
    }

    /// Begins a backup, and removes what killed makers have left.
    func begin() throws(BackupFailure) -> Draft {
        do throws(FileFailure) {
            try Files.makeDirectory(path)
            for leftover in leftovers() { Self.remove(leftover) }
            var template = Array(Path.resolve(Self.prefix + "XXXXXX", against: path).utf8CString)
            // Readable for its owner alone.
            guard mkdtemp(&template) != nil else { throw FileFailure(path: path, action: "write", number: errno) }
            let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let lock = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
                throw FileFailure(path: directory, action: "lock", number: errno)
            }
            return Draft(store: path, directory: directory, lock: lock)
        } catch {
            throw .file(error)
        }
    }

    // MARK: Removing

    /// Which backups to remove: those that both limits let go of.
    package struct Retention: Hashable, Sendable {
        /// Of each database the newest so many stay.
        package var keep: Int?
        /// What is younger than so many seconds stays.
        package var olderThanSeconds: Int64?

        package init(keep: Int?, olderThanSeconds: Int64?) {
            self.keep = keep
            self.olderThanSeconds = olderThanSeconds
        }
    }

    /// The backups that a retention lets go of, the newest first.
    package func expired(_ retention: Retention, at now: UTCTime = .now) -> [Backup] {
        var seen: [String: Int] = [:]
        return list().backups.filter { backup in
            let manifest = backup.manifest
            let rank = seen[
                "\(manifest.engine.rawValue) \(manifest.place) \(manifest.database)", default: 0]
            seen["\(manifest.engine.rawValue) \(manifest.place) \(manifest.database)"] = rank + 1
            if let keep = retention.keep, rank < keep { return false }
            if let age = retention.olderThanSeconds, now.seconds - manifest.createdAt.seconds <= age { return false }
            return true
        }
    }

    /// Removes a backup.
    package func remove(_ backup: Backup) throws(BackupFailure) {
        // Without its name it is none, however far the removal comes.
        let hidden = Path.resolve(Self.prefix + backup.name, against: path)
        guard rename(backup.path, hidden) == 0 else {
            throw .file(FileFailure(path: backup.path, action: "remove", number: errno))
        }
        Self.remove(hidden)
        if Files.exists(hidden) { throw .file(FileFailure(path: hidden, action: "remove", number: errno)) }
    }

    /// Removes what killed makers have left.
    ///
    /// - Returns: the directories.
    @discardableResult
    package func removeLeftovers() -> [String] {
        let leftovers = leftovers()
        for leftover in leftovers { Self.remove(leftover) }
        return leftovers
    }

    private static let prefix = ".unfinished-"

    /// Hidden directories that nobody holds locked.
    private func leftovers() -> [String] {
        Files.names(in: path).filter { $0.hasPrefix(Self.prefix) }.map { Path.resolve($0, against: path) }.filter {
            let descriptor = open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            return flock(descriptor, LOCK_EX | LOCK_NB) == 0
        }
    }

    /// Removes a directory with its files; it has no further directories. What cannot be removed stays, unfinished as it is.
    private static func remove(_ directory: String) {
        for name in Files.names(in: directory) { unlink(Path.resolve(name, against: directory)) }
        rmdir(directory)
    }

    /// A name as one of a file.
    private static func word(_ name: String) -> String {
        let word = String(
            name.unicodeScalars.map {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789._-".unicodeScalars.contains($0))
                    ? Character($0) : "_"
            })
        return word.hasPrefix(".") || word.isEmpty ? "_" + word : word
    }
}
