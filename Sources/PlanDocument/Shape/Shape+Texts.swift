internal import PlanDiagnostics
internal import PlanSupport
internal import PlanYAML

extension Shape where Value == CalendarDate {
    /// A day, `YYYY-MM-DD`.
    static var date: Shape {
        Shape<String>.text(TextForm("date `YYYY-MM-DD`", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))
            .refined { text, node, decoding in
                if let date = CalendarDate(parsing: text) { return date }
                decoding.add(.notADate(decoding.name, at: node.place))
                return nil
            }
    }
}

extension Shape where Value == String {
    /// The name of a plan.
    static var planName: Shape {
        text(TextForm("name", pattern: "^[a-z][a-z0-9-]{0,62}$")).refined { text, node, decoding in
            let bytes = Array(text.utf8)
            let isName =
                bytes.count <= 63 && bytes.first.map { (97...122).contains($0) } == true
                && bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
            if isName { return text }
            decoding.add(.badName(at: node.place))
            return nil
        }
    }
}

extension Shape where Value == DiagnosticCode {
    /// A code such as `PLN0612`.
    static var diagnosticCode: Shape {
        Shape<String>.text(TextForm("code", pattern: "^PLN[0-9]{4}$")).refined { text, node, decoding in
            let digits = text.utf8.dropFirst(3)
            if text.hasPrefix("PLN"), digits.count == 4, digits.allSatisfy({ (48...57).contains($0) }) {
                return DiagnosticCode(text)
            }
            decoding.add(.malformed(decoding.name, expected: "a code such as PLN0612", at: node.place))
            return nil
        }
    }
}

extension Shape where Value == Duration {
    /// A time span such as `3s`, `500ms` or `2m`.
    static var duration: Shape {
        let form = TextForm("duration such as `500ms`, `3s`, `2m`", pattern: "^[1-9][0-9]{0,8}(ms|s|m)$")
        let text = Shape<String>.text(form)
        return Shape(text.form, write: { .string(Self.written($0)) }) { node, decoding in
            guard let text = text.decode(node, &decoding) else { return nil }
            let digits = text.utf8.prefix { (48...57).contains($0) }
            let unit = String(text.dropFirst(digits.count))
            if let count = Int64(String(digits) ?? ""), count > 0, digits.count <= 9, digits.first != 48 {
                switch unit {
                case "ms": return .milliseconds(count)
                case "s": return .seconds(count)
                case "m": return .seconds(count * 60)
                default: break
                }
            }
            decoding.add(.malformed(decoding.name, expected: "a time span such as 500ms, 3s or 2m", at: node.place))
            return nil
        }
    }

    private static func written(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return attoseconds == 0 ? "\(seconds)s" : "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
    }
}

extension Shape where Value == [String] {
    /// The columns of a key, separated by commas.
    static var columnNames: Shape {
        Shape<String>.text(TextForm("comma-separated columns")).refined { text, node, decoding in
            let names = text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
            guard !names.contains("") else {
                decoding.add(
                    .malformed(decoding.name, expected: "column names, separated by commas", at: node.place))
                return nil
            }
            return names
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension Shape where Value == VariableTemplate {
    /// A path, with variables.
    static var path: Shape { template(TextForm("path", content: .connection)) }

    /// A connection string, with variables.
    static var connection: Shape {
        template(TextForm("connection string", content: .connection)).refined { template, node, decoding in
            guard let scheme = ConnectionText.foreignScheme(of: template) else { return template }
            decoding.add(
                .malformed(
                    decoding.name, expected: "a connection string of PostgreSQL, not of \(Echo.text(scheme))",
                    at: node.place))
            return nil
        }
    }

    /// The address of a web page, with variables.
    static var address: Shape { template(TextForm("address `https://…`", content: .connection)) }

    private static func template(_ form: TextForm) -> Shape {
        Shape<String>.text(form).refined { text, node, decoding in
            // The password first: a diagnostic about the template must not be the only one to point at it.
            if let password = SecretScanner.secrets(in: Array(text.utf8), .value).first {
                decoding.add(.literalPassword(decoding.name, at: node.place(ofText: password)))
                // What else is wrong with the plan can be told all the same; the password goes no further.
                return try? VariableTemplate("***")
            }
            do throws(VariableTemplate.ParsingError) {
                return try VariableTemplate(text)
            } catch {
                switch error {
                case .unterminated(let offset):
                    let place = node.place(ofText: offset..<text.utf8.count)
                    decoding.add(.unterminatedVariable(at: place))
                case .invalidName(let name, let offset):
                    let place = node.place(ofText: offset..<offset + name.utf8.count + 3)
                    decoding.add(.invalidVariable(name, at: place))
                }
                return nil
            }
        }
    }
}
