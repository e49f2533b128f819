internal import PlanPostgres
internal import PlanSupport

/// Hashes JSON by what it says: spaces, the order of keys, escapes and the spelling of numbers do not count.
///
/// The members of an object are hashed each and added up, so that their order is lost without sorting them.
struct JSONForm {
    /// A hash by meaning; of what is no JSON, by its bytes.
    ///
    /// - Parameter buffer: used as a stack above what it holds, and left as it was.
    static func hash(of text: UnsafeRawBufferPointer, in buffer: inout CopyBuffer) -> Hash128 {
        let bottom = buffer.count
        var form = JSONForm(text: text)
        let hash = form.value(&buffer, depth: 0)
        buffer.truncate(to: bottom)
        form.skipSpace()
        guard let hash, form.index == text.count else { return Hash128(of: text) }
        return hash
    }

    /// Deeper than any document that the encoder lets through, and far above the end of a thread's stack.
    private static let maximumDepth = 1000

    /// What stands before the bytes of a value, so that values of different kinds differ.
    private enum Tag: UInt8 {
        case null, `false`, `true`, number, string, array, object
    }

    private let text: UnsafeRawBufferPointer
    private var index = 0

    private init(text: UnsafeRawBufferPointer) { self.text = text }

    private mutating func skipSpace() {
        while index < text.count {
            switch text[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        guard index < text.count, text[index] == byte else { return false }
        index += 1
        return true
    }

    /// The hash of what was pushed from `start` on, which is taken off.
    private func pop(_ start: Int, _ buffer: inout CopyBuffer) -> Hash128 {
        let hash = buffer.withBytes { Hash128(of: UnsafeRawBufferPointer(rebasing: $0[start...])) }
        buffer.truncate(to: start)
        return hash
    }

    private mutating func value(_ buffer: inout CopyBuffer, depth: Int) -> Hash128? {
        skipSpace()
        guard index < text.count, depth < Self.maximumDepth else { return nil }
        switch text[index] {
        case UInt8(ascii: "{"): return object(&buffer, depth: depth)
        case UInt8(ascii: "["): return array(&buffer, depth: depth)
        case UInt8(ascii: "\""):
            let start = buffer.count
            buffer.append(Tag.string.rawValue)
            return string(&buffer) ? pop(start, &buffer) : nil
        case UInt8(ascii: "t"): return word(4, .true, &buffer)
        case UInt8(ascii: "f"): return word(5, .false, &buffer)
        case UInt8(ascii: "n"): return word(4, .null, &buffer)
        default: return number(&buffer)
        }
    }

    private mutating func word(_ count: Int, _ tag: Tag, _ buffer: inout CopyBuffer) -> Hash128 {
        index = min(index + count, text.count)
        let start = buffer.count
        buffer.append(tag.rawValue)
        return pop(start, &buffer)
    }

    private mutating func array(_ buffer: inout CopyBuffer, depth: Int) -> Hash128? {
        let start = buffer.count
        buffer.append(Tag.array.rawValue)
        index += 1
        skipSpace()
        if accept(UInt8(ascii: "]")) { return pop(start, &buffer) }
        repeat {
            guard let element = value(&buffer, depth: depth + 1) else { return nil }
            buffer.append(element.high)
            buffer.append(element.low)
            skipSpace()
        } while accept(UInt8(ascii: ","))
        return accept(UInt8(ascii: "]")) ? pop(start, &buffer) : nil
    }

    private mutating func object(_ buffer: inout CopyBuffer, depth: Int) -> Hash128? {
        let start = buffer.count
        var members = Hash128.zero
        index += 1
        skipSpace()
        if !accept(UInt8(ascii: "}")) {
            repeat {
                skipSpace()
                let member = buffer.count
                guard index < text.count, text[index] == UInt8(ascii: "\""), string(&buffer) else { return nil }
                skipSpace()
                guard accept(UInt8(ascii: ":")), let value = value(&buffer, depth: depth + 1) else { return nil }
                buffer.append(value.high)
                buffer.append(value.low)
                members &+= pop(member, &buffer)
                skipSpace()
            } while accept(UInt8(ascii: ","))
            guard accept(UInt8(ascii: "}")) else { return nil }
        }
        buffer.append(Tag.object.rawValue)
        buffer.append(members.high)
        buffer.append(members.low)
        return pop(start, &buffer)
    }

    /// Pushes the characters of the string that begins here.
    private mutating func string(_ buffer: inout CopyBuffer) -> Bool {
        index += 1
        while index < text.count {
            let start = index
            while index < text.count, text[index] != UInt8(ascii: "\""), text[index] != UInt8(ascii: "\\") {
                index += 1
            }
            buffer.append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
            if accept(UInt8(ascii: "\"")) { return true }
            guard accept(UInt8(ascii: "\\")), escape(&buffer) else { return false }
        }
        return false
    }

    private mutating func escape(_ buffer: inout CopyBuffer) -> Bool {
        guard index < text.count else { return false }
        let byte = text[index]
        index += 1
        switch byte {
        case UInt8(ascii: "b"): buffer.append(0x08 as UInt8)
        case UInt8(ascii: "f"): buffer.append(0x0C as UInt8)
        case UInt8(ascii: "n"): buffer.append(0x0A as UInt8)
        case UInt8(ascii: "r"): buffer.append(0x0D as UInt8)
        case UInt8(ascii: "t"): buffer.append(0x09 as UInt8)
        case UInt8(ascii: "u"):
            guard var code = hexadecimal() else { return false }
            if (0xD800..<0xDC00).contains(code), accept(UInt8(ascii: "\\")), accept(UInt8(ascii: "u")) {
                guard let low = hexadecimal(), (0xDC00..<0xE000).contains(low) else { return false }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { return false }
            for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { buffer.append(unit) }
        default: buffer.append(byte)
        }
        return true
    }

    private mutating func hexadecimal() -> UInt32? {
        guard index + 4 <= text.count else { return nil }
        var code: UInt32 = 0
        for byte in text[index..<(index + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            code = code << 4 | UInt32(digit)
        }
        index += 4
        return code
    }

    /// A number by its sign, the power of ten of its last significant digit, and its digits from the first significant one
    /// to that; zero by the tag alone.
    private mutating func number(_ buffer: inout CopyBuffer) -> Hash128? {
        let start = buffer.count
        let isNegative = accept(UInt8(ascii: "-"))
        buffer.append(Tag.number.rawValue)
        buffer.append((isNegative ? 1 : 0) as UInt8)
        var (places, isFraction, lastSignificant, total) = (0, false, 0, 0)
        let digitsStart = buffer.count
        scan: while index < text.count {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if isFraction { places += 1 }
                if byte != UInt8(ascii: "0") || buffer.count > digitsStart {
                    buffer.append(byte)
                    if byte != UInt8(ascii: "0") { lastSignificant = buffer.count }
                }
                total += 1
            case UInt8(ascii: "."): isFraction = true
            default: break scan
            }
            index += 1
        }
        guard total > 0 else { return nil }
        var exponent = 0
        if accept(UInt8(ascii: "e")) || accept(UInt8(ascii: "E")) {
            let isBelow = accept(UInt8(ascii: "-"))
            if !isBelow { _ = accept(UInt8(ascii: "+")) }
            while index < text.count, case let digit = Int(text[index]) - 48, (0...9).contains(digit) {
                exponent = min(exponent * 10 + digit, 1_000_000_000)
                index += 1
            }
            if isBelow { exponent = -exponent }
        }
        guard lastSignificant > 0 else {
            buffer.truncate(to: digitsStart - 1)
            return pop(start, &buffer)
        }
        let zeros = buffer.count - lastSignificant
        buffer.truncate(to: lastSignificant)
        buffer.append(Int64(exponent - places + zeros))
        return pop(start, &buffer)
    }
}
