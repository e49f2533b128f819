internal import PlanCatalog
internal import PlanSupport

/// A graph file taken apart, before its digests and edges are believed.
struct DecodedGraph {
    struct DecodedOperation {
        let draft: OperationDraft
        let digest: ContentDigest
        let after: [String]
    }

    typealias Failure = JSONObjectReader.Failure

    let digest: ContentDigest
    let inputs: GraphInputs
    let execution: ExecutionSettings
    let operations: [DecodedOperation]

    init(_ json: JSONValue) throws(Failure) {
        var reader = try JSONObjectReader(json, at: "")
        var format = try JSONObjectReader(try reader.required("format"), at: "format")
        _ = try format.string("name")
        _ = try format.integer("version")
        try format.finish()
        digest = try reader.digest("digest")
        // Compared with the rest by comparing whole files.
        _ = try reader.digest("seal")
        inputs = try Self.inputs(try reader.required("inputs"))
        execution = try Self.execution(try reader.required("execution"))
        var operations: [DecodedOperation] = []
        for element in try reader.array("operations") {
            operations.append(try Self.operation(element.value, at: element.path))
        }
        self.operations = operations
        try reader.finish()
    }

    private static func inputs(_ json: JSONValue) throws(Failure) -> GraphInputs {
        var reader = try JSONObjectReader(json, at: "inputs")
        var plan = try JSONObjectReader(try reader.required("plan"), at: "inputs.plan")
        let planInput = GraphInputs.Plan(
            name: try plan.string("name"), path: try plan.string("path"), digest: try plan.digest("digest"),
            description: try plan.optionalString("description"), created: try plan.optionalString("created"))
        try plan.finish()

        var source = try JSONObjectReader(try reader.required("source"), at: "inputs.source")
        let sourceEngine: Engine = try source.word("engine")
        let location = try source.string("location")
        let fingerprint = try source.digest("fingerprint")
        let objects = try source.list("objects", objectDigest)
        let isQuiesced: Bool
        switch source.optional("quiesced") {
        case nil: isQuiesced = false
        case .boolean(true)?: isQuiesced = true
        default: throw source.failure("quiesced", "expected true")
        }
        try source.finish()

        var target = try JSONObjectReader(try reader.required("target"), at: "inputs.target")
        let targetInput = GraphInputs.Target(
            engine: try target.word("engine"), connection: try target.string("connection"),
            schema: try target.string("schema"), version: Int(try target.integer("version")),
            expects: try target.word("expects"), tls: try target.stated("tls") ?? .prefer,
            tables: try target.optionalValue("tables") { json, path throws(Failure) in
                var tables = try JSONObjectReader(json, at: path)
                let result = GraphInputs.Target.Tables(
                    fingerprint: try tables.digest("fingerprint"),
                    objects: try tables.list("objects", Self.objectDigest),
                    empty: try tables.optionalStrings("empty") ?? [])
                try tables.finish()
                return result
            })
        try target.finish()
        try reader.finish()
        return GraphInputs(
            plan: planInput,
            source: GraphInputs.Source(
                engine: sourceEngine, location: location, fingerprint: fingerprint, objects: objects,
                isQuiesced: isQuiesced),
            target: targetInput)
    }

    private static func objectDigest(_ json: JSONValue, at path: String) throws(Failure) -> ObjectDigest {
        var object = try JSONObjectReader(json, at: path)
        let result = ObjectDigest(
            object: try object.string("object"), columns: try object.strings("columns"),
            digest: try object.digest("digest"))
        try object.finish()
        return result
    }

    private static func execution(_ json: JSONValue) throws(Failure) -> ExecutionSettings {
        var reader = try JSONObjectReader(json, at: "execution")
        let jobs: Int?
        switch try reader.required("jobs") {
        case "auto": jobs = nil
        case .integer(let count) where (1...1024).contains(count): jobs = Int(count)
        default: throw reader.failure("jobs", "expected \"auto\" or a number from 1")
        }
        let settings = ExecutionSettings(
            jobs: jobs, onFailure: try reader.word("on_failure"),
            destructive: try reader.stated("destructive") ?? .forbid,
            afterFailure: try reader.optional("after_failure").map { json throws(Failure) in
                try instructions(json, at: "execution.after_failure")
            } ?? [])
        try reader.finish()
        return settings
    }

    private static func operation(_ json: JSONValue, at path: String) throws(Failure) -> DecodedOperation {
        var reader = try JSONObjectReader(json, at: path)
        let id = try reader.string("id")
        let kind: OperationKind = try reader.word("kind")
        let prefix = kind.rawValue + "/"
        guard id.utf8.starts(with: prefix.utf8),
            let name = ObjectName(parsing: String(decoding: id.utf8.dropFirst(prefix.utf8.count), as: UTF8.self))
        else { throw reader.failure("id", "'\(id)' is not '\(prefix)' and a name") }
        let digest = try reader.digest("digest")
        let after = try reader.strings("after")
        let reads = try effects("reads", &reader)
        let writes = try effects("writes", &reader)
        let origin = try reader.optional("origin").map { json throws(Failure) -> Origin in
            var place = try JSONObjectReader(json, at: path + ".origin")
            let origin = Origin(line: Int(try place.integer("line")), column: Int(try place.integer("column")))
            try place.finish()
            return origin
        }
        let instructions = try Self.instructions(try reader.required("do"), at: path + ".do")
        let undo = try Self.undo(try reader.required("undo"), at: path + ".undo")
        let risk = try Self.risk(try reader.required("risk"), at: path + ".risk")
        try reader.finish()
        let draft = OperationDraft(
            kind, name, reads: reads, writes: writes, origin: origin, do: instructions, undo: undo, risk: risk)
        return DecodedOperation(draft: draft, digest: digest, after: after)
    }

    private static func effects(_ key: String, _ reader: inout JSONObjectReader) throws(Failure) -> [Effect] {
        var result: [Effect] = []
        for text in try reader.strings(key) {
            guard let effect = Effect(parsing: text) else { throw reader.failure(key, "'\(text)' is not an effect") }
            result.append(effect)
        }
        return result
    }

    private static func undo(_ json: JSONValue, at path: String) throws(Failure) -> Undo {
        guard case .object = json else { return .instructions(try instructions(json, at: path)) }
        var reader = try JSONObjectReader(json, at: path)
        let reason = try reader.string("irreversible")
        try reader.finish()
        return .irreversible(reason: reason)
    }

    private static func risk(_ json: JSONValue, at path: String) throws(Failure) -> Risk {
        var reader = try JSONObjectReader(json, at: path)
        let risk = Risk(
            lock: try reader.word("lock"), isDestructive: try reader.boolean("destructive"),
            rewrites: try reader.boolean("rewrites"))
        try reader.finish()
        return risk
    }

    /// Reads a list of instructions, as an operation's `do` and `undo` and the ledger hold them.
    static func instructions(_ json: JSONValue, at path: String) throws(Failure) -> [Instruction] {
        guard case .array(let elements) = json else { throw Failure(path: path, reason: "expected an array") }
        var result: [Instruction] = []
        for (index, element) in elements.enumerated() {
            result.append(try instruction(element, at: "\(path)[\(index)]"))
        }
        return result
    }

    private static func instruction(_ json: JSONValue, at path: String) throws(Failure) -> Instruction {
        var reader = try JSONObjectReader(json, at: path)
        if let sql = try reader.optionalString("sql") {
            let instruction = SQLInstruction(
                sql, unless: try reader.optionalString("unless"), with: try reader.optionalString("with"))
            try reader.finish()
            return .sql(instruction)
        }
        if let copy = reader.optional("copy") {
            try reader.finish()
            return .copy(try copyInstruction(copy, at: path + ".copy"))
        }
        if let check = reader.optional("check") {
            try reader.finish()
            return .check(try checkInstruction(check, at: path + ".check"))
        }
        if let verify = reader.optional("verify") {
            try reader.finish()
            return .verify(try verifyInstruction(verify, at: path + ".verify"))
        }
        if let run = reader.optional("run") {
            try reader.finish()
            return .run(try commandInstruction(run, at: path + ".run"))
        }
        if let http = reader.optional("http") {
            try reader.finish()
            return .http(try httpInstruction(http, at: path + ".http"))
        }
        if let backup = reader.optional("backup") {
            try reader.finish()
            var reader = try JSONObjectReader(backup, at: path + ".backup")
            let instruction = BackupInstruction(when: try reader.word("when"))
            try reader.finish()
            return .backup(instruction)
        }
        throw Failure(
            path: path,
            reason: "is no instruction that this program knows (sql, copy, check, verify, run, http, backup)")
    }

    private static func copyInstruction(_ json: JSONValue, at path: String) throws(Failure) -> CopyInstruction {
        var reader = try JSONObjectReader(json, at: path)
        let table = try reader.string("table")
        let read = try reader.string("read")
        let chunkBy: CopyInstruction.ChunkKey = try reader.word("chunk_by")
        let continuation = try Self.continuation(reader.optional("continue"), at: path + ".continue")
        guard (chunkBy == .key) == (continuation != nil) else {
            throw reader.failure("continue", "must be there where 'chunk_by' is 'key', and only there")
        }
        let chunkRows = try reader.integer("chunk_rows")
        guard chunkRows > 0 else { throw reader.failure("chunk_rows", "must be at least 1") }
        let into = try reader.string("into")
        let invalid: CopyInstruction.InvalidValuePolicy = try reader.word("invalid")
        let columns = try reader.list("columns") { json, path throws(Failure) in
            var column = try JSONObjectReader(json, at: path)
            let result = CopyInstruction.Column(
                name: try column.string("name"), type: try column.string("type"), codec: try column.word("codec"),
                argument: try column.optionalString("argument"),
                invalid: try column.optionalWord("invalid", CopyInstruction.InvalidValuePolicy.self) ?? invalid,
                nul: try column.optionalWord("nul", CopyInstruction.NULPolicy.self) ?? .fail,
                encoding: try column.optionalWord("encoding", CopyInstruction.EncodingPolicy.self) ?? .fail)
            try column.finish()
            return result
        }
        let key = try columnNames("key", among: columns, &reader)
        let scan = try columnNames("scan", among: columns, &reader)
        let tests = try reader.optionalList("reject_if") { json, path throws(Failure) in
            var test = try JSONObjectReader(json, at: path)
            let column = try test.string("column")
            guard columns.contains(where: { $0.name == column }) else {
                throw test.failure("column", "'\(column)' is not among the columns")
            }
            let result = CopyInstruction.RowTest(column: column, reason: try test.word("reason"))
            try test.finish()
            return result
        }
        let requirements = try reader.optionalList("require") { json, path throws(Failure) in
            var requirement = try JSONObjectReader(json, at: path)
            let result = CopyInstruction.Requirement(
                offenders: try requirement.string("offenders"), message: try requirement.string("message"))
            try requirement.finish()
            return result
        }
        try reader.finish()
        return CopyInstruction(
            table: table, read: read, chunkBy: chunkBy, continuation: continuation, chunkRows: Int(chunkRows),
            into: into, columns: columns, key: key, invalid: invalid, scan: scan, tests: tests,
            requirements: requirements)
    }

    /// A list of names of columns, which may be absent.
    private static func columnNames(
        _ key: String, among columns: [CopyInstruction.Column], _ reader: inout JSONObjectReader
    ) throws(Failure) -> [String] {
        let names = try reader.optionalStrings(key) ?? []
        for name in names where !columns.contains(where: { $0.name == name }) {
            throw reader.failure(key, "'\(name)' is not among the columns")
        }
        return names
    }

    private static func continuation(
        _ json: JSONValue?, at path: String
    ) throws(Failure) -> CopyInstruction.Continuation? {
        guard let json else { return nil }
        var reader = try JSONObjectReader(json, at: path)
        let key = try reader.strings("key")
        guard !key.isEmpty else { throw reader.failure("key", "must name a column") }
        let continuation = CopyInstruction.Continuation(key: key, read: try reader.string("read"))
        try reader.finish()
        return continuation
    }

    private static func checkInstruction(_ json: JSONValue, at path: String) throws(Failure) -> CheckInstruction {
        var reader = try JSONObjectReader(json, at: path)
        let query = try reader.string("query")
        let expectation: CheckInstruction.Expectation
        switch (try reader.optionalString("equals"), try reader.optionalString("equals_source")) {
        case (let value?, nil): expectation = .value(value)
        case (nil, let source?): expectation = .source(source)
        default: throw Failure(path: path, reason: "expected one of 'equals' and 'equals_source'")
        }
        let rejecting = try reader.optionalString("less_rejected_by")
        if rejecting != nil, case .value = expectation {
            throw reader.failure("less_rejected_by", "goes with 'equals_source' only")
        }
        let message = try reader.string("message")
        try reader.finish()
        return CheckInstruction(query: query, expect: expectation, lessRejectedBy: rejecting, message: message)
    }

    private static func commandInstruction(_ json: JSONValue, at path: String) throws(Failure) -> CommandInstruction {
        var reader = try JSONObjectReader(json, at: path)
        let command = try reader.strings("command")
        guard !command.isEmpty else { throw reader.failure("command", "must name a program") }
        let seconds = try reader.integer("seconds")
        guard seconds > 0 else { throw reader.failure("seconds", "must be at least 1") }
        try reader.finish()
        return CommandInstruction(command: command, seconds: Int(seconds))
    }

    private static func httpInstruction(_ json: JSONValue, at path: String) throws(Failure) -> HTTPInstruction {
        var reader = try JSONObjectReader(json, at: path)
        let url = try reader.string("url")
        let retries = try reader.integer("retries")
        guard (0...100).contains(retries) else { throw reader.failure("retries", "must be 0 to 100") }
        let backoff = try reader.integer("backoff_milliseconds")
        guard backoff >= 0 else { throw reader.failure("backoff_milliseconds", "must not be negative") }
        try reader.finish()
        return HTTPInstruction(url: url, retries: Int(retries), backoffMilliseconds: Int(backoff))
    }

    private static func verifyInstruction(_ json: JSONValue, at path: String) throws(Failure) -> VerifyInstruction {
        var reader = try JSONObjectReader(json, at: path)
        let instruction = VerifyInstruction(
            copy: try reader.string("copy"), from: try reader.string("from"), key: try reader.strings("key"))
        try reader.finish()
        return instruction
    }
}

/// Instructions on their own, as the ledger keeps those that undo an operation.
package enum InstructionList {
    package static func text(of instructions: [Instruction]) -> String {
        String(decoding: JSONWriter.compact(.array(instructions.map(\.json))), as: UTF8.self)
    }

    package static func parse(_ text: String) throws(GraphRefusal) -> [Instruction] {
        let json: JSONValue
        do {
            json = try JSONParser.parse(Array(text.utf8))
        } catch {
            throw .notJSON(error.description)
        }
        do {
            return try DecodedGraph.instructions(json, at: "undo")
        } catch {
            throw .malformed(error.description)
        }
    }
}

extension JSONObjectReader {
    /// A word that stands there only if it is not the usual one; nil if it does not. Where it is not one of the words, the
    /// file is not as written, which its seal tells.
    fileprivate mutating func stated<Word: RawRepresentable & CaseIterable>(
        _ key: String
    ) throws(Failure) -> Word? where Word.RawValue == String {
        guard let value = optional(key) else { return nil }
        guard case .string(let text) = value, let word = Word(rawValue: text) else {
            throw failure(key, "is none of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }
}
