internal import PlanPostgres

/// Fields of the types that SQLite holds as texts, written as the server reads them.
enum SpelledText {
    /// Appends a value, given the bytes of its binary field without their length. No character of it has to be escaped, but in
    /// an array of texts.
    static func string(_ field: UnsafeRawBufferPointer, _ type: SpelledType) -> String {
        switch type {
        case .timeWithTimeZone:
            let east = -(integer(field, 8) as Int32)
            let (hours, minutes) = (abs(east) / 3600, abs(east) / 60 % 60)
            return clock(integer(field, 0)) + (east < 0 ? "-" : "+") + two(Int64(hours)) + ":" + two(Int64(minutes))
        case .interval:
            let (microseconds, days, months): (Int64, Int32, Int32) = (
                integer(field, 0), integer(field, 8), integer(field, 12)
            )
            let sign = microseconds < 0 ? "-" : ""
            return
                "P\(months)M\(days)DT\(sign)\(microseconds.magnitude / 1_000_000).\(six(microseconds.magnitude % 1_000_000))S"
        case .inet, .cidr:
            let bytes = Array(field.dropFirst(4))
            let address =
                bytes.count == 4
                ? bytes.map { String($0) }.joined(separator: ".")
                : stride(from: 0, to: bytes.count, by: 2).map {
                    String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
                }.joined(separator: ":")
            return "\(address)/\(field[1])"
        case .macaddr:
            return field.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
        case .bits:
            let count = Int(integer(field, 0) as Int32)
            return (0..<count).map { field[4 + $0 / 8] >> (7 - UInt8($0 % 8)) & 1 == 1 ? "1" : "0" }.joined()
        case .geometry(let shape): return geometry(field, shape)
        case .array(let element): return array(field, element)
        }
    }

    private static func geometry(_ field: UnsafeRawBufferPointer, _ shape: GeometryShape) -> String {
        /// As many points as the field has from a place on.
        func points(from offset: Int) -> String {
            stride(from: offset, to: field.count, by: 16).map { "(\(real(field, $0)),\(real(field, $0 + 8)))" }
                .joined(separator: ",")
        }
        switch shape {
        case .point, .box: return points(from: 0)
        case .lseg: return "[\(points(from: 0))]"
        case .line: return "{\(real(field, 0)),\(real(field, 8)),\(real(field, 16))}"
        case .path: return field[0] == 1 ? "(\(points(from: 5)))" : "[\(points(from: 5))]"
        case .polygon: return "(\(points(from: 4)))"
        case .circle: return "<(\(real(field, 0)),\(real(field, 8))),\(real(field, 16))>"
        }
    }

    private static func array(_ field: UnsafeRawBufferPointer, _ element: ArrayElement) -> String {
        let dimensions = Int(integer(field, 0) as Int32)
        guard dimensions > 0 else { return "{}" }
        let lengths = (0..<dimensions).map { Int(integer(field, 12 + 8 * $0) as Int32) }
        var offset = 12 + 8 * dimensions
        let printer = CopyTextField(element.type)
        func next() -> String {
            let count = Int(integer(field, offset) as Int32)
            offset += 4
            guard count >= 0 else { return "NULL" }
            let bytes = UnsafeRawBufferPointer(rebasing: field[offset..<offset + count])
            offset += count
            if element == .text { return quoted(String(decoding: bytes, as: UTF8.self)) }
            var text = CopyBuffer()
            printer.append(bytes, to: &text)
            return "\"\(text.withBytes { String(decoding: $0, as: UTF8.self) })\""
        }
        func list(_ depth: Int) -> String {
            let parts = (0..<lengths[depth]).map { _ in depth + 1 < dimensions ? list(depth + 1) : next() }
            return "{\(parts.joined(separator: ","))}"
        }
        return list(0)
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }

    private static func integer<Value: FixedWidthInteger>(_ field: UnsafeRawBufferPointer, _ offset: Int) -> Value {
        Value(bigEndian: field.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    private static func real(_ field: UnsafeRawBufferPointer, _ offset: Int) -> Double {
        Double(bitPattern: integer(field, offset))
    }

    private static func clock(_ microseconds: Int64) -> String {
        let seconds = microseconds / 1_000_000
        return
            "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(six(UInt64(microseconds % 1_000_000)))"
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func six(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
