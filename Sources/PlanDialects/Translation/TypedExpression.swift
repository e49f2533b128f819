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
        /// A number or a text, row by row: what json_extract() gives. The PostgreSQL value is the part of the document
        /// as jsonb, NULL where that is JSON's null; or, where a view had to choose, its text.
        case any
    }

    /// What is known of a value that is a document of JSON, or a part of one.
    package struct JSONForm: Hashable, Sendable {
        /// What SQLite's functions on JSON take an array or an object for when they put it into a document
        /// (<https://sqlite.org/json1.html#value_arguments>).
        package enum Reading: Hashable, Sendable {
            case json
            case string
        }

        package let reading: Reading
        /// The text of the array or object as SQLite writes it, without blanks; nil where PostgreSQL has not kept it.
        package var written: Expression?

        package init(_ reading: Reading, written: Expression? = nil) {
            self.reading = reading
            self.written = written
        }
    }

    /// Whether the same arguments give the same value, in PostgreSQL's terms.
    package enum Volatility: Int, Comparable, Sendable {
        case immutable
        case stable
        case volatile

        package static func < (left: Volatility, right: Volatility) -> Bool { left.rawValue < right.rawValue }
    }

    /// A number that a text begins with.
    package enum LeadingNumber: Hashable, Sendable {
        /// The text is an integer.
        case integer
        /// The text is a decimal number.
        case real
        /// As many digits, and then something else.
        case digits(Int)
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
    /// How SQLite's value of a point in time is made of PostgreSQL's; nil where the text that SQLite held is not known
    /// any more.
    package var timeFormat: TimeFormat?
    /// The number that a text begins with, where that is known: what SQLite computes with.
    package var leadingNumber: LeadingNumber?
    /// The constant that the SQLite expression is, its sign included.
    package var literal: Literal?
    /// Nil for what no function on JSON made, or where a query between has lost what it made.
    package var json: JSONForm?
    /// Where the SQLite expression stands.
    package var range: SourceRange

    package init(
        _ expression: Expression, _ type: PostgresType, _ storage: Storage, affinity: DeclaredType.Affinity? = nil,
        collation: Collation = .none, volatility: Volatility = .immutable, timeFormat: TimeFormat? = nil,
        literal: Literal? = nil, json: JSONForm? = nil, range: SourceRange = 0..<0
    ) {
        self.expression = expression
        self.type = type
        self.storage = storage
        self.affinity = affinity
        self.collation = collation
        self.volatility = volatility
        self.timeFormat = timeFormat
        self.literal = literal
        self.json = json
        self.range = range
    }

    package var family: TypeFamily { type.family }

    package var isNull: Bool { storage == .null }

    /// The same value written in another way, wherever it stands in the trees.
    func mapping(_ transform: (Expression) -> Expression) -> TypedExpression {
        var result = self
        result.expression = transform(expression)
        result.json?.written = json?.written.map(transform)
        return result
    }
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
