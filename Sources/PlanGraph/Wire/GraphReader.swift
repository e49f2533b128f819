package import PlanSupport

/// Why a file is not a graph that may run, in the order of admission.
package enum GraphRefusal: Error, Hashable, CustomStringConvertible {
    case notJSON(String)
    case otherFormat(String)
    case otherVersion(Int64)
    /// A key is missing, unknown or has a value of another kind.
    case malformed(String)
    case operationDigest(id: String)
    case graphDigest(stated: ContentDigest, actual: ContentDigest)
    case invariant(InvariantViolation)
    case edges(id: String)
    /// Something for display was edited, or the spacing.
    case seal

    package var description: String {
        switch self {
        case .notJSON(let reason): "it is not JSON: \(reason)"
        case .otherFormat(let name): "its format is '\(name)', not '\(OperationGraph.formatName)'"
        case .otherVersion(let version):
            "its format version is \(version); this program reads version \(OperationGraph.formatVersion)"
        case .malformed(let reason): reason
        case .operationDigest(let id): "operation \(id) was edited after it was compiled: its digest does not match"
        case .graphDigest(let stated, let actual):
            "the graph was edited after it was compiled: it states \(stated.short), its content is \(actual.short)"
        case .invariant(let violation): violation.description
        case .edges(let id): "the edges or the place of operation \(id) do not follow from what it reads and writes"
        case .seal: "the file was edited after it was compiled: its seal does not match its bytes"
        }
    }
}

/// Reads a graph file strictly: format and version, then every key, then digests, then invariants.
package enum GraphReader {
    /// Whether a file looks like a graph rather than a plan: it begins as a JSON object does.
    package static func looksLikeGraph(_ file: [UInt8]) -> Bool {
        file.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
    }

    package static func read(_ file: [UInt8]) throws(GraphRefusal) -> OperationGraph {
        let json: JSONValue
        do {
            json = try JSONParser.parse(file)
        } catch {
            throw .notJSON(error.description)
        }
        try checkFormat(json)
        let decoded: DecodedGraph
        do {
            decoded = try DecodedGraph(json)
        } catch {
            throw .malformed(error.description)
        }
        let graph = try verified(decoded)
        // Any other spelling of the same content is an edit too.
        guard graph.file == file else { throw .seal }
        return graph
    }

    private static func checkFormat(_ json: JSONValue) throws(GraphRefusal) {
        guard let format = json["format"] else { throw .malformed("format: is missing") }
        guard case .string(let name)? = format["name"], name == OperationGraph.formatName else {
            if case .string(let name)? = format["name"] { throw .otherFormat(name) }
            throw .malformed("format.name: is missing")
        }
        guard case .integer(let version)? = format["version"], version == OperationGraph.formatVersion else {
            if case .integer(let version)? = format["version"] { throw .otherVersion(version) }
            throw .malformed("format.version: is missing")
        }
    }

    /// Seals the decoded operations anew and compares: whatever the file states must be what follows from its content.
    private static func verified(_ decoded: DecodedGraph) throws(GraphRefusal) -> OperationGraph {
        let graph: OperationGraph
        do {
            graph = try OperationGraph.seal(
                inputs: decoded.inputs, execution: decoded.execution, drafts: decoded.operations.map(\.draft))
        } catch {
            throw .invariant(error)
        }
        let digests = Dictionary(uniqueKeysWithValues: graph.operations.map { ($0.id, $0.digest) })
        for (stated, actual) in zip(decoded.operations, graph.operations) {
            guard digests[stated.draft.id] == stated.digest else { throw .operationDigest(id: stated.draft.id) }
            guard stated.draft.id == actual.id, stated.after == actual.after else {
                throw .edges(id: stated.draft.id)
            }
        }
        guard graph.digest == decoded.digest else {
            throw .graphDigest(stated: decoded.digest, actual: graph.digest)
        }
        return graph
    }
}
