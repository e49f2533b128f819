/// Takes a JSON object apart strictly: every key is asked for, or reading fails.
///
///     var reader = try JSONObjectReader(value, at: "inputs")
///     let name = try reader.string("name")
///     try reader.finish()
package struct JSONObjectReader {
    /// What is wrong, and at which path of the document (`operations[3].do`).
    package struct Failure: Error, Hashable, CustomStringConvertible {
        package let path: String
        package let reason: String

        package init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }

        package var description: String { path.isEmpty ? reason : "\(path): \(reason)" }
    }

    package let path: String
    private var remaining: [JSONMember]

    package init(_ value: JSONValue, at path: String) throws(Failure) {
        guard case .object(let members) = value else { throw Failure(path: path, reason: "expected an object") }
        self.path = path
        remaining = members
    }

    /// The path of a key of this object.
    package func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    package func failure(_ key: String, _ reason: String) -> Failure { Failure(path: path(of: key), reason: reason) }

    /// Takes a key, nil if it is absent.
    package mutating func optional(_ key: String) -> JSONValue? {
        guard let index = remaining.firstIndex(where: { $0.key == key }) else { return nil }
        return remaining.remove(at: index).value
    }

    package mutating func required(_ key: String) throws(Failure) -> JSONValue {
        guard let value = optional(key) else { throw failure(key, "is missing") }
        return value
    }

    package mutating func string(_ key: String) throws(Failure) -> String {
        guard case .string(let text) = try required(key) else { throw failure(key, "expected a string") }
        return text
    }

    package mutating func optionalString(_ key: String) throws(Failure) -> String? {
        switch optional(key) {
        case nil: return nil
        case .string(let text)?: return text
        default: throw failure(key, "expected a string")
        }
    }

    package mutating func integer(_ key: String) throws(Failure) -> Int64 {
        guard case .integer(let number) = try required(key) else { throw failure(key, "expected an integer") }
        return number
    }

    package mutating func optionalInteger(_ key: String) throws(Failure) -> Int64? {
        switch optional(key) {
        case nil: return nil
        case .integer(let number)?: return number
        default: throw failure(key, "expected an integer")
        }
    }

    package mutating func boolean(_ key: String) throws(Failure) -> Bool {
        guard case .boolean(let flag) = try required(key) else { throw failure(key, "expected true or false") }
        return flag
    }

    /// True or false; false where the key is absent.
    package mutating func flag(_ key: String) throws(Failure) -> Bool {
        switch optional(key) {
        case nil: return false
        case .boolean(let flag)?: return flag
        default: throw failure(key, "expected true or false")
        }
    }

    package mutating func digest(_ key: String) throws(Failure) -> ContentDigest {
        guard let digest = ContentDigest(parsing: try string(key)) else {
            throw failure(key, "expected sha256: and 64 hexadecimal digits")
        }
        return digest
    }

    /// The elements of an array, each with its path.
    package mutating func array(_ key: String) throws(Failure) -> [(path: String, value: JSONValue)] {
        guard case .array(let elements) = try required(key) else { throw failure(key, "expected an array") }
        let base = path(of: key)
        return elements.enumerated().map { ("\(base)[\($0)]", $1) }
    }

    package mutating func strings(_ key: String) throws(Failure) -> [String] {
        var result: [String] = []
        for element in try array(key) {
            guard case .string(let text) = element.value else {
                throw Failure(path: element.path, reason: "expected a string")
            }
            result.append(text)
        }
        return result
    }

    /// A word of a closed set.
    package mutating func word<Word: RawRepresentable & CaseIterable>(_ key: String) throws(Failure) -> Word
    where Word.RawValue == String {
        let text = try string(key)
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw failure(key, "'\(text)' is none of \(known)")
        }
        return word
    }

    /// Fails if a key was not asked for.
    package consuming func finish() throws(Failure) {
        if let first = remaining.first { throw Failure(path: path(of: first.key), reason: "is not known") }
    }
}
