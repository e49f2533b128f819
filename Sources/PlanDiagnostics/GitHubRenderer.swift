/// Writes diagnostics as GitHub's runners read them, one line for each, so that they stand beside the lines of a change.
///
/// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>
package enum GitHubRenderer {
    package static func render(_ diagnostics: [Diagnostic]) -> String { diagnostics.map { render($0) + "\n" }.joined() }

    private static func render(_ diagnostic: Diagnostic) -> String {
        var properties: [(name: String, value: String)] = []
        if let place = diagnostic.place {
            let (start, end) = (place.start, place.end)
            properties += [
                ("file", place.file.path), ("line", String(start.line)), ("endLine", String(end.line)),
                ("col", String(start.column)), ("endColumn", String(end.column)),
            ]
        }
        properties.append(("title", diagnostic.code.description))
        let list = properties.map { "\($0.name)=\(escaped($0.value, also: [":", ","]))" }.joined(separator: ",")
        let text = ([diagnostic.message] + diagnostic.notes.map(\.message) + diagnostic.resolutions.map(resolution))
            .joined(separator: "\n")
        return "::\(diagnostic.severity.rawValue) \(list)::\(escaped(text, also: []))"
    }

    private static func resolution(_ snippet: PlanSnippet) -> String { "\(snippet.effect):\n\(snippet.yaml)" }

    private static func escaped(_ text: String, also others: [Unicode.Scalar]) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where others.contains(":"): result += "%3A"
            case "," where others.contains(","): result += "%2C"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
