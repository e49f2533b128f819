/// The items between `SELECT` and `FROM` of a query that the compiler wrote.
enum SelectList {
    static func items(of query: String) -> [String] {
        guard query.hasPrefix("SELECT ") else { return [] }
        var items: [String] = []
        var item = ""
        var depth = 0
        var quote: Character?
        for character in query.dropFirst("SELECT ".count) {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == "(" {
                depth += 1
            } else if character == ")" {
                depth -= 1
            } else if depth == 0, character == "," {
                items.append(trimmed(item))
                item = ""
                continue
            } else if depth == 0, character == " ", item.hasSuffix(" FROM") || item == "FROM" {
                items.append(trimmed(String(item.dropLast(4))))
                return items
            }
            item.append(character)
        }
        return items
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
