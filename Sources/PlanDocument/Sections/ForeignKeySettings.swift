internal import PlanYAML

/// `foreign_keys` of a table.
package struct ForeignKeySettings: PlanSection {
    package var orphans: Located<OrphanPolicy>?
    package var drop: Located<ForeignKeyDrop>?

    package init() {}

    /// For rows whose parent is missing.
    package enum OrphanPolicy: String, CaseIterable, Sendable {
        case fail
        case notValid = "not_valid"
        case reject
        case null
    }
}

/// Which foreign keys of a table are left out.
package enum ForeignKeyDrop: Sendable {
    case all
    /// Each by its columns, in the key's order.
    case keys([Located<[String]>])
}

extension ForeignKeySettings {
    static let shape = ObjectShape<ForeignKeySettings>(
        "'foreign_keys'",
        [
            .optional(
                "orphans", .word(), \.orphans,
                "For rows whose parent is missing; `fail` where the key is absent. `not_valid` adds the key without "
                    + "validating it, `reject` sets the rows aside, `null` makes the key NULL in them."),
            .optional(
                "drop", .foreignKeyDrop, \.drop,
                "Foreign keys to leave out: `true` for all, or a list, each key written as its columns."),
        ])
}

extension Shape where Value == ForeignKeyDrop {
    /// `true`, or a list of keys.
    static var foreignKeyDrop: Shape {
        let all = Shape<Bool>.alwaysTrue
        let keys = Shape<[Located<[String]>]>.list(of: Shape<[String]>.columnNames.located, minimum: 1)
        return Shape(.alternatives([all.form, keys.form])) { node, decoding in
            switch node.content {
            case .sequence: keys.decode(node, &decoding).map(ForeignKeyDrop.keys)
            case .scalar(let scalar):
                if case .boolean = scalar.meaning {
                    all.decode(node, &decoding).map { _ in .all }
                } else {
                    decoding.refuse(node, expected: "true or a list")
                }
            case .mapping: decoding.refuse(node, expected: "true or a list")
            }
        }
    }
}
