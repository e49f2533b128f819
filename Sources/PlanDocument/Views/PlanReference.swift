internal import PlanSupport

/// The tables of keys in `docs/plan-file.md`, made from the format's shape.
package enum PlanReference {
    /// Markdown: a heading and a table for each mapping that the format declares, in the format's order.
    package static var markdown: String {
        var sections: [String] = []
        appendSections(of: PlanFormat.root, path: "", .now, to: &sections)
        return sections.joined(separator: "\n")
    }

    private static func appendSections(
        of object: ObjectForm, path: String, _ availability: Availability, to sections: inout [String]
    ) {
        let heading = path.isEmpty ? "### At the top" : "### `\(path)`"
        var lines = [heading, ""]
        switch availability {
        case .now: break
        case .later: lines += ["*Not available yet.*", ""]
        }
        lines += ["| key | value | default | meaning |", "|---|---|---|---|"]
        lines += object.fields.map(row)
        let alternatives = object.alternatives.map { "`\($0.key)`" }
        if !alternatives.isEmpty { lines += ["", "Exactly one of " + alternatives.joined(separator: " and ") + "."] }
        sections.append(lines.joined(separator: "\n") + "\n")
        for field in object.fields {
            let inner = availability == .later ? availability : field.availability
            let innerPath = path.isEmpty ? field.key : path + "." + field.key
            appendSections(of: field.value, path: innerPath, inner, to: &sections)
        }
    }

    private static func appendSections(
        of form: ValueForm, path: String, _ availability: Availability, to sections: inout [String]
    ) {
        switch form {
        case .object(let object): appendSections(of: object, path: path, availability, to: &sections)
        case .list(let element, _): appendSections(of: element, path: path + "[]", availability, to: &sections)
        case .entries(let key, let element):
            appendSections(of: element, path: path + ".<\(key.label)>", availability, to: &sections)
        case .alternatives(let forms):
            for form in forms { appendSections(of: form, path: path, availability, to: &sections) }
        case .text, .words, .integer, .boolean, .scalar: break
        }
    }

    private static func row(_ field: FieldForm) -> String {
        let value: String
        switch field.availability {
        case .now: value = words(field.value).joined(separator: ", ")
        case .later: value = "*not available yet*"
        }
        let fallback: String
        switch field.presence {
        case .required: fallback = "required"
        case .optional, .alternative:
            fallback = field.defaultValue.map { "`\(String(decoding: JSONWriter.compact($0), as: UTF8.self))`" } ?? ""
        }
        let cells = ["`\(field.key)`", value, fallback.filter { $0 != "\"" }, field.documentation]
        return "| " + cells.map(escaped).joined(separator: " | ") + " |"
    }

    /// What may be written, in words; what is not available yet comes last.
    private static func words(_ form: ValueForm) -> [String] {
        switch form {
        case .text(let text): return [text.label]
        case .words(let words):
            return choice(words.map { ("`\($0.word)`", $0.availability) })
        case .integer(let range):
            return [range.count == 1 ? "`\(range.lowerBound)`" : "\(range.lowerBound) to \(range.upperBound)"]
        case .boolean(let forms): return choice(forms.map { ("`\($0.value)`", $0.availability) })
        case .scalar: return ["text, number, `true`, `false` or `null`"]
        case .list(let element, _): return ["list of " + plural(words(element).joined(separator: ", "))]
        case .entries(let key, _): return ["mapping by \(key.label)"]
        case .object: return ["mapping"]
        case .alternatives(let forms): return [forms.flatMap(words).joined(separator: " or ")]
        }
    }

    private static func plural(_ word: String) -> String {
        word.hasSuffix("s") || word.contains(",") ? word : word + "s"
    }

    private static func choice(_ values: [(text: String, availability: Availability)]) -> [String] {
        let later = values.filter { $0.availability == .later }.map(\.text)
        return values.filter { $0.availability == .now }.map(\.text)
            + (later.isEmpty ? [] : ["*not yet:* " + later.joined(separator: ", ")])
    }

    private static func escaped(_ cell: String) -> String {
        cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
