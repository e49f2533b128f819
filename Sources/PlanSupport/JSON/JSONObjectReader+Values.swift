extension JSONObjectReader {
    /// The elements of an array, each read by a function.
    package mutating func list<Element>(
        _ key: String, _ read: (JSONValue, String) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        var result: [Element] = []
        for element in try array(key) { result.append(try read(element.value, element.path)) }
        return result
    }

    /// The same; empty where the key is absent.
    package mutating func optionalList<Element>(
        _ key: String, _ read: (JSONValue, String) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        guard let value = optional(key) else { return [] }
        guard case .array(let elements) = value else { throw failure(key, "expected an array") }
        var result: [Element] = []
        for (index, element) in elements.enumerated() {
            result.append(try read(element, "\(path(of: key))[\(index)]"))
        }
        return result
    }

    /// The strings of an array; nil where the key is absent.
    package mutating func optionalStrings(_ key: String) throws(Failure) -> [String]? {
        guard let value = optional(key) else { return nil }
        guard case .array(let elements) = value else { throw failure(key, "expected an array") }
        var result: [String] = []
        for element in elements {
            guard case .string(let text) = element else { throw failure(key, "expected strings") }
            result.append(text)
        }
        return result
    }

    /// A value read by a function; nil where the key is absent.
    package mutating func optionalValue<Value>(
        _ key: String, _ read: (JSONValue, String) throws(Failure) -> Value
    ) throws(Failure) -> Value? {
        guard let value = optional(key) else { return nil }
        return try read(value, path(of: key))
    }

    /// A word of a closed set; nil where the key is absent.
    package mutating func optionalWord<Word: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Word.Type
    ) throws(Failure) -> Word? where Word.RawValue == String {
        guard let text = try optionalString(key) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw failure(key, "'\(text)' is none of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }
}
