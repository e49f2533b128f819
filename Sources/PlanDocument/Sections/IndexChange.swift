package import PlanDiagnostics

/// One entry of `indexes`.
package struct IndexEntry: Sendable {
    package var name: Located<String>
    package var change: IndexChange
}

/// What becomes of an index.
package enum IndexChange: Sendable {
    /// The source's index is left out; the place is that of `drop`'s value.
    case drop(SourcePlace)
    /// A new index: what follows the table's name in CREATE INDEX, in the target's SQL.
    case add(Located<String>)
}

extension IndexChange {
    struct Draft: PlanSection {
        var drop: Located<Bool>?
        var add: Located<String>?

        static let shape = ObjectShape<Draft>(
            "an index",
            [
                .alternative("drop", .alwaysTrue, \.drop, "The source's index is left out."),
                .alternative(
                    "add", .text("SQL"), \.add,
                    "A new index: what follows the table's name in `CREATE INDEX`, such as `USING gin (meta)`."),
            ])
    }

    static let shape = Shape<Draft>.section.refined { draft, _, _ -> IndexChange? in
        draft.drop.map { .drop($0.place) } ?? draft.add.map { .add($0) }
    }
}
