package import PlanDiagnostics

/// What becomes of a row that violates a constraint (<https://sqlite.org/lang_conflict.html>).
package enum ConflictResolution: String, CaseIterable, Hashable, Sendable {
    case rollback = "ROLLBACK"
    case abort = "ABORT"
    case fail = "FAIL"
    case ignore = "IGNORE"
    case replace = "REPLACE"
}

/// `INSERT`, or `REPLACE`, which is `INSERT OR REPLACE`.
package struct InsertStatement: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        case query(SelectStatement)
        case defaultValues
    }

    package let with: WithClause?
    package let conflict: ConflictResolution?
    package let table: RelationName
    package let alias: Name?
    package let columns: [Name]
    package let source: Source
    package let upserts: [UpsertClause]
    package let returning: [ResultColumn]
    @Uncompared package var range: SourceRange
}

/// `ON CONFLICT (target) WHERE condition DO …`.
package struct UpsertClause: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        case nothing
        case update([Assignment], condition: Expression?)
    }

    /// Empty where the clause is about every constraint.
    package let target: [OrderingTerm]
    package let targetCondition: Expression?
    package let action: Action
    @Uncompared package var range: SourceRange
}

/// `column = value` or `(columns) = row`.
package struct Assignment: Hashable, Sendable {
    package let columns: [Name]
    package let value: Expression
    @Uncompared package var range: SourceRange
}

/// `UPDATE`.
package struct UpdateStatement: Hashable, Sendable {
    package let with: WithClause?
    package let conflict: ConflictResolution?
    package let table: RelationName
    package let alias: Name?
    package let index: IndexHint?
    package let assignments: [Assignment]
    package let from: FromClause?
    package let condition: Expression?
    package let returning: [ResultColumn]
    package let order: [OrderingTerm]
    package let limit: LimitClause?
    @Uncompared package var range: SourceRange
}

/// `DELETE`.
package struct DeleteStatement: Hashable, Sendable {
    package let with: WithClause?
    package let table: RelationName
    package let alias: Name?
    package let index: IndexHint?
    package let condition: Expression?
    package let returning: [ResultColumn]
    package let order: [OrderingTerm]
    package let limit: LimitClause?
    @Uncompared package var range: SourceRange
}
