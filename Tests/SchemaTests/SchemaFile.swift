import PlanSupport
import PlanTestSupport

/// One of the JSON Schemas in `schemas/`.
struct SchemaFile {
    /// The name without `.schema.json`.
    let name: String
    let json: JSONValue

    init(_ name: String) throws {
        self.name = name
        json = try JSONParser.parse(try Repository.bytes(of: SchemaChecker.path(ofSchema: name)))
    }

    /// A keyword of the schema at a place, such as `enum` at `/properties/kind`.
    struct Occurrence {
        /// The names of properties and definitions on the way, with `/` between.
        let place: String
        let value: JSONValue
    }

    /// Everywhere a keyword stands, outermost first.
    func occurrences(of keyword: String) -> [Occurrence] { Self.occurrences(of: keyword, in: json, place: "") }

    private static func occurrences(of keyword: String, in schema: JSONValue, place: String) -> [Occurrence] {
        switch schema {
        case .null, .boolean, .integer, .decimal, .string: return []
        case .array(let elements): return elements.flatMap { occurrences(of: keyword, in: $0, place: place) }
        case .object(let members):
            let here = members.filter { $0.key == keyword }.map { Occurrence(place: place, value: $0.value) }
            return here
                + members.flatMap { member -> [Occurrence] in
                    switch (member.key, member.value) {
                    // The keys below are the document's names, not keywords.
                    case ("properties", .object(let inner)), ("$defs", .object(let inner)):
                        inner.flatMap {
                            occurrences(of: keyword, in: $0.value, place: place.isEmpty ? $0.key : "\(place)/\($0.key)")
                        }
                    default: occurrences(of: keyword, in: member.value, place: place)
                    }
                }
        }
    }
}

extension JSONValue {
    /// The texts of an array of strings.
    var words: [String] {
        guard case .array(let elements) = self else { return [] }
        return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// The keys of all objects inside.
    var allKeys: Set<String> {
        switch self {
        case .null, .boolean, .integer, .decimal, .string: []
        case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.allKeys) }
        case .object(let members):
            members.reduce(into: Set(members.map(\.key))) { $0.formUnion($1.value.allKeys) }
        }
    }

    /// The value with one object changed at a time: every variant in which `edit` was applied to an object inside.
    ///
    /// Of objects in the same place that have the same keys, only the first is changed.
    func variants(_ edit: ([JSONMember]) -> [[JSONMember]]) -> [JSONValue] {
        var seen: Set<[String]> = []
        return variants(edit, at: [], &seen)
    }

    private func variants(
        _ edit: ([JSONMember]) -> [[JSONMember]], at place: [String], _ seen: inout Set<[String]>
    ) -> [JSONValue] {
        switch self {
        case .null, .boolean, .integer, .decimal, .string: return []
        case .array(let elements):
            return elements.indices.flatMap { index in
                elements[index].variants(edit, at: place + ["[]"], &seen).map {
                    .array(elements.replacing(index, by: $0))
                }
            }
        case .object(let members):
            let isNew = seen.insert(place + ["{}"] + members.map(\.key)).inserted
            let inner = members.indices.flatMap { index in
                members[index].value.variants(edit, at: place + [members[index].key], &seen).map { variant in
                    JSONValue.object(members.replacing(index, by: JSONMember(members[index].key, variant)))
                }
            }
            return (isNew ? edit(members).map { .object($0) } : []) + inner
        }
    }
}

extension Array {
    fileprivate func replacing(_ index: Int, by element: Element) -> [Element] {
        var copy = self
        copy[index] = element
        return copy
    }
}
