package import PlanSupport

extension VerificationReport {
    package static let formatName = "plan.verification"
    package static let formatVersion: Int64 = 1

    package var json: JSONValue {
        .object([
            "format": .object(["name": .string(Self.formatName), "version": .integer(Self.formatVersion)]),
            "plan": .string(planName),
            "graph": .string(graphDigest.description),
            "equal": .boolean(isEqual),
            "seconds": .decimal(seconds, places: 3),
            "tables": .array(tables.map(\.json)),
            "checks": .array(checks.map(\.json)),
        ])
    }
}

extension VerificationReport.TableOutcome {
    fileprivate var json: JSONValue {
        switch self {
        case .compared(let verification): verification.json
        case .missing(let table, let problem):
            .object(["table": .string(table), "equal": .boolean(false), "problem": .string(problem)])
        }
    }
}

extension VerificationReport.CheckOutcome {
    fileprivate var json: JSONValue {
        .object([
            "operation": .string(operation), "holds": .boolean(problem == nil), "problem": problem.map { .string($0) },
        ])
    }
}

extension TableVerification {
    var json: JSONValue {
        .object([
            "table": .string(table), "equal": .boolean(isEqual),
            "rows": .object([
                "source": .integer(sourceRows), "target": .integer(targetRows), "rejected": .integer(rejectedRows),
            ]),
            "differing": .integer(differingRows), "complete": .boolean(isComplete),
            "differences": .array(differences.map(\.json)), "seconds": .decimal(seconds, places: 3),
        ])
    }
}

extension RowDifference {
    fileprivate var json: JSONValue {
        let row = JSONValue.array(
            row.map { .object(["column": .string($0.column), "value": .string($0.value)]) })
        switch kind {
        case .changed(let values):
            return .object([
                "kind": "changed", "row": row,
                "values": .array(
                    values.map {
                        .object([
                            "column": .string($0.column), "source": .string($0.source), "target": .string($0.target),
                        ])
                    }),
            ])
        case .missing: return .object(["kind": "missing", "row": row])
        case .added: return .object(["kind": "added", "row": row])
        case .repeated(let source, let target):
            return .object([
                "kind": "repeated", "row": row,
                "times": .object(["source": .integer(Int64(source)), "target": .integer(Int64(target))]),
            ])
        }
    }
}
