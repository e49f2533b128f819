package import PlanSupport

/// One object of a catalog with the digest of its definition: enough to say which object differs, without the catalog.
package struct ObjectDigest: Hashable, Sendable {
    /// The kind and the name: `table users`, `view v`, `trigger t`.
    package let object: String
    /// The columns of a table or view.
    package let columns: [String]
    package let digest: ContentDigest

    package init(object: String, columns: [String], digest: ContentDigest) {
        self.object = object
        self.columns = columns
        self.digest = digest
    }
}

extension Catalog {
    /// The digest of the schema. Rows, and where and how the database is stored, do not change it.
    package var fingerprint: ContentDigest { ContentDigest(of: JSONWriter.compact(json)) }

    /// The digests of the objects one by one, in the order of the catalog.
    package var objectDigests: [ObjectDigest] {
        tables.map { table in
            ObjectDigest(
                object: "table \(table.name)", columns: table.columns.map(\.name),
                digest: ContentDigest(of: JSONWriter.compact(table.json)))
        }
            + views.map { view in
                ObjectDigest(
                    object: "view \(view.name)", columns: view.columns.map(\.name),
                    digest: ContentDigest(of: JSONWriter.compact(view.json)))
            }
            + triggers.map { trigger in
                ObjectDigest(
                    object: "trigger \(trigger.name)", columns: [],
                    digest: ContentDigest(of: JSONWriter.compact(trigger.json)))
            }
    }
}

/// What changed between two catalogs, object by object.
package enum Drift {
    /// One sentence for each object that differs, in the order of the expected objects; empty for equal catalogs.
    package static func differences(expected: [ObjectDigest], found: [ObjectDigest]) -> [String] {
        var sentences: [String] = []
        for object in expected {
            guard let other = found.first(where: { $0.object == object.object }) else {
                sentences.append("\(object.object) is gone")
                continue
            }
            if other.digest != object.digest { sentences.append(difference(of: object, and: other)) }
        }
        for object in found where !expected.contains(where: { $0.object == object.object }) {
            sentences.append("\(object.object) is new")
        }
        if sentences.isEmpty, expected.map(\.object) != found.map(\.object) {
            sentences.append("the triggers were made in another order")
        }
        return sentences
    }

    private static func difference(of expected: ObjectDigest, and found: ObjectDigest) -> String {
        let added = found.columns.filter { !expected.columns.contains($0) }.map { "column \($0) is new" }
        let gone = expected.columns.filter { !found.columns.contains($0) }.map { "column \($0) is gone" }
        let details = added + gone
        return "\(expected.object): " + (details.isEmpty ? "its definition changed" : details.joined(separator: ", "))
    }
}
