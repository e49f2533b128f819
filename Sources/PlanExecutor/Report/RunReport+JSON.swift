package import PlanSupport

extension RunReport {
    package static let formatName = "plan.report"
    package static let formatVersion: Int64 = 1

    /// The report as a file, described by `schemas/report.schema.json`.
    package var file: [UInt8] { JSONWriter.pretty(json) }

    package var json: JSONValue {
        .object([
            "format": .object(["name": .string(Self.formatName), "version": .integer(Self.formatVersion)]),
            "run": .integer(run),
            "plan": .string(planName),
            "graph": .string(graphDigest.description),
            "state": .string(state.rawValue),
            "error": error.map { .string($0) },
            "jobs": .integer(Int64(jobs)),
            "seconds": .seconds(seconds),
            "rows_per_second": .decimal(rowsPerSecond, places: 0),
            "rows": .object([
                "read": .integer(rowsRead), "written": .integer(rowsWritten), "rejected": .integer(rowsRejected),
                "earlier": rowsEarlier > 0 ? .integer(rowsEarlier) : nil,
            ]),
            "bytes": .integer(bytes),
            "operations": .array(operations.map(\.json)),
            "tables": .array(tables.map(\.json)),
            "sequences": .array(sequences.map(\.json)),
            "comparisons": .array(comparisons.map(\.json)),
            "undo": undo?.json,
        ])
    }
}

extension OperationReport {
    var json: JSONValue {
        .object([
            "id": .string(id), "kind": .string(kind), "state": .string(state.rawValue),
            "start": start.map { .seconds($0) }, "seconds": .seconds(seconds),
            "rows": rows.map { .integer($0) }, "output": output.map { .string($0) },
        ])
    }
}

extension TableReport {
    var json: JSONValue {
        .object([
            "table": .string(table), "operation": .string(operation), "read": .integer(read),
            "written": .integer(written), "earlier": earlier > 0 ? .integer(earlier) : nil,
            "rejected": .integer(rejected), "bytes": .integer(bytes),
            "chunks": .integer(Int64(chunks)), "seconds": .seconds(seconds),
            "policies": policyUses.isEmpty ? nil : .array(policyUses.map(\.json)),
            "reject_file": rejectFile.map { .string($0) },
        ])
    }
}

extension PolicyUse {
    var json: JSONValue {
        .object(["column": .string(column), "policy": .string(policy.rawValue), "count": .integer(count)])
    }
}

extension SequenceReport {
    var json: JSONValue {
        .object([
            "name": .string(name), "operation": .string(operation), "value": value.map { .integer($0) } ?? .null,
        ])
    }
}

extension ComparisonReport {
    var json: JSONValue {
        .object([
            "table": .string(table), "operation": .string(operation), "source_rows": .integer(sourceRows),
            "target_rows": .integer(targetRows), "rejected": .integer(rejected), "differing": .integer(differing),
        ])
    }
}

extension UndoOutcome {
    package var json: JSONValue {
        .object([
            "policy": .string(policy.rawValue),
            "undone": .array(undone.map { .string($0) }),
            "remaining": .array(
                remaining.map { .object(["operation": .string($0.id), "reason": .string($0.reason)]) }),
        ])
    }
}

extension JSONValue {
    /// Seconds to the millisecond.
    fileprivate static func seconds(_ seconds: Double) -> JSONValue { .decimal(seconds, places: 3) }
}
