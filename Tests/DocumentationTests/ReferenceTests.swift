import PlanCompiler
import PlanDialects
import PlanGraph
import PlanSQL
import PlanTestSupport
import Testing

/// The tables of the page on types.
@Suite struct ReferenceTests {
    private static let types = "docs/types.md"

    @Test func `the table of declared types is the preset's`() throws {
        var table = MarkdownTable(["Declared", "Becomes", "Else"])
        for mapping in SQLiteToPostgres.exact.mappings where mapping.declared != [""] {
            table.add([Self.names(mapping.declared)] + Self.wishes(mapping))
        }
        table.add(["no type"] + Self.wishes(SQLiteToPostgres.exact.row(for: DeclaredType("")).mapping))
        try Repository.expectPart("mappings", of: Self.types, toHold: table.lines)
    }

    @Test func `the table of affinities is the preset's`() throws {
        let examples: [(affinity: DeclaredType.Affinity, rule: String, example: String)] = [
            (.integer, "contains `INT`", "POINT_ID INT"), (.text, "contains `CHAR`, `CLOB` or `TEXT`", "LONGTEXT"),
            (.blob, "contains `BLOB`", "BLOBBY"), (.real, "contains `REAL`, `FLOA` or `DOUB`", "FLOATING"),
            (.numeric, "anything else", "MONEYISH"),
        ]
        var table = MarkdownTable(["The declared type", "Affinity", "Becomes"])
        for (affinity, rule, example) in examples {
            let declared = DeclaredType(example)
            #expect(declared.affinity == affinity)
            let wishes = Self.wishes(SQLiteToPostgres.exact.row(for: declared).mapping)
            table.add([rule, affinity.rawValue, wishes[0]])
        }
        try Repository.expectPart("affinities", of: Self.types, toHold: table.lines)
    }

    @Test func `the types that codecs write, and the others, are those of the program`() throws {
        let written = PostgresTypeName.allCases.filter { name in
            CodecID.allCases.contains { PostgresType(name).accepts($0) }
        }
        let others = PostgresTypeName.allCases.filter { !written.contains($0) }
        try Repository.expectPart(
            "types", of: Self.types,
            toHold: [
                "Written today: " + Self.names(written.map(\.rawValue)) + ".", "",
                "Known, and not written yet (PLN0405): " + Self.names(others.map(\.rawValue)) + "; other arrays.",
            ])
    }

    @Test func `the table of codecs has every codec with the types that it makes`() throws {
        let document = try Document(path: Self.types)
        let rows = try #require(document.tableRows(in: "codecs"))
        let expected: [[String?]] = CodecID.allCases.map { codec in
            let types = PostgresTypeName.allCases.filter { PostgresType($0).accepts(codec) }
            return ["`\(codec.rawValue)`", codec == .jsonArray ? "arrays" : Self.names(types.map(\.rawValue))]
        }
        #expect(rows.map { [$0.first, $0.last] } == expected)
    }

    @Test func `the page of transforms has a row for each, in their order`() throws {
        let rows = try Document(path: "docs/transforms.md").lines.filter { $0.hasPrefix("| `") }
        let named = rows.flatMap { row in
            // The first cell has the ways to write it, or two that are alike.
            (row.split(separator: "|").first ?? "").split(separator: "`").compactMap { text -> String? in
                let name = String(text.prefix { $0.isLowercase || $0.isNumber || $0 == "_" })
                return name.isEmpty ? nil : name
            }
        }
        var names: [String] = []
        for name in named where names.last != name { names.append(name) }
        #expect(names == TransformNames.all)
    }

    @Test func `the defaults in the table become what it says`() throws {
        let rows = try #require(try Document(path: Self.types).tableRows(in: "defaults"))
        #expect(rows.count > 5)
        for row in rows {
            let cells = row.map { $0.filter { $0 != "`" } }
            let literal = try #require(DefaultLiteral(parsing: cells[0]))
            let translated = DefaultTranslation.translate(literal, to: try PostgresType(parsing: cells[1]))
            #expect(translated == .sql(cells[2]), "\(cells[0]) as \(cells[1])")
        }
    }

    private static func names(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }

    /// What a row tries first, and what it tries next; a wider type comes after both.
    private static func wishes(_ mapping: TypeMapping) -> [String] {
        let texts = mapping.wishes.map { wish in
            switch wish {
            case .arrayOf(let name): "`\(name.rawValue)[]` of JSON lists"
            case .type(let name): "`\(name.rawValue)`"
            case .typeWithArguments(let name): "`\(name.rawValue)` with the declared numbers"
            case .timestampByContent: "`timestamptz` if every text names a zone, else `timestamp`"
            case .narrowestInteger: "the narrowest integer"
            case .byContent: "by what it stores"
            }
        }
        return [texts[0], texts.dropFirst().joined(separator: ", ")]
    }
}
