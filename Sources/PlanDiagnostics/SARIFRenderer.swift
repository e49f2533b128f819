package import PlanSupport

/// Writes diagnostics as SARIF 2.1.0, which services that show findings beside code read.
///
/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
package enum SARIFRenderer {
    /// - Parameters:
    ///   - version: the tool's.
    ///   - pages: of all codes; those of the codes that occur become rules.
    package static func render(_ diagnostics: [Diagnostic], version: String, pages: [DiagnosticPage]) -> JSONValue {
        let codes = Set(diagnostics.map(\.code)).sorted()
        let rules = codes.map { code in
            let page = pages.first { $0.code == code }
            return JSONValue.object([
                "id": .string(code.description),
                "shortDescription": page.map { .object(["text": .string($0.title)]) },
                "fullDescription": page.map { .object(["text": .string($0.explanation)]) },
            ])
        }
        let results = diagnostics.map { result($0, ruleIndex: codes.firstIndex(of: $0.code) ?? 0) }
        return .object([
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                .object([
                    "tool": .object([
                        "driver": .object(["name": "plan", "version": .string(version), "rules": .array(rules)])
                    ]),
                    "columnKind": "unicodeCodePoints", "results": .array(results),
                ])
            ],
        ])
    }

    private static func result(_ diagnostic: Diagnostic, ruleIndex: Int) -> JSONValue {
        let text = ([diagnostic.message] + diagnostic.notes.map(\.message)).joined(separator: "; ")
        return .object([
            "ruleId": .string(diagnostic.code.description), "ruleIndex": .integer(Int64(ruleIndex)),
            "level": .string(diagnostic.severity.rawValue), "message": .object(["text": .string(text)]),
            "locations": diagnostic.place.map { [location($0)] },
        ])
    }

    private static func location(_ place: SourcePlace) -> JSONValue {
        let (start, end) = (place.start, place.end)
        return .object([
            "physicalLocation": .object([
                "artifactLocation": .object(["uri": .string(uri(place.file.path))]),
                "region": .object([
                    "startLine": .integer(Int64(start.line)), "startColumn": .integer(Int64(start.column)),
                    "endLine": .integer(Int64(end.line)), "endColumn": .integer(Int64(end.column)),
                ]),
            ])
        ])
    }

    /// A path as a reference: what is neither a letter, a digit nor `/-._~` in percent form.
    private static func uri(_ path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 48...57,
                UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default: result += "%" + Hexadecimal.text(of: CollectionOfOne(byte)).uppercased()
            }
        }
        return result
    }
}
