internal import PlanGraph
internal import PlanSupport

/// What a codec is told besides the values.
struct CodecArgument {
    /// A key, or the sixteen bytes of a namespace.
    private(set) var bytes: [UInt8] = []
    private(set) var number = 0

    /// The namespace of the namespaces that plans name by words, itself a UUID of version 5 in that of URLs (RFC 9562, 6.6).
    private static let root: [UInt8] = {
        let urls: [UInt8] = [
            0x6B, 0xA7, 0xB8, 0x11, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8,
        ]
        return named("plan", in: urls)
    }()

    /// - Throws: that the variable which holds a key is not set.
    init(
        _ text: String?, for codec: CodecID, _ variable: (String) -> String?
    ) throws(VariableTemplate.MissingVariable) {
        guard let text else { return }
        switch codec {
        case .uuidV5: bytes = Self.named(text, in: Self.root)
        case .mask: number = Int(text) ?? 0
        case .hmac, .pseudonym:
            guard let name = Self.variable(in: text) else { return }
            guard let value = variable(name), !value.isEmpty else { throw VariableTemplate.MissingVariable(name: name) }
            bytes = Array(value.utf8)
        case .integer, .real, .numeric, .text, .blob, .boolean, .booleanText, .iso8601, .epochSeconds,
            .epochMilliseconds,
            .epochMicroseconds, .epochNanoseconds, .julianDay, .packedDigits, .json, .jsonBlob, .jsonValue, .uuidText,
            .uuidBlob,
            .hex,
            .base64, .uuidV7, .sha256, .interval, .address, .bits, .geometry, .jsonArray:
            return
        }
    }

    /// Whether a text is what a codec takes for its argument.
    static func isRight(_ text: String?, for codec: CodecID) -> Bool {
        switch codec {
        case .uuidV5: text != nil
        case .mask: text.flatMap { Int($0) }.map { $0 >= 0 } ?? false
        case .hmac, .pseudonym: text.flatMap { variable(in: $0) } != nil
        case .integer, .real, .numeric, .text, .blob, .boolean, .booleanText, .iso8601, .epochSeconds,
            .epochMilliseconds,
            .epochMicroseconds, .epochNanoseconds, .julianDay, .packedDigits, .json, .jsonBlob, .jsonValue, .uuidText,
            .uuidBlob,
            .hex,
            .base64, .uuidV7, .sha256, .interval, .address, .bits, .geometry, .jsonArray:
            text == nil
        }
    }

    /// The name in `${NAME}`: a key never stands in a graph.
    static func variable(in text: String) -> String? {
        guard text.hasPrefix("${"), text.hasSuffix("}"), text.utf8.count > 3 else { return nil }
        return String(text.dropFirst(2).dropLast())
    }

    /// The bytes of a UUID of version 5.
    private static func named(_ name: String, in namespace: [UInt8]) -> [UInt8] {
        let digest = Array(name.utf8).withUnsafeBytes { MessageDigest.sha1(namespace, $0) }
        var bytes = (0..<16).map { digest[$0] }
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes
    }
}
