internal import PlanCatalog
internal import PlanDiagnostics
package import PlanSQL

/// A trigger of the source with the name that the plan gives it.
package struct SourceTrigger: Hashable, Sendable {
    package let statement: CreateTriggerStatement
    /// Its name in the target, before anything is put before it.
    package let target: String

    package init(_ statement: CreateTriggerStatement, target: String) {
        self.statement = statement
        self.target = target
    }

    /// The table or view that it watches, in lower case.
    var table: String { statement.table.name.value.asciiLowercased }

    /// In lower case, as SQLite tells triggers apart.
    var key: String { statement.name.name.value.asciiLowercased }

    /// The change that sets it off; one of any column where it watches none in particular.
    var change: RowChange {
        var change = RowChange(table: table, kind: statement.event.change)
        if case .update(let columns) = statement.event { change.columns = Set(columns.map(\.value.asciiLowercased)) }
        return change
    }

    /// The tables and views that its condition and its body speak of, in lower case, those that it changes included.
    var relations: Set<String> {
        var result: Set<String> = []
        let collect = { (part: SyntaxPart) in
            if case .relation(let name) = part { result.insert(name.name.value.asciiLowercased) }
        }
        statement.condition?.forEachPart(collect)
        for step in statement.body { step.forEachPart(collect) }
        return result
    }

    /// Whether it can end the work on a row without an error.
    var ignores: Bool {
        var result = false
        for step in statement.body {
            step.forEachPart { part in
                if case .expression(let expression) = part, case .raise(.ignore) = expression.kind { result = true }
            }
        }
        return result
    }
}

extension CreateTriggerStatement.Event {
    /// The event without the columns that it is limited to.
    var change: RowChange.Kind {
        switch self {
        case .insert: .insert
        case .delete: .delete
        case .update: .update
        }
    }
}
