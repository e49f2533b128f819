package import PlanSupport

/// The JSON Schema of plan files, for editors and other tools, made from the format's shape.
///
/// Objects stand where they are used, without references, because editors show the descriptions of such best.
package enum PlanSchema {
    /// The content of `schemas/plan.schema.json`.
    package static var json: JSONValue {
        .object(
            [
                JSONMember("$schema", "https://json-schema.org/draft/2020-12/schema"),
                JSONMember("title", "plan file, version \(PlanFormat.version)"),
            ] + object(PlanFormat.root))
    }

    private static func schema(_ form: ValueForm) -> [JSONMember] {
        switch form {
        case .text(let text):
            [JSONMember("type", "string")]
                + (text.pattern.map { [JSONMember("pattern", .string($0))] } ?? [JSONMember("minLength", 1)])
        case .words(let words):
            [JSONMember("enum", .array(words.filter { $0.availability == .now }.flatMap(values)))]
        case .integer(let range):
            [
                JSONMember("type", "integer"), JSONMember("minimum", .integer(Int64(range.lowerBound))),
                JSONMember("maximum", .integer(Int64(range.upperBound))),
            ]
        case .boolean(let forms):
            [JSONMember("enum", .array(forms.filter { $0.availability == .now }.map { .boolean($0.value) }))]
        case .scalar: [JSONMember("type", ["string", "number", "boolean", "null"])]
        case .list(let element, let minimum):
            [JSONMember("type", "array"), JSONMember("items", .object(schema(element)))]
                + (minimum > 0 ? [JSONMember("minItems", .integer(Int64(minimum)))] : [])
        case .entries(let key, let element):
            [
                JSONMember("type", "object"),
                JSONMember("propertyNames", .object(["minLength": key.content == .name ? 1 : 0])),
                JSONMember("additionalProperties", .object(schema(element))),
            ]
        case .object(let object): Self.object(object)
        case .alternatives(let forms): [JSONMember("anyOf", .array(forms.map { .object(schema($0)) }))]
        }
    }

    /// A word as a reader of YAML sees it: `null` without quotes is null.
    private static func values(_ word: WordForm) -> [JSONValue] {
        word.word == "null" ? [.null, "null"] : [.string(word.word)]
    }

    private static func object(_ object: ObjectForm) -> [JSONMember] {
        let required = object.fields.filter { $0.presence == .required }.map { JSONValue.string($0.key) }
        let alternatives = object.alternatives.map { JSONValue.object(["required": [.string($0.key)]]) }
        return [
            JSONMember("type", "object"),
            JSONMember("properties", .object(object.fields.map { JSONMember($0.key, .object(field($0))) })),
        ] + (required.isEmpty ? [] : [JSONMember("required", .array(required))])
            + (alternatives.isEmpty ? [] : [JSONMember("oneOf", .array(alternatives))])
            + [JSONMember("additionalProperties", false)]
    }

    private static func field(_ field: FieldForm) -> [JSONMember] {
        switch field.availability {
        case .later:
            // Nothing matches, so that an editor marks the key, and the description says why.
            [
                JSONMember("description", .string("Not available yet. " + field.documentation)),
                JSONMember("not", .object([])),
            ]
        case .now:
            [JSONMember("description", .string(field.documentation))]
                + (field.defaultValue.map { [JSONMember("default", $0)] } ?? []) + schema(field.value)
        }
    }
}
