package import PlanCatalog
package import PlanSupport

/// What a backup is: written beside its data, and described by `schemas/backup.schema.json`.
package struct BackupManifest: Hashable, Sendable {
    /// Why it was made.
    package enum Occasion: String, Sendable, CaseIterable {
        /// Somebody asked for it.
        case create
        /// Before the operations of a run.
        case run
        /// Before a run was undone.
        case rollback
    }

    package static let formatName = "plan.backup"
    package static let formatVersion: Int64 = 1

    package let engine: Engine
    /// The database's name, or that of its file.
    package let database: String
    /// Where the database is: the server's host and port, or the directory of the file. Without user or password.
    package let place: String
    package let createdAt: UTCTime
    package let occasion: Occasion
    /// The name of the file with the data, in the directory of the manifest.
    package let file: String
    package let bytes: Int64
    package let digest: ContentDigest
    /// Of this program.
    package let toolVersion: String
    /// The program or library that wrote the data: `pg_dump 15.18`.
    package let writer: String
    /// What the server calls its version; nil for SQLite.
    package let serverVersion: String?
    /// The restore point that was set in the server's log of changes; nil where the server does not let one be set.
    package let restorePoint: String?

    package init(
        engine: Engine, database: String, place: String, createdAt: UTCTime, occasion: Occasion, file: String,
        bytes: Int64, digest: ContentDigest, toolVersion: String, writer: String, serverVersion: String?,
        restorePoint: String?
    ) {
        self.engine = engine
        self.database = database
        self.place = place
        self.createdAt = createdAt
        self.occasion = occasion
        self.file = file
        self.bytes = bytes
        self.digest = digest
        self.toolVersion = toolVersion
        self.writer = writer
        self.serverVersion = serverVersion
        self.restorePoint = restorePoint
    }

    /// The server's major version, such as 15; 0 for SQLite.
    var serverMajor: Int { Int(serverVersion?.prefix { $0.isNumber } ?? "") ?? 0 }

    package var json: JSONValue {
        .object([
            "format": .object(["name": .string(Self.formatName), "version": .integer(Self.formatVersion)]),
            "engine": .string(engine.rawValue), "database": .string(database), "place": .string(place),
            "created_at": .string(createdAt.description), "occasion": .string(occasion.rawValue),
            "file": .string(file), "bytes": .integer(bytes), "digest": .string(digest.description),
            "tool": .string(toolVersion), "writer": .string(writer),
            "server": serverVersion.map { .string($0) }, "restore_point": restorePoint.map { .string($0) },
        ])
    }

    /// - Throws: what is wrong with it, in words.
    init(_ json: JSONValue) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: "")
        var format = try JSONObjectReader(try reader.required("format"), at: "format")
        guard try format.string("name") == Self.formatName else {
            throw format.failure("name", "is not '\(Self.formatName)'")
        }
        guard try format.integer("version") == Self.formatVersion else {
            throw format.failure("version", "is not \(Self.formatVersion), the one that this program reads")
        }
        try format.finish()
        engine = try reader.word("engine")
        database = try reader.string("database")
        place = try reader.string("place")
        guard let created = UTCTime(try reader.string("created_at")) else {
            throw reader.failure("created_at", "is no time such as 2026-11-20T09:30:00Z")
        }
        createdAt = created
        occasion = try reader.word("occasion")
        file = try reader.string("file")
        // It is opened in the directory of the backup, and must lead nowhere else.
        guard !file.contains("/"), file != "..", !file.isEmpty else {
            throw reader.failure("file", "is no file's name")
        }
        bytes = try reader.integer("bytes")
        digest = try reader.digest("digest")
        toolVersion = try reader.string("tool")
        writer = try reader.string("writer")
        serverVersion = try reader.optionalString("server")
        restorePoint = try reader.optionalString("restore_point")
        try reader.finish()
    }
}
