internal import PlanSupport

/// Names within PostgreSQL's limits.
package enum PostgresName {
    /// Bytes in a name (NAMEDATALEN − 1); PostgreSQL cuts a longer one without an error.
    package static let maximumBytes = 63

    /// Names of the columns that every table has (<https://www.postgresql.org/docs/current/ddl-system-columns.html>).
    package static let systemColumns = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"]

    /// The name itself if it is short enough, else its beginning and eight digits of its digest, so that names that
    /// differ stay different and the same name becomes the same on every run.
    package static func fitted(_ name: String) -> String {
        guard name.utf8.count > maximumBytes else { return name }
        let suffix = "_" + ContentDigest(of: name).short.prefix(8)
        var head = String.UnicodeScalarView()
        var length = suffix.utf8.count
        for scalar in name.unicodeScalars {
            length += UTF8.width(scalar)
            if length > maximumBytes { break }
            head.append(scalar)
        }
        return String(head) + suffix
    }

    /// A name in `snake_case`: a capital after a small letter or digit, or before a small letter, begins a word.
    package static func snakeCase(_ name: String) -> String {
        let characters = Array(name)
        var result = ""
        for (index, character) in characters.enumerated() {
            let previous = index > 0 ? characters[index - 1] : nil
            let next = index + 1 < characters.count ? characters[index + 1] : nil
            if character == " " || character == "-" || character == "." {
                if !result.isEmpty, result.last != "_" { result += "_" }
                continue
            }
            if character.isUppercase, let previous, result.last != "_" {
                let endsWord = previous.isLowercase || previous.isNumber
                let beginsWord = previous.isUppercase && next?.isLowercase == true
                if endsWord || beginsWord { result += "_" }
            }
            result += character.lowercased()
        }
        return result
    }
}
