import PlanDiagnostics
import PlanDocument
import Testing

@Suite struct IncludeTests {
    @Test func `shared defaults are merged deeply, and the nearer file wins`() throws {
        let plan = try #require(
            PlanText(
                """
                include: [shared/a.yml, shared/b.yml]
                plan: 1
                name: shop
                source: { sqlite: shop.db }
                load: { jobs: 2 }
                select: { exclude: [] }
                tables:
                  users: { columns: { a: { type: text } } }

                """,
                including: [
                    "shared/a.yml": """
                    include: ../base.yml
                    naming: lowercase
                    load: { jobs: 8, chunk_rows: 10 }
                    tables: { users: { rename: people, columns: { a: { decode: hex }, b: { drop: true } } }, t: {} }

                    """,
                    "shared/b.yml": "naming: snake_case\nselect: { exclude: [x] }\n",
                    "base.yml":
                        "target: { postgres: \"${URL}\", schema: base }\nname: base\nload: { on_failure: keep }\n",
                ]
            ).parse().document)
        #expect(plan.includes.map(\.value) == ["shared/a.yml", "shared/b.yml"])
        #expect(plan.name.value == "shop")
        #expect(plan.naming.value == .snakeCase)
        #expect(plan.load.jobs.value == .count(2))
        #expect(plan.load.chunkRows.value == 10)
        #expect(plan.load.onFailure.value == .keep)
        #expect(plan.target.schema.place?.file.path == "base.yml")
        #expect(plan.select.exclude?.isEmpty == true)
        #expect(plan.tables.map(\.name.value) == ["users", "t"])
        let users = plan.tables[0].settings
        #expect(users.rename?.value == "people")
        #expect(users.columns.map(\.name.value) == ["a", "b"])
        #expect(users.columns[0].settings.type?.value == "text")
        #expect(users.columns[0].settings.decode?.place.file.path == "shared/a.yml")
    }

    @Test func `of keys that exclude each other the nearer file's stands`() throws {
        let shared = "tables: { t: { checks: { c: { drop: true } } } }\nsource: { postgres: \"${OTHER}\" }\n"
        let plan = try #require(
            PlanText(
                "include: s.yml\n" + PlanText.minimal("tables: { t: { checks: { c: { sql: x > 1 } } } }\n").text,
                including: ["s.yml": shared]
            ).parse().document)
        guard case .sql(let sql) = plan.tables[0].settings.checks[0].replacement, case .sqlite = plan.source.endpoint
        else { return #expect(Bool(false), "the farther file's key stands") }
        #expect(sql.value == "x > 1")
    }

    @Test func `mistakes in an included file are told in that file`() {
        let plan = PlanText("include: s.yml\n" + PlanText.minimal().text, including: ["s.yml": "naming: x\nload: [\n"])
        let diagnostics = plan.parse().diagnostics
        #expect(diagnostics.map { $0.place?.file.path } == ["s.yml"])
        #expect(diagnostics.map(\.code) == ["PLN0101"])
    }

    @Test func `include itself is checked`() {
        #expect(PlanText.minimal("include: 5\n").messages() == ["PLN0202: 'include' takes a text, not a number"])
        #expect(PlanText.minimal("include: []\n").messages() == ["PLN0214: the list of 'include' is empty"])
        #expect(
            PlanText.minimal("load: { include: x }\n").messages() == ["PLN0203: unknown key 'include' in 'load'"])
    }
}
