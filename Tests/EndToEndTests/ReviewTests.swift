import PlanArguments
import PlanCommands
import PlanSupport
import PlanTestSupport
import Testing

/// What a reviewer and a pull request are shown.
@Suite struct ReviewTests {
    private static func write(_ more: String, to name: String, _ tool: PlanTool) throws {
        try tool.write(SamplePlan.text(more), to: name)
    }

    // MARK: Diff

    @Test func `graphs that do the same have no difference, whatever the plan's comments say`() throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            try tool.write("# a comment\n" + SamplePlan.text("description: Another\n"), to: "other.plan.yml")
            let diff = try tool.run("diff", "out/graph.json", "other.plan.yml")
            #expect(diff.code == 0 && diff.output == "both graphs do the same", "\(diff.output)\(diff.errors)")
        }
    }

    @Test func `what is added, removed and changed is told with its statements`() throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            try Self.write(
                """
                tables:
                  orders:
                    where: "total > 1"
                    indexes: { orders_user: { drop: true }, orders_total: { add: "(total)" } }
                load: { jobs: 3 }
                """, to: "other.plan.yml", tool)
            let diff = try tool.run("diff", "out/graph.json", "other.plan.yml")
            #expect(diff.code == 2)
            #expect(
                diff.output.hasPrefix(
                    "the number of streams was auto and is 3\nadded    create_index/public.orders_total\n"))
            #expect(diff.output.contains("    + CREATE INDEX \"orders_total\" ON \"public\".\"orders\" (total)\n"))
            #expect(diff.output.contains("removed  create_index/public.orders_user\n"))
            #expect(
                diff.output.contains(
                    "    - copy    SELECT \"id\", \"user_id\", \"total\", rowid FROM \"orders\" WHERE rowid"))
            #expect(diff.output.contains("1 added, 1 removed, "), "\(diff.output)")
            let markdown = try tool.run("diff", "out/graph.json", "other.plan.yml", "--format", "markdown")
            #expect(
                markdown.output.contains(
                    "<details><summary>added <code>create_index/public.orders_total</code></summary>\n\n```diff\n+ CREATE"
                ))
            let json = try JSONParser.parse(
                Array(try tool.run("diff", "out/graph.json", "other.plan.yml", "--format", "json").output.utf8))
            #expect(json["added"] == ["create_index/public.orders_total"] && json["same"] == .boolean(false))
        }
    }

    // MARK: Lint

    private static let awkward = """
        CREATE TABLE parents (id INTEGER PRIMARY KEY);
        CREATE TABLE "Children" (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents, "user" TEXT, size INTEGER);
        CREATE TABLE served (id INTEGER PRIMARY KEY, parent INTEGER UNIQUE REFERENCES parents);
        """

    @Test func `a foreign key without an index, a narrow type and awkward names are found, each with a way out`() throws
    {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("source.db", Self.awkward)
            let narrow = "tables: { Children: { columns: { size: { type: smallint } } } }\n"
            try Self.write(narrow, to: "s.plan.yml", tool)
            let found = try tool.run("validate", "--lint", "s.plan.yml")
            #expect(found.code == 0)
            #expect(
                found.errors.contains(
                    "warning[PLN0613]: no index of 'Children' begins with the columns of its foreign key to 'parents': parent"
                ))
            #expect(
                found.errors.contains(
                    "warning[PLN0614]: columns of 'Children' hold less than SQLite takes: size (smallint)"))
            #expect(
                found.errors.contains(
                    "warning[PLN0615]: names of 'Children' need quotes wherever they are written: \"Children\", \"user\""
                ))
            #expect(!found.errors.contains("'served'") && !found.errors.contains("'parents' need"))
            try Self.write(
                "naming: snake_case\ntables: { Children: { rename: children, columns: { user: { rename: owner } }, indexes: { i: { add: \"(parent)\" } } } }\n",
                to: "s.plan.yml", tool)
            let settled = try tool.run("validate", "--lint", "s.plan.yml")
            #expect(!settled.errors.contains("PLN0614") && !settled.errors.contains("PLN0615"), "\(settled.errors)")
        }
    }

    @Test func `a silenced finding is told in the summary alone, with its reason, and an idle silence is told`() throws
    {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("source.db", Self.awkward)
            try Self.write(
                """
                lint:
                  silence:
                    - { code: PLN0613, because: "parents are never deleted" }
                    - { code: PLN0403, because: "nobody knows" }
                """, to: "s.plan.yml", tool)
            let found = try tool.run("validate", "--lint", "s.plan.yml")
            #expect(!found.errors.contains("PLN0613"))
            #expect(
                found.errors.contains("s.plan.yml:8:15: warning[PLN0617]: the plan warns of no PLN0403"),
                "\(found.errors)")
            #expect(try tool.run("compile", "s.plan.yml", "-o", "out").code == 0)
            let summary = try tool.read("out/SUMMARY.md")
            let accepted = try #require(summary.firstRange(of: "## Accepted"))
            #expect(summary[accepted.upperBound...].contains("| PLN0613 |"))
            #expect(summary[accepted.upperBound...].contains("| parents are never deleted |"))
            #expect(!summary[..<accepted.lowerBound].contains("PLN0613"))
            #expect(summary[..<accepted.lowerBound].contains("PLN0615"))
        }
    }

    // MARK: Formats

    @Test func `findings are written for GitHub's runners on one line each, at their places`() throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            try Self.write("tables: { users: { colums: {} } }\n", to: "wrong.plan.yml", tool)
            let wrong = try tool.run("validate", "wrong.plan.yml", "sample.plan.yml", "--format", "github")
            #expect(wrong.code == 65)
            let lines = wrong.output.split(separator: "\n")
            #expect(lines.count == 1)
            #expect(
                lines[0].hasPrefix("::error file=wrong.plan.yml,line=5,endLine=5,col=20,endColumn=26,title=PLN"),
                "\(lines)")
        }
    }

    @Test func `findings are written as SARIF, with a rule for each code and a place for each result`() throws {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("source.db", Self.awkward)
            try Self.write("", to: "s.plan.yml", tool)
            let told = try tool.run("validate", "--lint", "s.plan.yml", "--format", "sarif")
            #expect(told.code == 0)
            let sarif = try JSONParser.parse(Array(told.output.utf8))
            guard case .array(let runs)? = sarif["runs"], let run = runs.first,
                case .array(let results)? = run["results"],
                case .array(let rules)? = run["tool"]?["driver"]?["rules"]
            else { throw PlanTool.Failure(reason: told.output) }
            #expect(sarif["version"] == "2.1.0")
            #expect(rules.map { $0["id"] } == ["PLN0613", "PLN0615"])
            #expect(results.map { $0["ruleIndex"] } == [.integer(0), .integer(1)])
            for result in results {
                guard case .array(let locations)? = result["locations"] else {
                    throw PlanTool.Failure(reason: told.output)
                }
                let place = locations.first?["physicalLocation"]
                #expect(place?["artifactLocation"]?["uri"] == "s.plan.yml")
                #expect(place?["region"]?["startLine"] == .integer(2))
            }
        }
    }

    // MARK: Manual

    @Test func `the page of the manual has each command and option, and groff finds nothing wrong with it`() throws {
        try PlanTool.withWorkspace { tool in
            let page = try tool.run("manual").output
            for (path, command) in Tool.spec.allCommands where command.visibility == .listed {
                #expect(page.contains(".SS \"plan \(path.names.joined(separator: " "))\""), "\(path)")
                for option in command.options {
                    let name = option.name.split(separator: "-").joined(separator: "\\-")
                    #expect(page.contains("\\fB\\-\\-\(name)\\fR"), "\(path) --\(option.name)")
                }
            }
            #expect(!page.contains("plan manual") && page.utf8.allSatisfy { $0 < 128 })
            guard Subprocess.find("groff") != nil else { return }
            let groff = try Subprocess("groff", ["-man", "-Tutf8", "-ww", "-z"]).run(input: Array(page.utf8))
            #expect(groff.status.isSuccess && groff.errorText == "", "\(groff.errorText)")
        }
    }

    // MARK: Summary

    @Test func `the summary names the rule of the plan that decided a type, wildcards included`() throws {
        try PlanTool.withWorkspace { tool in
            let plan = """
                types: { map: [{ declared: "DECIMAL(*,*)", to: numeric }, { declared: date, to: text }] }
                tables: { users: { columns: { name: { transform: [trim] }, active: { type: boolean } } } }

                """
            try SamplePlan.compile(with: tool, plan)
            let summary = try tool.read("out/SUMMARY.md")
            for row in [
                #"| `orders.total` | `DECIMAL(10,2)` | `numeric` | `numeric` | the plan's types.map says so of DECIMAL(\*,\*) |"#,
                #"| `users.born` | `DATE` | `text` | `text` | the plan's types.map says so of date |"#,
                "| `users.name` | `TEXT` | `text` | `text` | the plan changes its values |",
                "| `users.active` | `BOOLEAN` | `boolean` | `boolean` | the plan says so |",
            ] { #expect(summary.contains(row), "\(row)\n\(summary)") }
            #expect(!summary.contains("`orders.user_id`") && !summary.contains("`users.id`"))
        }
    }

    @Test func `the summary says what was left out, replaced and decided, and counts rows of a pinned snapshot alone`()
        throws
    {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase(
                "source.db", SamplePlan.sql + "CREATE VIEW v AS SELECT 1 AS a; CREATE TABLE tmp_x (a);")
            let plan = """
                select: { exclude: ["tmp_*"] }
                tables: { orders: { where: "id > 5", columns: { total: { type: text } } }, users: { columns: { born: { drop: true } } } }
                views: { v: { sql: "SELECT 2 AS a" } }

                """
            try Self.write(plan, to: "sample.plan.yml", tool)
            #expect(try tool.run("compile", "sample.plan.yml", "-o", "out").code == 0)
            let live = try tool.read("out/SUMMARY.md")
            for row in [
                "| column | `users.born` | left out | 1 |", "| table | `tmp_x` | left out | 0 |",
                "| view | `v` | replaced | 3 |", "Together 4, grade B",
                "| `orders.total` | `DECIMAL(10,2)` | `text` | `text` | the plan says so |", "where `id > 5`",
            ] { #expect(live.contains(row), "\(row)\n\(live)") }
            #expect(!live.contains("| Rows |"))
            #expect(try tool.run("snapshot", "sample.plan.yml").code == 0)
            try tool.write(
                SamplePlan.text(plan).split(separator: "\n").map {
                    $0.hasPrefix("source:") ? "source: { sqlite: source.db, catalog: sample.catalog.json }" : String($0)
                }.joined(separator: "\n"), to: "sample.plan.yml")
            let pinned = try tool.run("compile", "sample.plan.yml", "-o", "out")
            #expect(pinned.code == 0, "\(pinned.errors)")
            #expect(try tool.read("out/SUMMARY.md").contains("| `orders` | `public.orders` | 3 | 2990 |"))
        }
    }
}
