internal import PlanCatalog
package import PlanSupport

// The wire form. Keys stand in the order in which a reviewer wants to read them.

extension OperationGraph {
    package static let formatName = "plan.graph"
    package static let formatVersion: Int64 = 1

    /// The graph as a file: canonical JSON, described by `schemas/graph.schema.json`.
    package var file: [UInt8] { JSONWriter.pretty(json) }

    package var json: JSONValue {
        .object([
            "format": Self.format,
            "digest": .string(digest.description),
            "seal": .string(seal.description),
            "inputs": inputs.json,
            "execution": execution.json,
            "operations": .array(operations.map(\.json)),
        ])
    }

    /// The digest of the whole file but itself. Unlike `digest` it covers what is for display only, so that a file
    /// edited in any byte is told from the one that was compiled.
    var seal: ContentDigest {
        let content: JSONValue = .object([
            "digest": .string(digest.description), "inputs": inputs.json,
            "origins": .array(operations.map { $0.origin?.json ?? .null }),
        ])
        return ContentDigest(of: JSONWriter.compact(content))
    }

    private static var format: JSONValue {
        .object(["name": .string(formatName), "version": .integer(formatVersion)])
    }

    /// The digest of all that decides what will be done: the plan's own text and the operations' origins do not count.
    static func digest(
        inputs: GraphInputs, execution: ExecutionSettings, operations: [Operation]
    ) -> ContentDigest {
        let content: JSONValue = .object([
            "format": format,
            "source": inputs.source.json,
            "target": inputs.target.json,
            "execution": execution.json,
            "operations": .array(
                operations.map { .object(["digest": .string($0.digest.description), "after": .strings($0.after)]) }),
        ])
        return ContentDigest(of: JSONWriter.compact(content))
    }
}

extension GraphInputs {
    var json: JSONValue {
        .object([
            "plan": .object([
                "name": .string(plan.name), "path": .string(plan.path), "digest": .string(plan.digest.description),
                "description": plan.description.map { .string($0) }, "created": plan.created.map { .string($0) },
            ]),
            "source": source.json,
            "target": target.json,
        ])
    }
}

extension GraphInputs.Source {
    var json: JSONValue {
        .object([
            "engine": .string(engine.rawValue), "location": .string(location),
            "fingerprint": .string(fingerprint.description),
            "objects": .array(objects.map(\.wire)),
            // Left out where nothing is promised, which is the usual.
            "quiesced": isQuiesced ? .boolean(true) : nil,
        ])
    }
}

extension GraphInputs.Target {
    var json: JSONValue {
        .object([
            "engine": .string(engine.rawValue), "connection": .string(connection), "schema": .string(schema),
            "version": .integer(Int64(version)), "expects": .string(expects.rawValue),
            "tls": tls == .prefer ? nil : .string(tls.rawValue), "tables": tables?.json,
        ])
    }
}

extension GraphInputs.Target.Tables {
    fileprivate var json: JSONValue {
        .object([
            "fingerprint": .string(fingerprint.description), "objects": .array(objects.map(\.wire)),
            "empty": empty.isEmpty ? nil : .strings(empty),
        ])
    }
}

extension ObjectDigest {
    fileprivate var wire: JSONValue {
        .object([
            "object": .string(object), "columns": .strings(columns), "digest": .string(digest.description),
        ])
    }
}

extension ExecutionSettings {
    var json: JSONValue {
        .object([
            "jobs": jobs.map { .integer(Int64($0)) } ?? "auto", "on_failure": .string(onFailure.rawValue),
            "destructive": destructive == .forbid ? nil : .string(destructive.rawValue),
            "after_failure": afterFailure.isEmpty ? nil : .array(afterFailure.map(\.json)),
        ])
    }
}

extension Operation {
    package var json: JSONValue {
        .object([
            "id": .string(id), "kind": .string(kind.rawValue), "digest": .string(digest.description),
            "after": .strings(after), "reads": .effects(reads), "writes": .effects(writes),
            "origin": origin?.json,
            "do": .array(self.do.map(\.json)), "undo": undo.json, "risk": risk.json,
        ])
    }

    static func digest(
        id: String, reads: [Effect], writes: [Effect], do instructions: [Instruction], undo: Undo, risk: Risk
    ) -> ContentDigest {
        let content: JSONValue = .object([
            "id": .string(id), "reads": .effects(reads), "writes": .effects(writes),
            "do": .array(instructions.map(\.json)), "undo": undo.json, "risk": risk.json,
        ])
        return ContentDigest(of: JSONWriter.compact(content))
    }
}

extension Origin {
    var json: JSONValue { .object(["line": .integer(Int64(line)), "column": .integer(Int64(column))]) }
}

extension Undo {
    var json: JSONValue {
        switch self {
        case .instructions(let instructions): .array(instructions.map(\.json))
        case .irreversible(let reason): .object(["irreversible": .string(reason)])
        }
    }
}

extension Risk {
    var json: JSONValue {
        .object([
            "lock": .string(lock.rawValue), "destructive": .boolean(isDestructive), "rewrites": .boolean(rewrites),
        ])
    }
}

extension Instruction {
    package var json: JSONValue {
        switch self {
        case .sql(let sql):
            .object([
                "sql": .string(sql.sql), "unless": sql.unless.map { .string($0) }, "with": sql.with.map { .string($0) },
            ])
        case .copy(let copy): .object(["copy": copy.json])
        case .check(let check): .object(["check": check.json])
        case .verify(let verify): .object(["verify": verify.json])
        case .run(let run): .object(["run": run.json])
        case .http(let http): .object(["http": http.json])
        case .backup(let backup): .object(["backup": .object(["when": .string(backup.condition.rawValue)])])
        }
    }
}

extension CopyInstruction {
    var json: JSONValue {
        .object([
            "table": .string(table), "read": .string(read), "chunk_by": .string(chunkBy.rawValue),
            "continue": continuation.map { .object(["key": .strings($0.key), "read": .string($0.read)]) },
            "chunk_rows": .integer(Int64(chunkRows)), "into": .string(into),
            "columns": .array(columns.map { $0.json(in: self) }),
            "key": key.isEmpty ? nil : .strings(key), "invalid": .string(invalid.rawValue),
            "scan": scan.isEmpty ? nil : .strings(scan),
            "reject_if": tests.isEmpty
                ? nil
                : .array(
                    tests.map { .object(["column": .string($0.column), "reason": .string($0.reason.rawValue)]) }),
            "require": requirements.isEmpty
                ? nil
                : .array(
                    requirements.map {
                        .object(["offenders": .string($0.offenders), "message": .string($0.message)])
                    }),
        ])
    }
}

extension CopyInstruction.Column {
    /// Policies that go without saying are left out.
    fileprivate func json(in copy: CopyInstruction) -> JSONValue {
        .object([
            "name": .string(name), "type": .string(type), "codec": .string(codec.rawValue),
            "argument": argument.map { .string($0) },
            "invalid": invalid == copy.invalid ? nil : .string(invalid.rawValue),
            "nul": nul == .fail ? nil : .string(nul.rawValue),
            "encoding": encoding == .fail ? nil : .string(encoding.rawValue),
        ])
    }
}

extension CheckInstruction {
    var json: JSONValue {
        let value: JSONValue?
        let source: JSONValue?
        switch expectation {
        case .value(let text): (value, source) = (.string(text), nil)
        case .source(let query): (value, source) = (nil, .string(query))
        }
        return .object([
            "query": .string(query), "equals": value, "equals_source": source,
            "less_rejected_by": lessRejectedBy.map { .string($0) }, "message": .string(message),
        ])
    }
}

extension VerifyInstruction {
    var json: JSONValue { .object(["copy": .string(copy), "from": .string(from), "key": .strings(key)]) }
}

extension CommandInstruction {
    var json: JSONValue { .object(["command": .strings(command), "seconds": .integer(Int64(seconds))]) }
}

extension HTTPInstruction {
    var json: JSONValue {
        .object([
            "url": .string(url), "retries": .integer(Int64(retries)),
            "backoff_milliseconds": .integer(Int64(backoffMilliseconds)),
        ])
    }
}

extension JSONValue {
    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    static func effects(_ effects: [Effect]) -> JSONValue { .array(effects.map { .string($0.description) }) }
}
