package import PlanDiagnostics
package import PlanSQL

/// An expression of PostgreSQL, with what is known of the SQLite expression that it was made from.
package struct TypedExpression: Sendable {
    /// The storage class of SQLite's value, NULL apart. It decides what the value compares with and how it reads as text.
    package enum Storage: Hashable, Sendable {
        /// The value is always NULL.
        case null
        case integer
        case real
        /// Integer or real, row by row.
        case number
        case text
        case blob
    }

    /// Whether the same arguments give the same value, in PostgreSQL's terms.
    package enum Volatility: Int, Comparable, Sendable {
        case immutable
        case stable
        case volatile

        package static func < (left: Volatility, right: Volatility) -> Bool { left.rawValue < right.rawValue }
    }

    /// The tree that means PostgreSQL.
    package var expression: Expression
    /// Its type in PostgreSQL; `text` for NULL.
    package var type: PostgresType
    package var storage: Storage
    /// The affinity that SQLite applies to what the value is compared with; nil for what is neither a column nor a cast.
    package var affinity: DeclaredType.Affinity?
    package var collation: Collation
    package var volatility: Volatility
    /// How SQLite's text of a point in time is made of PostgreSQL's value; nil where the text that SQLite held is not
    /// known any more.
    package var timeFormat: TimeFormat?
    /// The constant that the SQLite expression is, its sign included.
    package var literal: Literal?
    /// Where the SQLite expression stands.
    package var range: SourceRange

    package init(
        _ expression: Expression, _ type: PostgresType, _ storage: Storage, affinity: DeclaredType.Affinity? = nil,
        collation: Collation = .none, volatility: Volatility = .immutable, timeFormat: TimeFormat? = nil,
        literal: Literal? = nil, range: SourceRange = 0..<0
    ) {
        self.expression = expression
        self.type = type
        self.storage = storage
        self.affinity = affinity
        self.collation = collation
        self.volatility = volatility
        self.timeFormat = timeFormat
        self.literal = literal
        self.range = range
    }

    package var family: TypeFamily { type.family }

    package var isNull: Bool { storage == .null }
}

/// The order and equality of texts in SQLite.
package struct Collation: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case binary
        /// Letters A–Z equal a–z; no others.
        case noCase
        /// Blanks at the end do not count.
        case rightTrim
    }

    package let kind: Kind
    /// Whether a COLLATE operator says so, which outweighs what a column says.
    package let isExplicit: Bool
    /// Whether anything says so.
    package let isStated: Bool

    /// What no column and no operator states: BINARY.
    package static let none = Collation(kind: .binary, isExplicit: false, isStated: false)

    private init(kind: Kind, isExplicit: Bool, isStated: Bool) {
        self.kind = kind
        self.isExplicit = isExplicit
        self.isStated = isStated
    }

    /// The collation of a column, by its name; nil for one that an application defines.
    package init?(column name: String) {
        guard let kind = Self.kind(of: name) else { return nil }
        self.init(kind: kind, isExplicit: false, isStated: true)
    }

    /// The collation that a COLLATE operator names; nil for one that an application defines.
    package init?(operator name: String) {
        guard let kind = Self.kind(of: name) else { return nil }
        self.init(kind: kind, isExplicit: true, isStated: true)
    }

    private static func kind(of name: String) -> Kind? {
        switch name.uppercased() {
        case "BINARY": .binary
        case "NOCASE": .noCase
        case "RTRIM": .rightTrim
        default: nil
        }
    }

    /// The collation of a comparison (<https://sqlite.org/datatype3.html#collating_sequences>): an operator's before a
    /// column's, the left one's before the right one's.
    static func ofComparison(_ left: Collation, _ right: Collation) -> Collation {
        if left.isExplicit || right.isExplicit { return left.isExplicit ? left : right }
        return left.isStated ? left : right
    }

    /// The collation of what is computed of values: only one that an operator states goes on from them.
    static func ofComputation(_ values: [TypedExpression]) -> Collation {
        values.map(\.collation).first(where: \.isExplicit) ?? .none
    }
}

/// How SQLite writes a point in time.
package enum TimeFormat: String, Hashable, Sendable {
    case date = "YYYY-MM-DD"
    case time = "HH24:MI:SS"
    case dateTime = "YYYY-MM-DD HH24:MI:SS"
}
