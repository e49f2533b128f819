/// One entry of `columns`.
package struct ColumnEntry: Sendable {
    /// The column's name in the source, or that of the new column where `add` stands.
    package var name: Located<String>
    package var settings: ColumnSettings
}

/// What a plan says about one column.
package struct ColumnSettings: PlanSection {
    /// The column's name in the target.
    package var rename: Located<String>?
    /// The target's type, not yet resolved.
    package var type: Located<String>?
    /// In the order of application.
    package var transform: [Located<String>]?
    /// How the stored values are to be read: the name of a codec.
    package var decode: Located<String>?
    /// Value by value, in the order of the file.
    package var map: [ValueMapping]?
    /// The default in the target's SQL.
    package var defaultExpression: Located<String>?
    package var values = ValuePolicies()
    /// A new column, computed by the source: an expression in its SQL.
    package var add: Located<String>?
    /// Whether the column is left out.
    package var drop = Setting(default: false)

    package init() {}
}

/// One entry of a column's `map`.
package struct ValueMapping: Sendable {
    /// The source's value as text.
    package var from: Located<String>
    package var to: Located<PlanScalar>
}

/// A value written in a plan.
package enum PlanScalar: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// A number that is not an integer of 64 bits, as written.
    case decimal(String)
    case string(String)
}

extension ColumnSettings {
    static let shape = ObjectShape<ColumnSettings>(
        "a column",
        [
            .optional("rename", .text("name"), \.rename, "The column's name in the target."),
            .optional("type", .text("type"), \.type, "The column's type in the target."),
            .optionalSection(
                "transform", .oneOrList(of: .locatedText("transform")), \.transform,
                "What is done to each value, in this order: `trim`, `replace('-', '')`, `hmac(${KEY})`; see transforms.md."
            ),
            .optional(
                "decode", .text("codec"), \.decode,
                "How the stored values are to be read, such as `epoch_milliseconds`."),
            .optionalSection(
                "map",
                .entries("value", .text, of: Shape<PlanScalar>.scalar.located) { ValueMapping(from: $0, to: $1) },
                \.map,
                "What single values become, by their texts in the source; all others stay as they are."),
            .optional("default", .text("SQL"), \.defaultExpression, "The column's default, in the target's SQL."),
            .section("values", .section, \.values, "Policies for the values of this column."),
            .optional(
                "add", .text("SQL"), \.add,
                "A new column: an expression in the source's SQL that computes it."),
            .setting("drop", .boolean, \.drop, "Whether the column is left out."),
        ])
}
