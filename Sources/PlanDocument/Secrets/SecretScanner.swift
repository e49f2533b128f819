/// Finds passwords in text: in addresses (`postgres://user:password@host`, `?password=…`) and after keywords
/// (`password=…`).
///
/// It errs on the side of finding too much: what it finds is masked, and refused only where a connection string stands.
enum SecretScanner {
    /// What the text is.
    enum Extent {
        /// One value, which may be a connection string as a whole.
        case value
        /// A file whose values are looked at one by one: addresses without blanks.
        case file
        /// A file whose values cannot be told apart: addresses without blanks, and keywords.
        case unreadableFile
    }

    /// Names of libpq's parameters, and others in use, whose values are secrets.
    static let keywords = [
        "password", "sslpassword", "passwd", "pwd", "oauth_client_secret", "scram_client_key", "scram_server_key",
    ]

    /// The ranges of secrets in UTF-8 text, ascending and without overlaps. A variable alone is no secret.
    static func secrets(in text: [UInt8], _ extent: Extent) -> [Range<Int>] {
        let ranges: [Range<Int>]
        switch extent {
        case .value: ranges = addressSecrets(in: text[...]) + keywordSecrets(in: text)
        case .file: ranges = text.split(whereSeparator: isBlank).flatMap(addressSecrets)
        case .unreadableFile:
            ranges = text.split(whereSeparator: isBlank).flatMap(addressSecrets) + keywordSecrets(in: text)
        }
        return merged(ranges.filter { holdsLiteral(text[$0]) })
    }

    /// How many addresses may stand in one run of text; beyond that it is hostile, and secret as a whole, so that the
    /// cost stays linear.
    private static let maximumAddresses = 16
    private static let colon = UInt8(ascii: ":")
    private static let authorityEnds = Array("/?#".utf8)
    private static let parameterStarts = Array("?&".utf8)

    // MARK: Addresses

    /// - Parameter run: a text at whose end an address in it ends.
    private static func addressSecrets(in run: ArraySlice<UInt8>) -> [Range<Int>] {
        let starts = run.indices.filter { run[$0] == colon && run[$0...].starts(with: "://".utf8) }
        guard starts.count <= maximumAddresses else { return [run.indices] }
        return starts.flatMap { start in
            let address = run[(start + 3)...]
            let authorityEnd = address.firstIndex { authorityEnds.contains($0) } ?? address.endIndex
            return userPassword(address, authorityEnd: authorityEnd) + parameterSecrets(address)
        }
    }

    private static func userPassword(_ address: ArraySlice<UInt8>, authorityEnd: Int) -> [Range<Int>] {
        let authority = address[..<authorityEnd]
        guard authority.first != UInt8(ascii: "["), let colon = authority.firstIndex(of: colon) else {
            return []
        }
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            return colon < at ? [colon + 1..<at] : []
        }
        // A password with a slash in it: what follows the colon is no port, and '@' comes later.
        let isPort = authority[(colon + 1)...].allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ",") }
        guard !isPort, let at = address.lastIndex(of: UInt8(ascii: "@")), colon < at,
            !address[colon..<at].contains(UInt8(ascii: "?"))
        else { return [] }
        return [colon + 1..<at]
    }

    private static func parameterSecrets(_ address: ArraySlice<UInt8>) -> [Range<Int>] {
        guard let question = address.firstIndex(of: UInt8(ascii: "?")) else { return [] }
        var ranges: [Range<Int>] = []
        for parameter in address[(question + 1)...].split(separator: UInt8(ascii: "&")) {
            guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = percentDecoded(parameter[..<equals])
            if keywords.contains(name.lowercased()) { ranges.append(equals + 1..<parameter.endIndex) }
        }
        return ranges
    }

    private static func percentDecoded(_ text: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Keywords

    private static func keywordSecrets(in text: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var index = 0
        while index < text.count {
            let start = index
            while index < text.count, isWord(text[index]) { index += 1 }
            if index == start {
                index += 1
                continue
            }
            let isParameter = start > 0 && parameterStarts.contains(text[start - 1])
            let word = String(decoding: text[start..<index], as: UTF8.self).lowercased()
            guard !isParameter, keywords.contains(word), let value = value(in: text, from: index) else { continue }
            ranges.append(value)
            index = max(index, value.upperBound)
        }
        return ranges
    }

    /// The value after `=` or `:`, as libpq delimits it: in single quotes, or up to a blank; backslashes escape.
    private static func value(in text: [UInt8], from start: Int) -> Range<Int>? {
        guard let sign = firstNonBlank(in: text, from: start), text[sign] == UInt8(ascii: "=") || text[sign] == colon,
            let first = firstNonBlank(in: text, from: sign + 1)
        else { return nil }
        if text[sign] == colon, Array("{[&*|>".utf8).contains(text[first]) { return nil }
        let isQuoted = text[first] == UInt8(ascii: "'")
        let lower = isQuoted ? first + 1 : first
        var upper = lower
        while upper < text.count {
            let byte = text[upper]
            if isQuoted ? byte == UInt8(ascii: "'") : isBlank(byte) || (upper > lower && byte == UInt8(ascii: "\"")) {
                break
            }
            upper += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        upper = min(upper, text.count)
        return lower < upper ? lower..<upper : nil
    }

    private static func firstNonBlank(in text: [UInt8], from start: Int) -> Int? {
        text[min(start, text.count)...].firstIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    }

    // MARK: Bytes

    /// Whether something other than `${NAME}` stands here.
    private static func holdsLiteral(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        while let byte = rest.first {
            guard byte == UInt8(ascii: "$"), rest.dropFirst().first == UInt8(ascii: "{"),
                let end = rest.firstIndex(of: UInt8(ascii: "}"))
            else { return true }
            rest = rest[(end + 1)...]
        }
        return false
    }

    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
    }
}
