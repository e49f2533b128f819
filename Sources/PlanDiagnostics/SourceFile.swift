/// A text that diagnostics point into: a plan, or the SQL of an object in a catalog.
package final class SourceFile: Sendable {
    /// The path as the user gave it, or a name such as `shop.db: table users`.
    package let path: String
    /// The text in UTF-8. It may be invalid; lines are decoded with replacement characters.
    package let bytes: [UInt8]
    private let lineStarts: [Int]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
        lineStarts = starts
    }

    package convenience init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    /// Line and column, both from 1, of a byte offset; the column counts characters. O(log lines + line length).
    package func position(at offset: Int) -> SourcePosition {
        let line = lineIndex(at: offset)
        let before = String(decoding: bytes[lineStarts[line]..<min(offset, bytes.count)], as: UTF8.self)
        return SourcePosition(line: line + 1, column: before.count + 1)
    }

    /// The text of a line, from 1, without its line break.
    package func line(_ number: Int) -> String {
        String(decoding: bytes[lineRange(number)], as: UTF8.self)
    }

    /// The bytes of a line, from 1, without its line break.
    package func lineRange(_ number: Int) -> Range<Int> {
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return start..<end
    }

    /// The text of a range.
    package subscript(range: SourceRange) -> String {
        String(decoding: bytes[range.lowerBound..<range.upperBound], as: UTF8.self)
    }

    /// A place in this file.
    package func place(_ range: SourceRange) -> SourcePlace { SourcePlace(file: self, range: range) }

    private func lineIndex(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }
}

/// A line and a column, both from 1; columns count characters.
package struct SourcePosition: Hashable, Sendable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// Bytes of a source file, from the lower bound up to, not including, the upper bound.
package typealias SourceRange = Range<Int>

/// A range in a file.
package struct SourcePlace: Sendable, Equatable {
    package let file: SourceFile
    package let range: SourceRange

    package init(file: SourceFile, range: SourceRange) {
        self.file = file
        self.range = range
    }

    package var start: SourcePosition { file.position(at: range.lowerBound) }
    package var end: SourcePosition { file.position(at: range.upperBound) }

    package static func == (left: SourcePlace, right: SourcePlace) -> Bool {
        left.file === right.file && left.range == right.range
    }
}
