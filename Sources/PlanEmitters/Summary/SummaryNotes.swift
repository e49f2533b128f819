/// What compiling knows besides the graph, for the summary.
package struct SummaryNotes: Sendable {
    /// A table that is moved.
    package struct Table: Sendable {
        package let source: String
        /// As the graph writes it.
        package let target: String
        /// So many of the source's columns.
        package let columns: Int
        /// In the source's SQL.
        package let rowFilter: String?
        /// As a pinned snapshot's profile counted them; nil where the catalog is read anew each time.
        package let rows: Int?
        /// The source's statement for it.
        package let sql: String

        package init(source: String, target: String, columns: Int, rowFilter: String?, rows: Int?, sql: String) {
            self.source = source
            self.target = target
            self.columns = columns
            self.rowFilter = rowFilter
            self.rows = rows
            self.sql = sql
        }
    }

    /// A column whose type is not the one that its declaration asks for.
    package struct TypeDecision: Sendable {
        package let column: String
        package let declared: String
        package let type: String
        package let codec: String
        /// Why, without a full stop.
        package let reason: String

        package init(column: String, declared: String, type: String, codec: String, reason: String) {
            self.column = column
            self.declared = declared
            self.type = type
            self.codec = codec
            self.reason = reason
        }
    }

    /// A warning or a finding.
    package struct Finding: Sendable {
        package let code: String
        package let message: String
        /// `shop.plan.yml:12`; nil where it is about no place.
        package let place: String?
        /// Why it is accepted, where the plan says so.
        package let silencedBecause: String?

        package init(code: String, message: String, place: String?, silencedBecause: String? = nil) {
            self.code = code
            self.message = message
            self.place = place
            self.silencedBecause = silencedBecause
        }
    }

    /// Something of the source that the target does not have, or has in the plan's words.
    package struct Change: Sendable {
        package enum Kind: String, Sendable, CaseIterable {
            case leftOut = "left out"
            case replaced
            case added
        }

        package let kind: Kind
        /// `table`, `column`, `view`, …
        package let object: String
        package let name: String
        /// Units of five minutes that somebody who knows the application may need to see to it.
        package let effort: Int

        package init(_ kind: Kind, _ object: String, _ name: String, effort: Int) {
            self.kind = kind
            self.object = object
            self.name = name
            self.effort = effort
        }
    }

    package var tables: [Table]
    package var decisions: [TypeDecision]
    package var warnings: [Finding]
    package var changes: [Change]

    package init(tables: [Table], decisions: [TypeDecision], warnings: [Finding], changes: [Change]) {
        self.tables = tables
        self.decisions = decisions
        self.warnings = warnings
        self.changes = changes
    }
}
