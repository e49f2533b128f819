package import PlanSupport

/// What comparing a target with its source found. Its JSON form is described by `schemas/verification.schema.json`.
package struct VerificationReport: Hashable, Sendable {
    package let planName: String
    package let graphDigest: ContentDigest
    /// In the order of the graph.
    package let tables: [TableOutcome]
    /// In the order of the graph.
    package let checks: [CheckOutcome]
    package let seconds: Double

    package init(
        planName: String, graphDigest: ContentDigest, tables: [TableOutcome], checks: [CheckOutcome], seconds: Double
    ) {
        self.planName = planName
        self.graphDigest = graphDigest
        self.tables = tables
        self.checks = checks
        self.seconds = seconds
    }

    /// The comparison of one table's rows.
    package enum TableOutcome: Hashable, Sendable {
        case compared(TableVerification)
        /// The target could not be asked for them: the table or a column is not there.
        case missing(table: String, problem: String)

        package var isEqual: Bool {
            switch self {
            case .compared(let verification): verification.isEqual
            case .missing: false
            }
        }
    }

    /// One question whose answer must hold.
    package struct CheckOutcome: Hashable, Sendable {
        /// The operation that asks it.
        package let operation: String
        /// What is wrong; nil if it holds.
        package let problem: String?

        package init(operation: String, problem: String?) {
            self.operation = operation
            self.problem = problem
        }
    }

    /// Whether nothing differs.
    package var isEqual: Bool { tables.allSatisfy(\.isEqual) && checks.allSatisfy { $0.problem == nil } }
}
