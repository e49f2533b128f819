import PlanDocument

/// Small plans made from the format's shape: the keys that must be there, and one more.
enum SamplePlan {
    /// A plan in which the key at a path stands, such as `.tables.<table>.columns`.
    static func text(with path: String) -> String {
        flow(.object(PlanFormat.root), including: keys(of: path)[...])
    }

    /// Whether the key or one above it is not available.
    static func isLater(_ path: String) -> Bool {
        var form = ValueForm.object(PlanFormat.root)
        for key in keys(of: path) {
            guard let field = field(key, in: form) else {
                form = inner(form)
                continue
            }
            if field.availability == .later { return true }
            form = field.value
        }
        return false
    }

    private static func keys(of path: String) -> [String] {
        path.split(separator: ".").flatMap { part in
            part.hasSuffix("[]") ? [String(part.dropLast(2)), "[]"] : [String(part)]
        }
    }

    private static func field(_ key: String, in form: ValueForm) -> FieldForm? {
        switch form {
        case .object(let object): object.field(key)
        case .alternatives(let forms): forms.lazy.compactMap { field(key, in: $0) }.first
        case .text, .words, .integer, .boolean, .scalar, .list, .entries: nil
        }
    }

    private static func inner(_ form: ValueForm) -> ValueForm {
        switch form {
        case .list(let element, _), .entries(_, let element): element
        case .text, .words, .integer, .boolean, .scalar, .object, .alternatives: form
        }
    }

    private static func flow(_ form: ValueForm, including keys: ArraySlice<String>) -> String {
        switch form {
        case .object(let object):
            let chosen = object.fields.filter { field in
                if field.key == keys.first || field.presence == .required { return true }
                let isGiven = object.alternatives.contains { $0.key == keys.first }
                let first = object.alternatives.first { $0.availability == .now }
                return field.presence == .alternative && !isGiven && field.key == first?.key
            }
            let members = chosen.map { field in
                let rest = field.key == keys.first ? keys.dropFirst() : []
                return "\(field.key): \(flow(field.value, including: rest))"
            }
            return "{ \(members.joined(separator: ", ")) }"
        case .list(let element, _): return "[\(flow(element, including: keys.dropFirst()))]"
        case .entries(_, let element): return "{ some: \(flow(element, including: keys.dropFirst())) }"
        case .alternatives(let forms): return flow(forms[0], including: keys)
        case .words(let words): return words.first { $0.availability == .now }?.word ?? ""
        case .integer(let range): return String(range.lowerBound)
        case .boolean(let forms): return "\(forms.first { $0.availability == .now }?.value ?? true)"
        case .scalar: return "1"
        case .text(let text):
            let samples = ["some", "2026-11-20", "full", "3s", "PLN0601"]
            let fitting = samples.first { sample in
                guard let pattern = text.pattern, let regex = try? Regex(pattern) else { return true }
                return sample.wholeMatch(of: regex) != nil
            }
            return "\"\(fitting ?? "")\""
        }
    }
}
