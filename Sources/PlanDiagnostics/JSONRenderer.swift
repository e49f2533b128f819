package import PlanSupport

/// Writes diagnostics for machines: one document, described by `schemas/diagnostics.schema.json`.
package enum JSONRenderer {
    package static func render(_ diagnostics: [Diagnostic]) -> JSONValue {
        .object([
            "format": .object(["name": "plan.diagnostics", "version": 1]),
            "errors": .integer(Int64(diagnostics.count(of: .error))),
            "warnings": .integer(Int64(diagnostics.count(of: .warning))),
            "diagnostics": .array(diagnostics.map(render)),
        ])
    }

    private static func render(_ diagnostic: Diagnostic) -> JSONValue {
        .object([
            "code": .string(diagnostic.code.description),
            "severity": .string(diagnostic.severity.rawValue),
            "message": .string(diagnostic.message),
            "place": diagnostic.place.map(render),
            "notes": .array(
                diagnostic.notes.map { .object(["message": .string($0.message), "place": $0.place.map(render)]) }),
            "fixes": .array(
                diagnostic.fixIts.map { fixIt in
                    .object([
                        "message": .string(fixIt.message), "place": render(fixIt.place),
                        "replacement": .string(fixIt.replacement),
                    ])
                }),
            "resolutions": .array(
                diagnostic.resolutions.map { snippet in
                    .object([
                        "effect": .string(snippet.effect), "keys": .array(snippet.keys.map { .string($0) }),
                        "value": .string(snippet.value), "yaml": .string(snippet.yaml),
                    ])
                }),
        ])
    }

    private static func render(_ place: SourcePlace) -> JSONValue {
        .object([
            "file": .string(place.file.path), "start": render(place.start), "end": render(place.end),
            "text": .string(place.file[place.range]),
        ])
    }

    private static func render(_ position: SourcePosition) -> JSONValue {
        .object(["line": .integer(Int64(position.line)), "column": .integer(Int64(position.column))])
    }
}
