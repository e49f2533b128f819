import PlanDiagnostics
import PlanDocument
import PlanSupport
import Testing

@Suite struct SecretTests {
    /// Everything that a user or a log might see of a plan's diagnostics.
    static func output(of plan: PlanText, _ rule: AvailabilityRule = .enforced) -> String {
        let diagnostics = plan.parse(rule).diagnostics
        let terminal = diagnostics.map { TerminalRenderer(.colored).render($0) }.joined()
        return terminal + String(decoding: JSONWriter.pretty(JSONRenderer.render(diagnostics)), as: UTF8.self)
    }

    static func plan(_ connection: String) -> PlanText {
        PlanText("plan: 1\nname: shop\nsource: { sqlite: shop.db }\ntarget:\n  postgres: \(connection)\n")
    }

    @Test(arguments: [
        "postgres://u:hunter2@h/db", "postgresql://u:hunter2@h", "\"postgres://u:hunter2@h\"",
        "'postgres://u:hunter2@h'",
        "postgres://u:hunter%32@h", "postgres://u:hunter2@x@h/db", "postgres://u:hun/ter2@h/db",
        "POSTGRES://u:hunter2@h",
        "postgres://u:${A}hunter2@h", "postgres://u:hunter2${A}@h", "postgres://h/db?password=hunter2",
        "postgres://h/db?user=a&password=hunter2&x=y", "postgres://h?%70assword=hunter2",
        "postgres://h?PASSWORD=hunter2",
        "postgres://h/db?sslpassword=hunter2", "postgres://h?oauth_client_secret=hunter2",
        "host=h password=hunter2", "password=hunter2", "host=h password = hunter2", "password='hun\\\\'ter2' host=h",
        "\"host=h password='hunter2'\"", "host=h sslpassword=hunter2 user=u", "host=h PassWord=hunter2",
        "\"postgres\\x3a//u:hunter2@h\"", "\"postgres://u\\u003ahunter2@h\"", "|\n    host=h\n    password=hunter2",
        ">-\n    postgres://u:hunter2@h/db", "&a postgres://u:hunter2@h", "!!str postgres://u:hunter2@h",
        "postgres://u:hunter2é漢😀@h", "postgres://u:hun\"ter2@h", "'postgres://u:hun ter2@h'",
        "'postgres://u:p@h password=hunter2'",
    ])
    func `a password in a connection string is refused and never shown`(connection: String) {
        let plan = Self.plan(connection)
        #expect(plan.parse().diagnostics.map(\.code) == ["PLN0209"])
        let output = Self.output(of: plan)
        #expect(!output.contains("hunter"), "\(output)")
        #expect(!output.contains("ter2"), "\(output)")
    }

    @Test(arguments: [
        "postgres://${USER}:${PASSWORD}@h/db", "postgres://u:${PASSWORD}@h", "${URL}", "postgres://h/db",
        "postgres://h:5432/db", "postgres://u@h:5432/db", "postgres://h1:1,h2:2/db?application_name=a@b",
        "postgres://[::1]:5432/db", "postgres://u:@h", "postgres:///db?host=/run/postgresql", "host=h user=u",
        "host=h password=${PW} user=u", "host=h password='${PW}'", "postgres://h/db?password=${PW}&sslmode=require",
        "host=h passfile=/run/secrets/pgpass", "service=shop", "postgres://h/db?options=-c%20a:b@c",
    ])
    func `a password in a variable is no password`(connection: String) {
        #expect(Self.plan("\"\(connection)\"").messages() == [])
    }

    @Test(arguments: [
        // A mistake beside, above and instead of the connection string.
        "source: { sqlite: shop.db }\ntarget: { postgres: \"postgres://u:hunter2@h\", oops: 1 }\n",
        "source: { sqlite: shop.db }\ntarget: { postgre: host=h password=hunter2 }\n",
        "source: { sqlite: shop.db }\ntarget: host=h password=hunter2\n",
        "source: { sqlite: shop.db }\ntarget: [host=h password=hunter2]\n",
        "source: { sqlite: \"postgres://u:hunter2@h\" }\ntarget: { postgres: \"${URL}\" }\n",
        "source: { sqlite: shop.db }\ntarget: { host: h, user: u, password: hunter2 }\n",
        "source: { sqlite: shop.db }\ntarget: { \"password=hunter2\": h }\n",
        "source: { sqlite: shop.db }\ntarget: { postgres: *x }\nx: &x host=h password=hunter2\n",
        "x: &x host=h password=hunter2\nsource: { sqlite: shop.db }\ntarget: { postgres: *x, schema: 5 }\n",
        "source: { sqlite: shop.db }\ntarget:\n  postgres: host=h password=hunter2 a: b\n",
        "source: { sqlite: shop.db }\ntarget:\n  postgres: \"host=h password=hunter2\n",
        "source: { sqlite: shop.db }\ntarget:\n  password: hunter2: x\n",
        "source: { sqlite: shop.db }\nmode: postgres://u:hunter2@h\n",
        "source: { sqlite: shop.db }\nload: { jobs: \"password=hunter2\" } # postgres://u:hunter2@h\n",
        "include: postgres://u:hunter2@h\n", "include: s.yml\n",
        "tables: { t: { wher: a } } # postgres://u:hunter2@h\n",
        "source: { sqlite: shop.db }\ntarget:\n  postgres: postgres://u:hun\"ter2@h a: b\n",
        "health: { url: \"https://u:hunter2@h\" }\n",
    ])
    func `a password is shown by no other diagnostic either`(rest: String) {
        let plan = PlanText(
            "plan: 1\nname: shop\n" + rest, including: ["s.yml": "target: { postgre: host=h password=hunter2 }\n"])
        let output = Self.output(of: plan, .ignored)
        #expect(plan.parse(.ignored).document == nil)
        #expect(!output.contains("hunter"), "\(output)")
    }

    @Test func `sql that compares a password is shown`() {
        let plan = PlanText.minimal("tables: { t: { where: \"password = 'hunter2'\", wher: 1 } }\n")
        #expect(Self.output(of: plan).contains("password = 'hunter2'"))
    }

    @Test func `what follows a masked password keeps its column`() {
        let plan = PlanText(
            "plan: 1\nname: a\nsource: { sqlite: a }\ntarget: { postgres: \"postgres://u:é漢😀@h\", oops: 1 }\n")
        let diagnostics = plan.parse().diagnostics
        #expect(diagnostics.map(\.code) == ["PLN0209", "PLN0203"])
        #expect(diagnostics.map { $0.place?.start.column } == [35, 43])
    }

    @Test func `places in the document point into the masked text`() throws {
        let plan = PlanText.minimal("description: \"postgres://u:hunter2@h\"\n")
        let document = try #require(plan.parse().document)
        #expect(!String(decoding: document.file.bytes, as: UTF8.self).contains("hunter2"))
        #expect(document.description?.value == "postgres://u:hunter2@h")
        #expect(document.description?.place.file === document.file)
    }
}
