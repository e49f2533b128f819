/// Something of a database that an operation reads or writes, written `target:rows:public.accounts`.
///
/// Edges of the graph are derived from effects: who writes one comes before all who read it.
package struct Effect: Hashable, Sendable, Comparable, CustomStringConvertible {
    package enum Side: String, Sendable, CaseIterable {
        case source
        case target
    }

    package enum Object: String, Sendable, CaseIterable {
        case schema
        case `extension`
        case table
        /// A table of the graph's own beside the ledger: for rows on their way, or rows to be put back by an undo. The graph
        /// drops it itself, or its undo does.
        case scratch
        /// All rows of a table.
        case rows
        /// A primary key or unique constraint: what a foreign key needs at its parent.
        case key
        case index
        case constraint
        case sequence
        case view
        case trigger
        case function
        /// The fact that something was checked.
        case verification
    }

    package let side: Side
    package let object: Object
    package let name: ObjectName

    package init(_ side: Side, _ object: Object, _ name: ObjectName) {
        self.side = side
        self.object = object
        self.name = name
    }

    /// Reads the written form; nil if `text` is not one.
    package init?(parsing text: String) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let side = Side(rawValue: String(parts[0])),
            let object = Object(rawValue: String(parts[1])), let name = ObjectName(parsing: String(parts[2]))
        else { return nil }
        self.init(side, object, name)
    }

    package var description: String { "\(side.rawValue):\(object.rawValue):\(name)" }

    package static func < (left: Effect, right: Effect) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}
