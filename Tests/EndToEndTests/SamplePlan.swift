import PlanTestSupport

/// A small plan and its source, as most tests need one.
enum SamplePlan {
    static let sql = """
        CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, born DATE, active BOOLEAN DEFAULT 1);
        CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER REFERENCES users, total DECIMAL(10,2));
        CREATE INDEX orders_user ON orders (user_id);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
        INSERT INTO users (id, name, born, active)
        SELECT i, 'user ' || i, date('1970-01-01', '+' || i || ' days'), i % 2 FROM n;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
        INSERT INTO orders (user_id, total) SELECT 1 + i % 500, i / 100.0 FROM n;
        DELETE FROM orders WHERE id > 2990;
        """

    /// The plan's text, with more lines at its end.
    static func text(_ more: String = "") -> String {
        """
        plan: 1
        name: sample
        source: { sqlite: source.db }
        target: { postgres: "${DATABASE_URL}" }

        """ + more
    }

    /// Makes `source.db`, `sample.plan.yml` and `out/graph.json`.
    static func compile(with tool: PlanTool, _ more: String = "") throws {
        try tool.makeDatabase("source.db", sql)
        try tool.write(text(more), to: "sample.plan.yml")
        let compiled = try tool.run("compile", "sample.plan.yml", "-o", "out")
        guard compiled.code == 0 else { throw PlanTool.Failure(reason: compiled.errors) }
    }
}
