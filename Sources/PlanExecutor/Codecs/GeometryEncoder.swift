internal import PlanPostgres
internal import PlanSQLite

/// What the shapes of PostgreSQL's geometry are called.
enum GeometryShape: String, Hashable, Sendable, CaseIterable {
    /// `(x,y)`.
    case point
    /// `(x,y),(x,y)`, of which the upper right corner comes first.
    case box
    /// `[(x,y),(x,y)]`.
    case lseg
    /// `{A,B,C}`: where Ax + By + C is 0.
    case line
    /// `[(x,y),…]` if open, `((x,y),…)` if closed.
    case path
    /// `((x,y),…)`.
    case polygon
    /// `<(x,y),r>`.
    case circle
}

/// Texts of shapes, with blanks anywhere, and without the parentheses that are not needed. The field is each number as eight
/// bytes; a path has before them whether it is closed and, as a polygon has, how many points there are.
struct GeometryEncoder: Sendable {
    private let shape: GeometryShape

    init?(_ type: TargetType) {
        guard case .spelled(.geometry(let shape)) = type else { return nil }
        self.shape = shape
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        guard case .text(let text) = cell else { throw .storageClass }
        let compact = text.filter { $0 != 0x20 }
        guard let numbers = numbers(compact[...]) else { throw .notGeometry }
        let points = Int32(numbers.count / 2)
        switch shape {
        case .point, .box, .lseg, .line, .circle: buffer.append(Int32(8 * numbers.count))
        case .path:
            buffer.append(Int32(8 * numbers.count + 5))
            buffer.append(UInt8(compact.first == UInt8(ascii: "[") ? 0 : 1))
            buffer.append(points)
        case .polygon:
            buffer.append(Int32(8 * numbers.count + 4))
            buffer.append(points)
        }
        for number in numbers { buffer.append(number.bitPattern) }
    }

    /// The numbers in the order of the field; nil for a text that is no such shape.
    private func numbers(_ text: ArraySlice<UInt8>) -> [Double]? {
        switch shape {
        case .point: return Self.points(text, 2...2)
        case .box:
            guard let found = Self.points(Self.bare(text), 4...4) else { return nil }
            return [max(found[0], found[2]), max(found[1], found[3]), min(found[0], found[2]), min(found[1], found[3])]
        case .lseg: return Self.points(Self.inside(text, "[", "]") ?? Self.bare(text), 4...4)
        case .line:
            guard let found = Self.inside(text, "{", "}").flatMap(Self.numbers), found.count == 3,
                found[0] != 0 || found[1] != 0
            else { return nil }
            return found
        case .path: return Self.points(Self.inside(text, "[", "]") ?? Self.bare(text), 2...Int.max)
        case .polygon: return Self.points(Self.bare(text), 2...Int.max)
        case .circle:
            guard let all = Self.inside(text, "<", ">"), let comma = all.lastIndex(of: UInt8(ascii: ",")),
                let centre = Self.points(all[..<comma], 2...2), let radius = Self.number(all[(comma + 1)...]),
                radius >= 0
            else { return nil }
            return centre + [radius]
        }
    }

    /// What stands between two characters; nil if they do not stand at the ends.
    private static func inside(
        _ text: ArraySlice<UInt8>, _ opening: Unicode.Scalar, _ closing: Unicode.Scalar
    ) -> ArraySlice<UInt8>? {
        guard text.count >= 2, text.first == UInt8(ascii: opening), text.last == UInt8(ascii: closing) else {
            return nil
        }
        return text.dropFirst().dropLast()
    }

    /// A list of points without the parentheses around all of it.
    private static func bare(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.starts(with: "((".utf8) ? inside(text, "(", ")") ?? text : text
    }

    /// The coordinates of points, each in parentheses or none of its own; nil unless there are as many as allowed.
    private static func points(_ text: ArraySlice<UInt8>, _ count: ClosedRange<Int>) -> [Double]? {
        var rest = text
        var numbers: [Double] = []
        repeat {
            if !numbers.isEmpty {
                guard rest.popFirst() == UInt8(ascii: ",") else { return nil }
            }
            let hasParentheses = rest.first == UInt8(ascii: "(")
            if hasParentheses { rest.removeFirst() }
            for coordinate in 0..<2 {
                if coordinate == 1 {
                    guard rest.popFirst() == UInt8(ascii: ",") else { return nil }
                }
                let digits = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ")") }
                guard let number = number(digits) else { return nil }
                numbers.append(number)
                rest = rest.dropFirst(digits.count)
            }
            if hasParentheses {
                guard rest.popFirst() == UInt8(ascii: ")") else { return nil }
            }
        } while !rest.isEmpty
        return count.contains(numbers.count) ? numbers : nil
    }

    /// Numbers with commas between; nil if one of them is none.
    private static func numbers(_ text: ArraySlice<UInt8>) -> [Double]? {
        let parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        let numbers = parts.compactMap(number)
        return numbers.count == parts.count ? numbers : nil
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Double? {
        // Words such as nan and hexadecimal digits are numbers to the function, and none here.
        guard digits.allSatisfy({ (48...57).contains($0) || [43, 45, 46, 69, 101].contains($0) }),
            let number = Double(String(decoding: digits, as: UTF8.self)), number.isFinite
        else { return nil }
        return number
    }
}
