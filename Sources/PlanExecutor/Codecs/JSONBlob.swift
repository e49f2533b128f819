internal import PlanPostgres
internal import PlanSQLite

/// SQLite's binary form of JSON, `JSONB` (<https://sqlite.org/jsonb.html>), written as JSON text.
///
/// An element is a head and a payload. The low half of the head's first byte is the type; the high half is the payload's
/// length, or says how many bytes of length follow it.
struct JSONBlob: ~Copyable {
    private static let maximumDepth = 500

    private let bytes: UnsafeRawBufferPointer
    private var text = CopyBuffer()

    /// - Throws: `notJSON` where the bytes are no such document.
    init(_ bytes: UnsafeRawBufferPointer) throws(ValueRefusal) {
        self.bytes = bytes
        guard let root = head(at: 0, end: bytes.count), root.end == bytes.count else { throw .notJSON }
        guard element(root, depth: 0) else { throw .notJSON }
    }

    /// Lends the text.
    borrowing func withText<Value>(_ body: (UnsafeRawBufferPointer) throws(ValueRefusal) -> Value) throws(ValueRefusal)
        -> Value
    { try text.withBytes(body) }

    private struct Head {
        let type: UInt8
        let start: Int
        let end: Int
    }

    private func head(at place: Int, end: Int) -> Head? {
        guard place < end else { return nil }
        let first = bytes[place]
        let sizeBytes: Int
        switch first >> 4 {
        case 12: sizeBytes = 1
        case 13: sizeBytes = 2
        case 14: sizeBytes = 4
        case 15: sizeBytes = 8
        default: sizeBytes = 0
        }
        guard place + 1 + sizeBytes <= end else { return nil }
        var size = sizeBytes == 0 ? UInt64(first >> 4) : 0
        for offset in 0..<sizeBytes { size = size << 8 | UInt64(bytes[place + 1 + offset]) }
        let start = place + 1 + sizeBytes
        guard size <= UInt64(end - start) else { return nil }
        return Head(type: first & 15, start: start, end: start + Int(size))
    }

    private mutating func element(_ head: Head, depth: Int) -> Bool {
        guard depth < Self.maximumDepth else { return false }
        switch head.type {
        case 0: return word("null", head)
        case 1: return word("true", head)
        case 2: return word("false", head)
        case 3, 5: return copy(head)
        case 4: return integer(head)
        case 6: return decimal(head)
        case 7, 8, 9, 10: return string(head)
        case 11: return list(head, depth: depth)
        case 12: return object(head, depth: depth)
        default: return false
        }
    }

    private mutating func append(_ ascii: StaticString) {
        text.append(UnsafeRawBufferPointer(start: ascii.utf8Start, count: ascii.utf8CodeUnitCount))
    }

    private mutating func word(_ word: StaticString, _ head: Head) -> Bool {
        guard head.start == head.end else { return false }
        append(word)
        return true
    }

    /// A number in the form of JSON.
    private mutating func copy(_ head: Head) -> Bool {
        guard head.start < head.end else { return false }
        for index in head.start..<head.end { text.append(bytes[index]) }
        return true
    }

    /// An integer in the form of JSON5: hexadecimal, or with a plus sign.
    private mutating func integer(_ head: Head) -> Bool {
        var index = head.start
        if index < head.end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
            if bytes[index] == UInt8(ascii: "-") { text.append(UInt8(ascii: "-")) }
            index += 1
        }
        guard index + 2 < head.end, bytes[index] == 48, bytes[index + 1] | 0x20 == UInt8(ascii: "x") else {
            return copy(Head(type: 3, start: index, end: head.end))
        }
        var value: UInt64 = 0
        for place in (index + 2)..<head.end {
            guard let digit = Self.hexadecimal(bytes[place]), value >> 60 == 0 else { return false }
            value = value << 4 | UInt64(digit)
        }
        for byte in String(value).utf8 { text.append(byte) }
        return true
    }

    /// A number in the form of JSON5: with a plus sign, or without a digit on one side of the point.
    private mutating func decimal(_ head: Head) -> Bool {
        var index = head.start
        if index < head.end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
            if bytes[index] == UInt8(ascii: "-") { text.append(UInt8(ascii: "-")) }
            index += 1
        }
        guard index < head.end else { return false }
        if bytes[index] == UInt8(ascii: ".") { text.append(48 as UInt8) }
        while index < head.end {
            text.append(bytes[index])
            let isPoint = bytes[index] == UInt8(ascii: ".")
            index += 1
            if isPoint, index == head.end || !(48...57).contains(bytes[index]) { text.append(48 as UInt8) }
        }
        return true
    }

    // MARK: Strings

    private static let hexadecimalDigits: StaticString = "0123456789abcdef"

    private mutating func string(_ head: Head) -> Bool {
        text.append(UInt8(ascii: "\""))
        var index = head.start
        while index < head.end {
            let byte = bytes[index]
            index += 1
            switch (head.type, byte) {
            // With escapes, as JSON or JSON5 has them.
            case (8, UInt8(ascii: "\\")), (9, UInt8(ascii: "\\")):
                guard index < head.end, escape(&index, end: head.end) else { return false }
            case (_, UInt8(ascii: "\"")), (_, UInt8(ascii: "\\")):
                text.append(UInt8(ascii: "\\"))
                text.append(byte)
            case (_, 0..<0x20): unicodeEscape(byte)
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
        return true
    }

    private mutating func unicodeEscape(_ byte: UInt8) {
        append("\\u00")
        for digit in [byte >> 4, byte & 15] {
            text.append(Self.hexadecimalDigits.utf8Start[Int(digit)])
        }
    }

    /// The escape after a backslash: those of JSON as they are, those that only JSON5 has as JSON writes them.
    private mutating func escape(_ index: inout Int, end: Int) -> Bool {
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "'"): text.append(byte)
        case UInt8(ascii: "v"): unicodeEscape(0x0B)
        case UInt8(ascii: "0"): unicodeEscape(0)
        case UInt8(ascii: "x"):
            guard index + 2 <= end, let high = Self.hexadecimal(bytes[index]),
                let low = Self.hexadecimal(bytes[index + 1])
            else { return false }
            unicodeEscape(high << 4 | low)
            index += 2
        // A line that goes on.
        case 0x0D:
            if index < end, bytes[index] == 0x0A { index += 1 }
        case 0x0A: break
        case 0xE2:
            guard index + 2 <= end, bytes[index] == 0x80, bytes[index + 1] | 1 == 0xA9 else { return false }
            index += 2
        default:
            text.append(UInt8(ascii: "\\"))
            text.append(byte)
        }
        return true
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }

    // MARK: Containers

    private mutating func list(_ head: Head, depth: Int) -> Bool {
        text.append(UInt8(ascii: "["))
        var place = head.start
        while place < head.end {
            if place > head.start { text.append(UInt8(ascii: ",")) }
            guard let next = self.head(at: place, end: head.end), element(next, depth: depth + 1) else { return false }
            place = next.end
        }
        text.append(UInt8(ascii: "]"))
        return true
    }

    /// Labels and values in turn.
    private mutating func object(_ head: Head, depth: Int) -> Bool {
        text.append(UInt8(ascii: "{"))
        var place = head.start
        while place < head.end {
            if place > head.start { text.append(UInt8(ascii: ",")) }
            guard let label = self.head(at: place, end: head.end), (7...10).contains(label.type), string(label),
                let value = self.head(at: label.end, end: head.end)
            else { return false }
            text.append(UInt8(ascii: ":"))
            guard element(value, depth: depth + 1) else { return false }
            place = value.end
        }
        text.append(UInt8(ascii: "}"))
        return true
    }
}
