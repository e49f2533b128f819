internal import PlanGraph

/// What became of a value that its codec refused.
package enum ValuePolicy: String, Sendable, CaseIterable {
    case reject
    case null
    case strip
    case replace
    case latin1
}

/// How often a policy was used for a column.
package struct PolicyUse: Hashable, Sendable {
    package let column: String
    package let policy: ValuePolicy
    package let count: Int64

    package init(column: String, policy: ValuePolicy, count: Int64) {
        self.column = column
        self.policy = policy
        self.count = count
    }
}

extension CopyInstruction.Column {
    /// What becomes of a value that was refused; nil where it ends the run.
    func policy(for refusal: ValueRefusal) -> ValuePolicy? {
        switch refusal {
        case .nul:
            switch nul {
            case .fail: nil
            case .strip: .strip
            case .reject: .reject
            }
        case .notUTF8:
            switch encoding {
            case .fail: nil
            case .replace: .replace
            case .latin1: .latin1
            case .reject: .reject
            }
        case .storageClass, .outOfRange, .notWhole, .inexact, .infinity, .tooManyIntegerDigits, .tooManyFractionDigits,
            .notDecimal, .tooLong, .tooManyBytes, .notBoolean, .notDate, .notTime, .notTimestamp, .zone, .notMidnight,
            .subsecond, .notJSON, .changedByJSONB, .notUUID, .notHexadecimal, .notBase64,
            .notInterval, .notAddress, .notBits, .notGeometry, .notArray:
            switch invalid {
            case .fail: nil
            case .reject: .reject
            case .null: .null
            }
        }
    }
}
