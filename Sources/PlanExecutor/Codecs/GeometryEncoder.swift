internal import PlanPostgres
internal import PlanSQLite

/// Points `(x,y)` and boxes `(x,y),(x,y)`, the outer parentheses of a point or none. The field is each number as eight bytes;
/// a box has its upper right corner first.
struct GeometryEncoder: Sendable {
    private let isBox: Bool

    init?(_ type: TargetType) {
        switch type {
        case .spelled(.point): isBox = false
        case .spelled(.box): isBox = true
        default: return nil
        }
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        guard case .text(let text) = cell else { throw .storageClass }
        guard let numbers = Self.numbers(text, points: isBox ? 2 : 1) else { throw .notGeometry }
        buffer.append(Int32(8 * numbers.count))
        let ordered =
            isBox
            ? [
                max(numbers[0], numbers[2]), max(numbers[1], numbers[3]), min(numbers[0], numbers[2]),
                min(numbers[1], numbers[3]),
            ] : numbers
        for number in ordered { buffer.append(number.bitPattern) }
    }

    private static func numbers(_ text: UnsafeRawBufferPointer, points: Int) -> [Double]? {
        let compact = text.filter { $0 != 0x20 }
        var rest = compact[...]
        var numbers: [Double] = []
        for point in 0..<points {
            if point > 0 {
                guard rest.popFirst() == UInt8(ascii: ",") else { return nil }
            }
            let hasParentheses = rest.first == UInt8(ascii: "(")
            if hasParentheses { rest.removeFirst() }
            for coordinate in 0..<2 {
                if coordinate == 1 {
                    guard rest.popFirst() == UInt8(ascii: ",") else { return nil }
                }
                let digits = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ")") }
                // Words such as nan and hexadecimal digits are numbers to the function, and none here.
                guard digits.allSatisfy({ (48...57).contains($0) || [43, 45, 46, 69, 101].contains($0) }),
                    let number = Double(String(decoding: digits, as: UTF8.self)), number.isFinite
                else { return nil }
                numbers.append(number)
                rest = rest.dropFirst(digits.count)
            }
            if hasParentheses {
                guard rest.popFirst() == UInt8(ascii: ")") else { return nil }
            }
        }
        return rest.isEmpty ? numbers : nil
    }
}
