internal import PlanDiagnostics
internal import PlanSQL

extension Translator {
    /// A function that makes a table, such as `json_each`.
    mutating func tableFunction(
        _ name: RelationName, _ arguments: [Expression], alias: Name?, at range: SourceRange
    ) throws(Untranslatable) -> TableReference {
        throw Untranslatable("'\(name.name.value)' makes a table in a way that PostgreSQL has no equal for", at: range)
    }

    /// `->` and `->>`.
    func jsonArrow(
        _ symbol: BinaryOperator, _ left: Expression, _ right: Expression, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        throw Untranslatable("'\(symbol.rawValue)' is not translated", at: range)
    }
}
