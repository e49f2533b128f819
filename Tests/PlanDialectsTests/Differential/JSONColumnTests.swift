import PlanDialects
import PlanPostgres
import PlanSQL
import PlanSupport
import PlanTestSupport
import Testing

/// Parts of documents in generated columns, which PostgreSQL takes of immutable expressions only.
@Suite(.requiresPostgres) struct JSONColumnTests {
    @Test(arguments: [
        (
            "TEXT", "text",
            [
                "\"x\"", "1", "-7", "1.5", "1.10", "2.00", "10.050", "true", "false", "null",
                "[1, \"a, b: \", {\"c\": []}]", "{\"k\": 1}", "\"\"",
            ]
        ),
        ("VARCHAR(20)", "varchar(20)", ["\"x\"", "12"]), ("BOOLEAN", "boolean", ["true", "false", "0", "1", "null"]),
        ("BIGINT", "bigint", ["1", "9007199254740993", "true", "null"]),
        ("DECIMAL(20,5)", "numeric(20,5)", ["1", "1.5", "-0.25", "true", "null"]),
        ("DOUBLE", "double precision", ["1", "0.1", "1e300", "null"]),
        ("JSON", "jsonb", ["[1, {\"a\": null}]", "{\"b\": \"x\"}", "5", "true", "null", "\"[1]\""]),
    ])
    func `a generated column holds what SQLite holds`(declared: String, type: String, parts: [String]) throws {
        for source in ["json_extract(j, \"$.x\")", "j ->> 'x'"] {
            for (document, documentType) in [("JSON", "jsonb"), ("TEXT", "text"), ("TEXT", "json")] {
                let column = try coerced(source, documentType, to: type)
                let values = parts.enumerated().map { "(\($0), '{\"x\": \($1)}')" }.joined(separator: ", ")
                let insertion = "INSERT INTO d (id, j) VALUES \(values), (100, '{}'), (101, NULL);\n"
                let sqlite = try Subprocess("sqlite3", ["-bail", "-list", "-nullvalue", "NULL", ":memory:"]).run(
                    input: Array(
                        ("CREATE TABLE d (id INTEGER, j \(document), x \(declared) GENERATED ALWAYS AS (\(source)) STORED);\n"
                            + insertion + "SELECT \(type == "jsonb" ? "json(x)" : "x") FROM d ORDER BY id;\n").utf8))
                #expect(sqlite.status.isSuccess, "\(sqlite.errorText)")
                let postgres = try PostgresFixture.shared.withDatabase { conninfo in
                    try Psql.run(
                        "CREATE TABLE d (id int, j \(documentType), x \(type) GENERATED ALWAYS AS (\(column)) STORED);\n"
                            + "CREATE INDEX ON d ((\(column)));\n"
                            + insertion + "SELECT coalesce(\(shown(type)), 'NULL') FROM d ORDER BY id;\n", conninfo)
                }
                #expect(
                    sqlite.text.split(separator: "\n").map { normalized($0, type) }
                        == postgres.split(separator: "\n").map { normalized($0, type) },
                    "\(source) of \(documentType) as \(type)\n→ \(column)")
            }
        }
    }

    @Test(arguments: [
        ("boolean", "\"x\""), ("boolean", "[1]"), ("bigint", "1.5"), ("bigint", "\"12a\""), ("bigint", "[1]"),
        ("bigint", "\"0x1f\""), ("numeric", "\"1\""), ("double precision", "{}"), ("jsonb", "\"x\""),
    ])
    func `a part that the column would hold as something else fails`(type: String, part: String) throws {
        let column = try coerced("json_extract(j, '$.x')", "jsonb", to: type)
        try PostgresFixture.shared.withDatabase { conninfo in
            _ = try Psql.run(
                "CREATE TABLE d (j jsonb, x \(type) GENERATED ALWAYS AS (\(column)) STORED)", conninfo)
            #expect(throws: PlanTool.Failure.self) {
                try Psql.run("INSERT INTO d (j) VALUES ('{\"x\": \(part)}')", conninfo)
            }
        }
    }

    @Test(arguments: ["timestamp", "date", "bytea", "uuid"])
    func `a part is no value of other types`(type: String) {
        #expect(throws: Untranslatable.self) { try coerced("json_extract(j, '$.x')", "jsonb", to: type) }
    }

    @Test func `documents go into texts as SQLite writes them`() throws {
        #expect(
            try coerced("json_object('a', 1, 'x', json(j))", "text", to: "text").contains("regexp_replace"))
        #expect(throws: Untranslatable.self) { try coerced("json_set(j, '$.a', 1)", "text", to: "text") }
        #expect(throws: Untranslatable.self) { try coerced("json(j)", "jsonb", to: "text") }
        #expect(try coerced("json_remove(j, '$.a')", "jsonb", to: "jsonb") == "j #- ARRAY['a']")
    }

    private func coerced(_ source: String, _ documentType: String, to type: String) throws -> String {
        let column = RelationShape.Column(
            name: "j", target: "j", type: try PostgresType(parsing: documentType), storage: .text,
            affinity: DeclaredType(documentType == "jsonb" ? "JSON" : "TEXT").affinity,
            collation: Collation(column: "BINARY"))
        let shape = RelationShape(name: "d", target: RelationName(Name("d")), columns: [column])
        let translator = Translator(
            relations: Relations([shape]), scope: .columns(of: shape), purpose: .immutable, serverVersion: 13)
        let value = try translator.value(try Expression(parsing: source))
        return PostgresPrinter().text(of: try translator.coerce(value, to: try PostgresType(parsing: type)))
    }

    private func shown(_ type: String) -> String { type == "boolean" ? "x::integer::text" : "x::text" }

    /// Numbers and documents in one form.
    private func normalized(_ value: Substring, _ type: String) -> String {
        if type == "jsonb" { return String(value.replacing(" ", with: "")) }
        if type.hasPrefix("numeric") || type.hasPrefix("double"), let number = Double(value) { return "\(number)" }
        return String(value)
    }
}
