/// The plan file's format, version 1, as data.
package enum PlanFormat {
    /// The version that `plan:` names.
    package static let version = 1

    /// The whole document.
    package static var root: ObjectForm { PlanDocument.Draft.shape.form }

    /// The declared places of a key, such as `load` for `jobs`: what a misplaced key might have been meant for.
    static func homes(ofKey key: String) -> [String] {
        var homes: [String] = []
        collectHomes(of: key, in: root, path: "", into: &homes)
        return homes
    }

    private static func collectHomes(of key: String, in object: ObjectForm, path: String, into homes: inout [String]) {
        for field in object.fields {
            if field.key == key { homes.append(path) }
            guard case .object(let inner) = field.value else { continue }
            collectHomes(of: key, in: inner, path: path.isEmpty ? field.key : path + "." + field.key, into: &homes)
        }
    }
}
