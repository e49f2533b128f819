internal import PlanSQL

extension FunctionRules {
    /// Functions of <https://sqlite.org/lang_corefunc.html>.
    static let core: [FunctionRule] = [
        FunctionRule("coalesce", 2...127) { (use) throws(Untranslatable) in try choose(use) },
        FunctionRule("ifnull", 2) { (use) throws(Untranslatable) in try choose(use) },
        FunctionRule("length", 1) { (use) throws(Untranslatable) in
            if use.first.family == .blob {
                return use.result(.call("octet_length", use.first.expression), .integer, .integer)
            }
            return use.result(.call("char_length", try use.text(0)), .integer, .integer)
        },
        FunctionRule("lower", 1) { (use) throws(Untranslatable) in
            use.result(Translator.folded(try use.text(0)), .text, .text)
        },
    ]

    /// The first of the arguments that is not NULL.
    private static func choose(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let values = try use.translator.unify(use.arguments, at: use.range)
        return use.translator.combined(.call("coalesce", values.map(\.expression)), values)
    }
}
