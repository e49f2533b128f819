import PlanGraph
import PlanSupport
import PlanTestSupport
import Testing

/// The pages that are looked at, in a browser.
@Suite(.requiresBrowser) struct PageTests {
    private static func page(_ tool: PlanTool) throws -> String {
        try SamplePlan.compile(with: tool, "verify: { level: none }\n")
        let shown = try tool.run("show", "sample.plan.yml", "--format", "html")
        try #require(shown.code == 0, "\(shown.errors)")
        return shown.output
    }

    @Test func `the page of a graph lists, draws, finds and describes every operation without an error`() throws {
        try PlanTool.withWorkspace { tool in
            let page = try Self.page(tool)
            let graph = try GraphReader.read(Array(try tool.read("out/graph.json").utf8))
            let visit = try Browser.visit(
                page,
                """
                const $ = (selector) => [...document.querySelectorAll(selector)];
                const shown = () => $("#list li").filter((item) => !item.classList.contains("hidden")).length;
                const answers = [$("#list li").length, $("svg .node").length, $("svg .edge").length];
                const search = document.getElementById("search");
                const find = (text) => { search.value = text; search.dispatchEvent(new Event("input")); };
                find("orders_user"); answers.push(shown());
                find("no such thing"); answers.push(shown(), document.getElementById("none").classList.contains("hidden"));
                find("");
                const lane = document.getElementById("lane");
                lane.value = "public.users"; lane.dispatchEvent(new Event("change")); answers.push(shown());
                lane.value = ""; lane.dispatchEvent(new Event("change"));
                $("#chips button")[1].click(); answers.push(shown());
                $("#chips button")[1].click();
                $("svg .node").find((node) => node.textContent.includes("copy_rows/public.orders"))
                  .dispatchEvent(new MouseEvent("click", { bubbles: true }));
                const detail = document.getElementById("detail");
                answers.push(detail.querySelector("h2").textContent, detail.querySelectorAll("table tbody tr").length,
                  detail.textContent.includes('TRUNCATE TABLE "public"."orders"'), location.hash);
                document.getElementById("list").dispatchEvent(new KeyboardEvent("keydown", { key: "Home" }));
                answers.push($("#list [aria-selected=true]").map((item) => item.querySelector(".name").textContent),
                  detail.textContent.includes("In the source") && detail.textContent.includes("In the target"));
                return answers;
                """)
            #expect(
                visit.answers == [
                    "\(graph.operations.count)", "\(graph.operations.count)",
                    "\(graph.operations.reduce(0) { $0 + $1.after.count })", "2", "0", "false", "5", "2",
                    "public.orders", "3", "true",
                    "#copy_rows%2Fpublic.orders", "public.orders", "true",
                ])
            #expect(visit.console == [])
        }
    }

    @Test func `the page is used by keys alone, and each of its controls has a name`() throws {
        try PlanTool.withWorkspace { tool in
            let visit = try Browser.visit(
                try Self.page(tool),
                """
                const name = (control) => (control.getAttribute("aria-label") || control.textContent.trim()
                  || (control.labels && control.labels.length ? control.labels[0].textContent : "") || "");
                const controls = [...document.querySelectorAll("button, input, select, [role=listbox], [role=region]")];
                const answers = [controls.filter((control) => name(control) === "").length, controls.length > 10];
                const press = (target, key) => target.dispatchEvent(
                  new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
                const list = document.getElementById("list");
                const search = document.getElementById("search");
                list.focus();
                press(list, "Home");
                const chosen = () => document.getElementById(list.getAttribute("aria-activedescendant"));
                const first = chosen();
                press(list, "ArrowDown");
                answers.push(chosen() === first.nextElementSibling, chosen().getAttribute("aria-selected"),
                  first.getAttribute("aria-selected"));
                press(list, "End");
                answers.push(chosen() === list.lastElementChild);
                press(list, "/");
                answers.push(document.activeElement === search);
                search.value = "orders";
                search.dispatchEvent(new Event("input"));
                answers.push(document.getElementById("count").textContent.includes(" of "));
                press(search, "Escape");
                answers.push(search.value === "", document.activeElement === list);
                return answers;
                """)
            #expect(visit.answers == ["0", "true", "true", "true", "false", "true", "true", "true", "true", "true"])
            #expect(visit.console == [])
        }
    }

    @Test func `hostile names and texts are shown as they are`() throws {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase(
                "source.db",
                #"CREATE TABLE "</script><b>x" (id INTEGER PRIMARY KEY, "<img src=x onerror=alert(1)>" TEXT)"#)
            try tool.write(SamplePlan.text("description: \"</title><i>&amp;\"\n"), to: "sample.plan.yml")
            let shown = try tool.run("show", "sample.plan.yml", "--format", "html")
            let visit = try Browser.visit(
                shown.output,
                """
                return [document.querySelectorAll("#list b, img, i").length, document.querySelector(".head p").textContent,
                  document.querySelector("#list .name").textContent];
                """)
            #expect(visit.answers == ["0", "</title><i>&amp;", "public.\"</script><b>x\""])
            #expect(visit.console == [])
        }
    }

    @Test func `a page is made of nothing but itself, and is the same each time`() throws {
        try PlanTool.withWorkspace { tool in
            let page = try Self.page(tool)
            #expect(!page.contains("http://") || page.contains("www.w3.org/2000/svg"))
            #expect(!page.contains("src=") && !page.contains("@import"))
            #expect(try tool.run("show", "out/graph.json", "--format", "html").code == 0)
            #expect(try Self.pageAgain(tool) == page)
        }
    }

    private static func pageAgain(_ tool: PlanTool) throws -> String {
        try tool.run("show", "sample.plan.yml", "--format", "html").output
    }

    @Test func `the page of three hundred tables has less than 500 kB`() throws {
        try PlanTool.withWorkspace { tool in
            let tables = (0..<300).map { number in
                """
                CREATE TABLE module_\(number) (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(80) NOT NULL UNIQUE,
                    created DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, amount DECIMAL(12,2) CHECK (amount >= 0),
                    parent INTEGER REFERENCES module_\(number / 2) (id), a TEXT, b TEXT, c INTEGER, d BOOLEAN, e DATE);
                CREATE INDEX module_\(number)_created ON module_\(number) (created, name);
                """
            }
            try tool.makeDatabase("source.db", tables.joined(separator: "\n"))
            try tool.write(SamplePlan.text(), to: "sample.plan.yml")
            let shown = try tool.run("show", "sample.plan.yml", "--format", "html")
            #expect(shown.code == 0, "\(shown.errors)")
            #expect((100_000..<500_000).contains(shown.output.utf8.count))
        }
    }

    @Test(.requiresPostgres) func `the report of a run is a page where its name ends so`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(
                    with: tool,
                    "tables: { orders: { columns: { total: { type: bigint, values: { invalid: reject } } } } }\n")
                let graph = try GraphReader.read(Array(try tool.read("out/graph.json").utf8))
                let run = try tool.run("run", "out/graph.json", "--yes", "--report", "report.html")
                #expect(run.code == 2, "\(run.errors)")
                let visit = try Browser.visit(
                    try tool.read("report.html"),
                    """
                    const rows = (title) => [...document.querySelector(`[aria-label="${title}"] tbody`).rows]
                      .map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
                    const line = rows("Time line");
                    const starts = line.map((row) => parseFloat(row[3]));
                    const bars = [...document.querySelectorAll(".bar")].map((bar) => bar.getBoundingClientRect());
                    const tracks = document.querySelector(".track").getBoundingClientRect();
                    return [document.querySelector("h1").textContent, document.querySelector(".state").textContent,
                      document.querySelector(".sums b").textContent, rows("Tables").map((row) => row.slice(0, 4).join()).join(" "),
                      rows("Values that were not taken as they are").join(" "),
                      rows("Files of rows that were set aside").map((row) => row[1].endsWith("orders.csv") + row[2]).join(),
                      rows("Values compared").join(" "), line.length,
                      starts.every((start, index) => index === 0 || start >= starts[index - 1]),
                      bars.length === line.length && bars.every((bar) => bar.left >= tracks.left && bar.right <= tracks.right + 3)];
                    """)
                #expect(
                    visit.answers == [
                        "Run 1 of sample", "done", "529", "orders,2,990,29,2,961 users,500,500,0",
                        "orders,total,rows set aside,2,961", "true2,961",
                        "public.orders,2,990,2,961,29,none public.users,500,0,500,none", "\(graph.operations.count)",
                        "true", "true",
                    ])
                #expect(visit.console == [])
            }
        }
    }
}
