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

    package init(
        with: WithClause? = nil, conflict: ConflictResolution? = nil, table: RelationName, alias: Name? = nil,
        columns: [Name] = [], source: Source, upserts: [UpsertClause] = [], returning: [ResultColumn] = [],
        range: SourceRange = 0..<0
    ) {
        self.with = with
        self.conflict = conflict
        self.table = table
        self.alias = alias
        self.columns = columns
        self.source = source
        self.upserts = upserts
        self.returning = returning
        _range = Uncompared(wrappedValue: range)
    }
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

    package init(
        target: [OrderingTerm] = [], targetCondition: Expression? = nil, action: Action, range: SourceRange = 0..<0
    ) {
        self.target = target
        self.targetCondition = targetCondition
        self.action = action
        _range = Uncompared(wrappedValue: range)
    }
}

/// `column = value` or `(columns) = row`.
package struct Assignment: Hashable, Sendable {
    package let columns: [Name]
    package let value: Expression
    @Uncompared package var range: SourceRange

    package init(columns: [Name], value: Expression, range: SourceRange = 0..<0) {
        self.columns = columns
        self.value = value
        _range = Uncompared(wrappedValue: range)
    }
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

    package init(
        with: WithClause? = nil, conflict: ConflictResolution? = nil, table: RelationName, alias: Name? = nil,
        index: IndexHint? = nil, assignments: [Assignment], from: FromClause? = nil, condition: Expression? = nil,
        returning: [ResultColumn] = [], order: [OrderingTerm] = [], limit: LimitClause? = nil,
        range: SourceRange = 0..<0
    ) {
        self.with = with
        self.conflict = conflict
        self.table = table
        self.alias = alias
        self.index = index
        self.assignments = assignments
        self.from = from
        self.condition = condition
        self.returning = returning
        self.order = order
        self.limit = limit
        _range = Uncompared(wrappedValue: range)
    }
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

    package init(
        with: WithClause? = nil, table: RelationName, alias: Name? = nil, index: IndexHint? = nil,
        condition: Expression? = nil, returning: [ResultColumn] = [], order: [OrderingTerm] = [],
        limit: LimitClause? = nil, range: SourceRange = 0..<0
    ) {
        self.with = with
        self.table = table
        self.alias = alias
        self.index = index
        self.condition = condition
        self.returning = returning
        self.order = order
        self.limit = limit
        _range = Uncompared(wrappedValue: range)
    }
}
