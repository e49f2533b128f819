/// `values`: what to do with a value that its target type cannot hold, for the plan, a table or a column.
///
/// The nearest level that states a policy decides; where none does, the run fails.
package struct ValuePolicies: PlanSection {
    package var invalid: Located<InvalidPolicy>?
    package var nul: Located<NULPolicy>?
    package var encoding: Located<EncodingPolicy>?

    package init() {}

    /// For a value that is not of the target's type.
    package enum InvalidPolicy: String, CaseIterable, Sendable {
        case fail
        case reject
        case null
    }

    /// For a NUL character inside text.
    package enum NULPolicy: String, CaseIterable, Sendable {
        case fail
        case strip
        case reject
    }

    /// For text that is not UTF-8.
    package enum EncodingPolicy: String, CaseIterable, Sendable {
        case fail
        case replace
        case latin1
        case reject
    }
}

extension ValuePolicies {
    static let shape = ObjectShape<ValuePolicies>(
        "'values'",
        [
            .optional(
                "invalid", .word(), \.invalid,
                "For a value that is not of the target's type: the run is refused, its row is set aside, or it becomes NULL; "
                    + "`fail` where no level says otherwise."),
            .optional(
                "nul", .word(), \.nul,
                "For a NUL character inside text; `fail` where no level says otherwise."),
            .optional(
                "encoding", .word(), \.encoding,
                "For text that is not UTF-8; `fail` where no level says otherwise."),
        ])
}
