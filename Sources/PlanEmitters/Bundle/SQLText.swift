internal import PlanGraph
internal import PlanSupport

/// Pieces of SQL for PostgreSQL and of psql's commands.
enum SQLText {
    /// A string constant.
    static func literal(_ text: String) -> String { "'" + doubled("'", in: text) + "'" }

    static func identifier(_ name: String) -> String { "\"" + doubled("\"", in: name) + "\"" }

    static func identifier(_ name: ObjectName) -> String { name.parts.map(identifier).joined(separator: ".") }

    /// A text in dollar quotes that it does not hold itself.
    static func dollarQuoted(_ text: String, tag: String) -> String {
        var tag = tag
        while text.contains("$\(tag)$") { tag += "_" }
        return "$\(tag)$\(text)$\(tag)$"
    }

    /// A statement with its semicolon, which no comment at the end swallows.
    static func terminated(_ statement: String) -> String {
        var text = Substring(statement)
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        let lastLine = text.utf8[(text.utf8.lastIndex(of: UInt8(ascii: "\n")) ?? text.startIndex)...]
        let mayEndInComment = zip(lastLine, lastLine.dropFirst()).contains { $0 == $1 && $0 == UInt8(ascii: "-") }
        return text + (mayEndInComment ? "\n;" : ";")
    }

    /// An argument of one of psql's backslash commands.
    static func argument(_ text: String) -> String {
        var result = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": result += "''"
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "'"
    }

    /// A word of letters, digits and underscores for an id: as it reads, with digits of its digest where it had others.
    static func word(_ id: String) -> String { word(id, separators: [".", "/"]) }

    /// The same for the name of an object, which names a file.
    static func fileName(_ name: ObjectName) -> String { word(name.parts.last ?? "", separators: []) }

    private static func word(_ text: String, separators: Set<Unicode.Scalar>) -> String {
        var changed = false
        var word = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": word.unicodeScalars.append(scalar)
            default:
                word += "_"
                if !separators.contains(scalar) { changed = true }
            }
        }
        if word.utf8.count > 100 { changed = true }
        return changed ? word.prefix(100) + "_" + ContentDigest(of: text).short.prefix(8) : word
    }

    /// A text on one line, for a comment.
    static func oneLine(_ text: String) -> String {
        text.split { $0.isNewline }.joined(separator: " ")
    }

    private static func doubled(_ mark: Unicode.Scalar, in text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == mark { result.append(scalar) }
            result.append(scalar)
        }
        return String(result)
    }
}
