package import PlanSupport

/// A catalog frozen as a value: the schema, its fingerprint, and the profile of the rows where one was taken.
package struct CatalogSnapshot: Hashable, Sendable {
    package let catalog: Catalog
    package let profile: DatabaseProfile?

    package init(catalog: Catalog, profile: DatabaseProfile?) {
        self.catalog = catalog
        self.profile = profile
    }

    /// The snapshot as a file: canonical JSON, described by `schemas/catalog.schema.json`.
    package var file: [UInt8] { JSONWriter.pretty(json) }

    package var json: JSONValue {
        .object([
            "format": .object(["name": "plan.catalog", "version": 1]),
            "fingerprint": .string(catalog.fingerprint.description),
            "schema": catalog.json,
            "profile": profile?.json,
        ])
    }

    /// Reads a snapshot file strictly: an unknown key or a fingerprint that is not the schema's is a failure.
    package init(file: [UInt8]) throws(SnapshotFailure) {
        do {
            try self.init(parsing: file)
        } catch let failure as JSONParser.Failure {
            throw SnapshotFailure(reason: failure.description)
        } catch let failure as JSONObjectReader.Failure {
            throw SnapshotFailure(reason: failure.description)
        } catch {
            throw SnapshotFailure(reason: "\(error)")
        }
    }

    private init(parsing file: [UInt8]) throws {
        var reader = try JSONObjectReader(try JSONParser.parse(file), at: "")
        var format = try JSONObjectReader(try reader.required("format"), at: "format")
        let name = try format.string("name")
        let version = try format.integer("version")
        try format.finish()
        guard name == "plan.catalog" else {
            throw JSONObjectReader.Failure(path: "format.name", reason: "'\(name)' is not 'plan.catalog'")
        }
        guard version == 1 else {
            throw JSONObjectReader.Failure(path: "format.version", reason: "version \(version) is not known; 1 is")
        }
        let fingerprint = try reader.digest("fingerprint")
        catalog = try Catalog(json: try reader.required("schema"), at: "schema")
        profile = try reader.optional("profile").map { try DatabaseProfile(json: $0, at: "profile") }
        try reader.finish()
        guard catalog.fingerprint == fingerprint else {
            throw JSONObjectReader.Failure(
                path: "fingerprint", reason: "is not that of the schema (\(catalog.fingerprint)): the file was edited")
        }
    }
}

/// Why a file is not a catalog snapshot.
package struct SnapshotFailure: Error, Hashable, CustomStringConvertible {
    package let reason: String

    package var description: String { reason }
}
