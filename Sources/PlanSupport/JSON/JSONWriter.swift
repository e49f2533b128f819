/// Writes JSON in one form only, so that equal values give equal bytes.
///
/// Objects and arrays stand on one line where they fit into 120 columns, and are broken one member a line where not;
/// the result is read by people and by `git diff`. Characters are written as themselves; only `"`, `\` and control
/// characters are escaped.
package struct JSONWriter {
    private static let width = 120
    private var output: [UInt8] = []
    /// How long the output may become while a value is tried on one line: past it, the rest need not be written.
    private var limit = Int.max

    /// The canonical text, ending in a line feed.
    package static func pretty(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.write(value, indentation: 0, lead: 0, trail: 0)
        writer.output.append(UInt8(ascii: "\n"))
        return writer.output
    }

    /// The canonical text on one line, without a line feed.
    package static func compact(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.writeInline(value)
        return writer.output
    }

    /// - Parameters:
    ///   - lead: columns that stand before the value on its line, indentation apart.
    ///   - trail: columns that follow it on its line.
    private mutating func write(_ value: JSONValue, indentation: Int, lead: Int, trail: Int) {
        let isContainer: Bool
        switch value {
        case .array(let elements): isContainer = !elements.isEmpty
        case .object(let members): isContainer = !members.isEmpty
        case .null, .boolean, .integer, .decimal, .string: isContainer = false
        }
        guard isContainer else { return writeInline(value) }
        let start = output.count
        limit = start + Self.width - indentation - lead - trail
        defer { limit = .max }
        writeInline(value)
        guard output.count > limit else { return }
        limit = .max
        output.removeSubrange(start...)
        switch value {
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                writeLine(element, key: nil, isLast: index == elements.count - 1, indentation: indentation + 2)
            }
            newLine(indentation)
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                let isLast = index == members.count - 1
                writeLine(member.value, key: member.key, isLast: isLast, indentation: indentation + 2)
            }
            newLine(indentation)
            output.append(UInt8(ascii: "}"))
        case .null, .boolean, .integer, .decimal, .string: break
        }
    }

    private mutating func writeLine(_ value: JSONValue, key: String?, isLast: Bool, indentation: Int) {
        newLine(indentation)
        let start = output.count
        if let key {
            writeString(key)
            output += ": ".utf8
        }
        write(value, indentation: indentation, lead: output.count - start, trail: isLast ? 0 : 1)
        if !isLast { output.append(UInt8(ascii: ",")) }
    }

    private mutating func newLine(_ indentation: Int) {
        output.append(UInt8(ascii: "\n"))
        output += repeatElement(UInt8(ascii: " "), count: indentation)
    }

    private mutating func writeInline(_ value: JSONValue) {
        switch value {
        case .null: output += "null".utf8
        case .boolean(let flag): output += (flag ? "true" : "false").utf8
        case .integer(let number): output += String(number).utf8
        case .decimal(let text): output += text.utf8
        case .string(let text): writeString(text)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() where output.count <= limit {
                if index > 0 { output += ", ".utf8 }
                writeInline(element)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            guard !members.isEmpty else {
                output += "{}".utf8
                return
            }
            output += "{ ".utf8
            for (index, member) in members.enumerated() where output.count <= limit {
                if index > 0 { output += ", ".utf8 }
                writeString(member.key)
                output += ": ".utf8
                writeInline(member.value)
            }
            output += " }".utf8
        }
    }

    private mutating func writeString(_ text: String) {
        output.append(UInt8(ascii: "\""))
        defer { output.append(UInt8(ascii: "\"")) }
        let isWritten = text.utf8.withContiguousStorageIfAvailable { bytes in
            guard !bytes.contains(where: \.isEscaped) else { return false }
            output.append(contentsOf: bytes)
            return true
        }
        if isWritten == true { return }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): output += "\\\"".utf8
            case UInt8(ascii: "\\"): output += "\\\\".utf8
            case 0x0A: output += "\\n".utf8
            case 0x0D: output += "\\r".utf8
            case 0x09: output += "\\t".utf8
            case 0..<0x20, 0x7F: output += ("\\u00" + Hexadecimal.text(of: CollectionOfOne(byte))).utf8
            default: output.append(byte)
            }
        }
    }
}

extension UInt8 {
    fileprivate var isEscaped: Bool {
        self < 0x20 || self == 0x7F || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\")
    }
}
