package import PlanDiagnostics

/// One entry of `checks`, `views` or `triggers`.
package struct NamedReplacement: Sendable {
    package var name: Located<String>
    package var replacement: Replacement
}

/// What stands in the place of an object of the source.
package enum Replacement: Sendable {
    /// Nothing; the place is that of `drop`'s value.
    case drop(SourcePlace)
    /// This, in the target's SQL.
    case sql(Located<String>)
}

extension Replacement {
    struct Draft: PlanSection {
        var drop: Located<Bool>?
        var sql: Located<String>?

        static let shape: ObjectShape<Draft> = shape(sql: .now)

        static func shape(sql: Availability) -> ObjectShape<Draft> {
            ObjectShape(
                "a replacement",
                [
                    .alternative("drop", .alwaysTrue, \.drop, "It is left out."),
                    .alternative(
                        "sql", .text("SQL"), \.sql, availability: sql, "What stands in its place, in the target's SQL."),
                ])
        }
    }

    /// - Parameter sql: whether replacing such an object works, and not only leaving it out.
    static func shape(sql: Availability) -> Shape<Replacement> {
        let object = Draft.shape(sql: sql)
        return Shape(.object(object.form)) { node, decoding in
            guard let draft = object.decode(node, &decoding) else { return nil }
            return draft.drop.map { .drop($0.place) } ?? draft.sql.map { .sql($0) }
        }
    }
}
