internal import PlanPostgres
internal import PlanSQLite

/// Texts in which every letter is an `x` and every digit a `0`; other characters stay, and so do the last few. Numbers are
/// masked as their texts.
struct MaskEncoder: Sendable {
    private let kept: Int

    /// - Parameter kept: how many characters at the end stay.
    init?(_ type: TargetType, kept: Int) {
        guard type == .text, kept >= 0 else { return nil }
        self.kept = kept
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        let field = buffer.beginField()
        switch cell {
        case .text(let bytes):
            let characters = try UTF8Text.check(bytes)
            mask(String(decoding: bytes, as: UTF8.self), characters: characters, into: &buffer)
        case .integer(let value):
            let text = String(value)
            mask(text, characters: text.utf8.count, into: &buffer)
        case .real(let value):
            let text = RealText.string(value)
            mask(text, characters: text.utf8.count, into: &buffer)
        case .blob, .null: throw .storageClass
        }
        buffer.endField(field)
    }

    private func mask(_ text: String, characters: Int, into buffer: inout CopyBuffer) {
        for (place, scalar) in text.unicodeScalars.enumerated() {
            if place >= characters - kept {
                for byte in UTF8.encode(scalar) ?? .init() { buffer.append(byte) }
            } else if scalar.properties.numericType != nil {
                buffer.append(UInt8(ascii: "0"))
            } else if scalar.properties.isAlphabetic {
                buffer.append(UInt8(ascii: "x"))
            } else {
                for byte in UTF8.encode(scalar) ?? .init() { buffer.append(byte) }
            }
        }
    }
}
