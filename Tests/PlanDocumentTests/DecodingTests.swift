import PlanDiagnostics
import PlanDocument
import PlanSupport
import PlanTestSupport
import Testing

@Suite struct DecodingTests {
    @Test func `every available key arrives`() throws {
        let text = try Repository.text(of: "Tests/PlanDocumentTests/Plans/full.yml")
        let plan = try #require(PlanText(text).parse().document)
        #expect(plan.version.value == 1)
        #expect(plan.name.value == "shop-2026")
        #expect(plan.description?.value == "Move the shop off SQLite")
        #expect(plan.created?.value.description == "2026-11-20")
        guard case .sqlite(let path) = plan.source.endpoint else { return #expect(Bool(false), "not SQLite") }
        #expect(path.value.description == "../data/shop.db")
        #expect(plan.source.catalog?.value == "shop.catalog.json")
        #expect(plan.source.profile.value == .sample(rows: 5000))
        guard case .postgres(let target) = plan.target.endpoint else { return #expect(Bool(false), "not PostgreSQL") }
        #expect(target.value.variables == ["DB_PASSWORD", "DB_HOST"])
        #expect(plan.target.schema.value == "sales")
        #expect(plan.target.version.value == 15)
        #expect(plan.mode.value == .full && plan.mode.isStated)
        #expect(plan.select.include?.map(\.value) == ["*"])
        #expect(plan.select.exclude?.map(\.value) == ["tmp_*", "*_log"])
        #expect(plan.naming.value == .snakeCase)
        #expect(plan.types.preset.value == .exact)
        #expect(plan.types.map.map(\.declared.value) == ["DATETIME", "DECIMAL(*,*)"])
        #expect(plan.types.map.map(\.to.value) == ["timestamptz", "numeric"])
        #expect(plan.values.invalid?.value == .fail)
        #expect(plan.values.nul?.value == .fail)
        #expect(plan.values.encoding?.value == .fail)
        #expect(plan.load.jobs.value == .count(4))
        #expect(plan.load.chunkRows.value == 100_000)
        #expect(plan.load.existing.value == .fail)
        #expect(plan.load.indexes.value == .after)
        #expect(plan.load.onFailure.value == .keep)
        #expect(plan.verify.level.value == .none)
        #expect(plan.verify.foreignKeys.value)
        #expect(plan.safety.destructive.value == .forbid)
        #expect(plan.safety.backup.value == .none)
        #expect(plan.safety.tls.value == .prefer)
    }

    @Test func `tables arrive in the order of the file, with places`() throws {
        let text = try Repository.text(of: "Tests/PlanDocumentTests/Plans/full.yml")
        let plan = try #require(PlanText(text).parse().document)
        #expect(plan.tables.map(\.name.value) == ["users", "orders"])
        let users = try #require(plan.tables.first).settings
        #expect(users.rename?.value == "accounts")
        #expect(users.rename.map { $0.place.file[$0.place.range] } == "accounts")
        #expect(users.rowFilter?.value == "deleted_at IS NULL AND kind <> 'test'")
        #expect(users.columns.map(\.name.value) == ["created_at", "updated_at", "active", "legacy", "kept"])
        let columns = users.columns.map(\.settings)
        #expect(columns.map { $0.type?.value } == ["timestamptz", "timestamptz", "boolean", nil, nil])
        #expect(columns.map { $0.decode?.value } == ["epoch_milliseconds", "epoch_milliseconds", nil, nil, nil])
        #expect(columns[1].rename?.value == "changed_at")
        #expect(columns[2].defaultExpression?.value == "true")
        #expect(columns.map(\.drop.value) == [false, false, false, true, false])
        #expect(users.indexes.map(\.name.value) == ["users_email", "users_meta_gin"])
        guard case .drop(let place) = users.indexes[0].change, case .add(let add) = users.indexes[1].change,
            case .sql(let sql) = users.checks[0].replacement, case .drop = users.checks[1].replacement,
            case .keys(let keys)? = users.foreignKeys.drop?.value,
            case .all? = plan.tables[1].settings.foreignKeys.drop?.value,
            case .drop = plan.views[0].replacement, case .drop = plan.triggers[0].replacement
        else { return #expect(Bool(false), "something arrived as something else") }
        #expect(place.file[place.range] == "true")
        #expect(add.value == "USING gin (meta)")
        #expect(users.checks.map(\.name.value) == ["length(email) > 3", "positive"])
        #expect(sql.value == "char_length(email) > 3")
        #expect(users.foreignKeys.orphans?.value == .notValid)
        #expect(keys.map(\.value) == [["author_id"], ["p", "q"]])
        #expect(plan.views.map(\.name.value) == ["old_users"])
        #expect(plan.triggers.map(\.name.value) == ["touch_updated"])
    }

    @Test func `absent keys have their defaults, and no place`() throws {
        let plan = try #require(PlanText.minimal().parse().document)
        #expect(plan.load.jobs.value == .auto && plan.load.jobs.place == nil)
        #expect(plan.load.chunkRows.value == 500_000)
        #expect(plan.target.schema.value == "public")
        #expect(plan.target.version.value == 13)
        #expect(plan.verify.level.value == .values)
        #expect(plan.safety.backup.value == .auto)
        #expect(plan.source.profile.value == .full)
        #expect(plan.naming.value == .preserve)
        #expect(plan.select.include == nil && plan.tables.isEmpty && plan.health == nil)
    }

    @Test func `what is not available yet arrives once it is`() throws {
        let plan = try #require(
            PlanText.minimal(
                """
                mode: data
                values: { invalid: null, nul: strip, encoding: latin1 }
                tables:
                  users:
                    key: [id, "no"]
                    values: { nul: reject }
                    columns:
                      email: { transform: [trim, lower] }
                      name: { transform: trim, values: { encoding: replace } }
                      active: { map: { Y: true, "N": false, 7: ~, x: 1.50, y: no } }
                      full: { add: "a || b" }
                views: { v: { sql: SELECT 1 } }
                load: { existing: update, indexes: before }
                lint: { silence: [{ code: PLN0612, because: the table is empty }] }
                hooks:
                  before: [{ sql: SELECT 1 }, { run: [./stop, now], undo: { run: [./start] } }]
                  on_failure: [{ run: [./page] }]
                health: { url: "https://${HOST}/healthz", retries: 0, backoff: 500ms }

                """
            ).parse(.ignored).document)
        #expect(plan.mode.value == .data)
        #expect(plan.values.invalid?.value == .null)
        let users = plan.tables[0].settings
        #expect(users.key?.map(\.value) == ["id", "no"])
        #expect(users.values.nul?.value == .reject)
        #expect(users.columns[0].settings.transform?.map(\.value) == ["trim", "lower"])
        #expect(users.columns[1].settings.transform?.map(\.value) == ["trim"])
        #expect(users.columns[1].settings.values.encoding?.value == .replace)
        let map = try #require(users.columns[2].settings.map)
        #expect(map.map(\.from.value) == ["Y", "N", "7", "x", "y"])
        #expect(map.map(\.to.value) == [.boolean(true), .boolean(false), .null, .decimal("1.50"), .string("no")])
        #expect(users.columns[3].settings.add?.value == "a || b")
        guard case .sql(let view) = plan.views[0].replacement, case .sql = plan.hooks.before[0].action,
            case .run(let command) = plan.hooks.before[1].action, case .run(let undo)? = plan.hooks.before[1].undo
        else { return #expect(Bool(false), "something arrived as something else") }
        #expect(view.value == "SELECT 1")
        #expect(command.map(\.value) == ["./stop", "now"])
        #expect(undo.map(\.value) == ["./start"] && plan.hooks.before[0].undo == nil)
        #expect(plan.hooks.onFailure.count == 1 && plan.hooks.after.isEmpty)
        #expect(plan.load.existing.value == .update && plan.load.indexes.value == .before)
        #expect(plan.lint.silence.map(\.code.value) == ["PLN0612"])
        #expect(plan.health?.retries.value == 0)
        #expect(plan.health?.backoff.value == .milliseconds(500))
        #expect(plan.referencedVariables.map(\.value) == ["URL", "HOST"])
    }

    @Test(arguments: [
        ("2026-11-20", true), ("2024-02-29", true), ("2000-02-29", true), ("1900-02-29", false), ("2026-02-30", false),
        ("2026-13-01", false), ("2026-00-10", false), ("2026-1-01", false), ("0000-01-01", false),
        ("2026-11-20T00", false), ("２026-11-20", false),
    ])
    func `only days of the calendar are dates`(text: String, isDate: Bool) {
        #expect((CalendarDate(parsing: text)?.description == text) == isDate)
    }

    @Test(arguments: [
        ("a", true), ("a-1", true), (String(repeating: "a", count: 63), true),
        (String(repeating: "a", count: 64), false),
        ("A", false), ("1a", false), ("a_b", false), ("é", false), ("a b", false),
    ])
    func `a plan's name follows the rule that the schema states`(name: String, isName: Bool) throws {
        let plan = PlanText("plan: 1\nname: \"\(name)\"\nsource: { sqlite: a }\ntarget: { postgres: b }\n")
        #expect(plan.messages().isEmpty == isName)
        guard case .text(let form)? = PlanFormat.root.field("name")?.value else { return #expect(Bool(false)) }
        let regex = try Regex(try #require(form.pattern)).matchingSemantics(.unicodeScalar)
        #expect((name.wholeMatch(of: regex) != nil) == isName)
    }

    @Test(arguments: [
        ("3s", 3000), ("500ms", 500), ("2m", 120_000), ("0s", nil), ("s", nil), ("1h", nil), ("-1s", nil), ("1 s", nil),
    ])
    func `time spans have a unit`(text: String, milliseconds: Int?) {
        let plan = PlanText.minimal("health: { url: a, backoff: \"\(text)\" }\n").parse(.ignored)
        let found = plan.document?.health?.backoff.value
        #expect(found == milliseconds.map { .milliseconds($0) })
        #expect(plan.diagnostics.map(\.code) == (milliseconds == nil ? ["PLN0205"] : []))
    }

    @Test(arguments: [
        ("full", true), ("none", true), ("sample", true), ("sample(1)", true), ("sample()", false),
        ("sample(01)", false), ("sample(-1)", false), ("sample(1000000000)", false), ("sample(1) ", false),
        ("Full", false),
    ])
    func `the profile's extent is one of four forms`(text: String, isExtent: Bool) {
        let plan = PlanText("plan: 1\nname: a\nsource: { sqlite: a, profile: \"\(text)\" }\ntarget: { postgres: b }\n")
        #expect(plan.messages().isEmpty == isExtent)
    }

    @Test func `variables are told once each, in order`() throws {
        let plan = try #require(
            PlanText("plan: 1\nname: a\nsource: { sqlite: \"${B}/${A}\" }\ntarget: { postgres: \"${A}$${C}\" }\n")
                .parse().document)
        #expect(plan.referencedVariables.map(\.value) == ["B", "A"])
    }
}
