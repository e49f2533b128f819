package import PlanDiagnostics

/// The structure of a `CREATE TRIGGER` statement of SQLite (<https://sqlite.org/lang_createtrigger.html>).
package struct CreateTriggerStatement: Hashable, Sendable {
    package enum Time: String, CaseIterable, Hashable, Sendable {
        /// Also where nothing is written.
        case before = "BEFORE"
        case after = "AFTER"
        case insteadOf = "INSTEAD OF"
    }

    package enum Event: Hashable, Sendable {
        case insert
        case delete
        /// The columns are empty where any counts.
        case update(of: [Name])
    }

    package let isTemporary: Bool
    package let ifNotExists: Bool
    package let name: RelationName
    package let time: Time
    package let event: Event
    package let table: RelationName
    package let condition: Expression?
    /// Queries, inserts, updates and deletes.
    package let body: [Statement]
    @Uncompared package var range: SourceRange

    package init(
        isTemporary: Bool = false, ifNotExists: Bool = false, name: RelationName, time: Time, event: Event,
        table: RelationName, condition: Expression? = nil, body: [Statement], range: SourceRange = 0..<0
    ) {
        self.isTemporary = isTemporary
        self.ifNotExists = ifNotExists
        self.name = name
        self.time = time
        self.event = event
        self.table = table
        self.condition = condition
        self.body = body
        _range = Uncompared(wrappedValue: range)
    }
}
