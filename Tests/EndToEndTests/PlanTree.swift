import PlanSupport
import PlanTestSupport
import Testing

/// A plan as nested keys, which grows by the resolutions that diagnostics offer.
struct PlanTree {
    indirect enum Node {
        case mapping([(key: String, node: Node)])
        /// A value as YAML's flow form.
        case value(String)
    }

    private var root = Node.mapping([
        ("plan", .value("1")), ("name", .value("corpus")), ("source", .value("{ sqlite: source.db }")),
        ("target", .value("{ postgres: \"${DATABASE_URL}\" }")),
    ])

    /// Compiles to `out/graph.json`, taking the first resolution of each error, until there is none left.
    mutating func compile(with tool: PlanTool) throws -> PlanTool.Outcome {
        var outcome: PlanTool.Outcome
        var rounds = 0
        repeat {
            try tool.write(text, to: "corpus.plan.yml")
            outcome = try tool.run("compile", "corpus.plan.yml", "-o", "out", "--format", "json")
            rounds += 1
            guard outcome.code == 65 else { return outcome }
        } while try resolve(JSONParser.parse(Array(outcome.output.utf8))) && rounds < 8
        return outcome
    }

    /// The triggers that the plan leaves out.
    var droppedTriggers: [String] {
        guard case .mapping(let members) = root,
            case .mapping(let triggers)? = members.first(where: { $0.key == "triggers" })?.node
        else { return [] }
        return triggers.map(\.key)
    }

    /// The plan as a file.
    var text: String {
        guard case .mapping(let members) = root else { return "" }
        return members.map { "\(Self.quoted($0.key)): \(Self.flow($0.node))\n" }.joined()
    }

    /// Takes the first resolution of every error; false if an error has none.
    private mutating func resolve(_ diagnostics: JSONValue) throws -> Bool {
        guard case .array(let list)? = diagnostics["diagnostics"] else { return false }
        for diagnostic in list where diagnostic["severity"] == "error" {
            guard case .array(let resolutions)? = diagnostic["resolutions"], let first = resolutions.first,
                case .array(let keys)? = first["keys"], case .string(let value)? = first["value"]
            else {
                Issue.record("an error has no resolution: \(diagnostic)")
                return false
            }
            let path = keys.map { key in if case .string(let text) = key { text } else { "" } }
            root = Self.merged(root, path[...], value)
        }
        return true
    }

    private static func merged(_ node: Node?, _ path: ArraySlice<String>, _ value: String) -> Node {
        guard let key = path.first else {
            // Lists grow; anything else is replaced.
            if case .value(let old)? = node, old.hasPrefix("["), value.hasPrefix("[") {
                return .value(String(old.dropLast()) + ", " + value.dropFirst())
            }
            return .value(value)
        }
        var members: [(key: String, node: Node)] = []
        if case .mapping(let known)? = node { members = known }
        if let index = members.firstIndex(where: { $0.key == key }) {
            members[index].node = merged(members[index].node, path.dropFirst(), value)
        } else {
            members.append((key, merged(nil, path.dropFirst(), value)))
        }
        return .mapping(members)
    }

    private static func flow(_ node: Node) -> String {
        switch node {
        case .value(let text): return text
        case .mapping(let members):
            return "{ " + members.map { "\(quoted($0.key)): \(flow($0.node))" }.joined(separator: ", ") + " }"
        }
    }

    /// A JSON string is a double-quoted scalar of YAML.
    private static func quoted(_ text: String) -> String {
        String(decoding: JSONWriter.compact(.string(text)), as: UTF8.self)
    }
}
