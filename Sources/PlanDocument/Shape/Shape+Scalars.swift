internal import PlanDiagnostics
internal import PlanSupport
internal import PlanYAML

extension Shape where Value == String {
    /// A text that is not empty.
    static var text: Shape { text(TextForm("text")) }

    /// A text that is not empty, and what it is.
    static func text(_ label: String) -> Shape { text(TextForm(label)) }

    static func text(_ form: TextForm) -> Shape {
        Shape(.text(form), write: { .string($0) }) { node, decoding in
            guard case .scalar(let scalar) = node.content else {
                decoding.mismatch(node, expected: "a text")
                return nil
            }
            switch scalar.meaning {
            case .string: break
            case .null:
                decoding.mismatch(node, expected: "a text")
                return nil
            case .boolean, .integer, .number:
                let quoted = YAMLText.quoted(scalar.text)
                decoding.mismatch(
                    node, expected: "a text",
                    hint: Diagnostic.FixIt("put it into quotes", replace: node.place, with: quoted))
                return nil
            }
            guard !scalar.text.isEmpty else {
                decoding.add(.emptyText(decoding.name, at: node.place))
                return nil
            }
            return scalar.text
        }
    }
}

extension Shape where Value == Located<String> {
    /// A text with its place, for the elements of lists.
    static func locatedText(_ label: String) -> Shape { Shape<String>.text(label).located }
}

extension Shape where Value == Int {
    /// A whole number in a range.
    static func integer(_ range: ClosedRange<Int>) -> Shape {
        Shape(.integer(range), write: { .integer(Int64($0)) }) { node, decoding in
            guard case .scalar(let scalar) = node.content else {
                decoding.mismatch(node, expected: "a whole number")
                return nil
            }
            switch scalar.meaning {
            case .integer(let number):
                guard let value = Int(exactly: number), range.contains(value) else {
                    decoding.add(.outOfRange(decoding.name, range, at: node.place))
                    return nil
                }
                return value
            case .number where scalar.text.utf8.allSatisfy { $0 == 43 || $0 == 45 || (48...57).contains($0) }:
                decoding.add(.outOfRange(decoding.name, range, at: node.place))
                return nil
            case .number, .boolean, .null:
                decoding.mismatch(node, expected: "a whole number")
                return nil
            case .string:
                let fix = Int(scalar.text).map {
                    Diagnostic.FixIt("a number stands without quotes", replace: node.place, with: String($0))
                }
                decoding.mismatch(node, expected: "a whole number", hint: fix)
                return nil
            }
        }
    }
}

extension Shape where Value == Bool {
    /// True or false.
    static var boolean: Shape { boolean(later: []) }

    /// True or false, some of which have no machinery yet.
    static func boolean(later: [Bool]) -> Shape {
        boolean([true, false].map { BooleanForm(value: $0, availability: later.contains($0) ? .later : .now) })
    }

    /// True, and nothing else: the key is left out otherwise.
    static var alwaysTrue: Shape { boolean([BooleanForm(value: true, availability: .now)]) }

    private static func boolean(_ forms: [BooleanForm]) -> Shape {
        Shape(.boolean(forms), write: { .boolean($0) }) { node, decoding in
            guard case .scalar(let scalar) = node.content, case .boolean(let flag) = scalar.meaning else {
                let hint = scalarHint(node)
                decoding.mismatch(node, expected: forms.count == 1 ? "true" : "true or false", hint: hint)
                return nil
            }
            guard let form = forms.first(where: { $0.value == flag }) else {
                decoding.add(.onlyTrue(decoding.name, at: node.place))
                return nil
            }
            guard decoding.accepts(form.availability) else {
                decoding.add(.valueNotAvailable(decoding.name, flag ? "true" : "false", at: node.place))
                return nil
            }
            return flag
        }
    }

    /// What a word of YAML 1.1, or a quoted one, was meant to be.
    private static func scalarHint(_ node: YAMLNode) -> Diagnostic.FixIt? {
        guard case .scalar(let scalar) = node.content else { return nil }
        switch scalar.text.lowercased() {
        case "yes", "on", "true": return Diagnostic.FixIt("did you mean 'true'?", replace: node.place, with: "true")
        case "no", "off", "false": return Diagnostic.FixIt("did you mean 'false'?", replace: node.place, with: "false")
        default: return nil
        }
    }
}

extension Shape where Value: RawRepresentable & CaseIterable & Hashable, Value.RawValue == String {
    /// One of a set of words, some of which have no machinery yet.
    static func word(later: [Value] = []) -> Shape {
        let forms = Value.allCases.map {
            WordForm(word: $0.rawValue, availability: later.contains($0) ? .later : .now)
        }
        let available = forms.filter { $0.availability == .now }.map(\.word)
        return Shape(.words(forms), write: { .string($0.rawValue) }) { node, decoding in
            guard case .scalar(let scalar) = node.content, scalar.meaning != .null || scalar.text == "null" else {
                decoding.mismatch(node, expected: "one of " + Echo.list(available))
                return nil
            }
            guard let form = forms.first(where: { $0.word == scalar.text }), let value = Value(rawValue: form.word)
            else {
                decoding.add(
                    .unknownWord(
                        scalar.text, for: decoding.name, known: forms.map(\.word), available: available,
                        at: node.place))
                return nil
            }
            guard decoding.accepts(form.availability) else {
                decoding.add(.valueNotAvailable(decoding.name, form.word, available: available, at: node.place))
                return nil
            }
            return value
        }
    }
}

extension Shape where Value == PlanScalar {
    /// Any text, number, true, false or null.
    static var scalar: Shape {
        Shape(.scalar) { node, decoding in
            guard case .scalar(let scalar) = node.content else {
                decoding.mismatch(node, expected: "a single value")
                return nil
            }
            return switch scalar.meaning {
            case .null: .null
            case .boolean(let flag): .boolean(flag)
            case .integer(let number): .integer(number)
            case .number: .decimal(scalar.text)
            case .string: .string(scalar.text)
            }
        }
    }
}
