import PlanSupport
import PlanTestSupport
import Testing

/// `plan profile` says what columns hold, whatever they were declared to be.
@Suite struct ProfileTests {
    private static let sql = """
        CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(10) NOT NULL, born DATE);
        CREATE TABLE readings (
            id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users, taken DATETIME, value REAL, raw BLOB, flag, "odd ""name" INTEGER
        );
        INSERT INTO users VALUES (1, 'Ada', '1815-12-10'), (7, 'Grace ', '1906-12-09');
        INSERT INTO readings VALUES
            (1, 1, '2026-01-02 10:00:00', 1.25, x'0102', 'yes', 9223372036854775807),
            (2, 9, '2026-01-03 11:00:00', 2.0, NULL, 'no', -9223372036854775808),
            (3, NULL, 1767348000, NULL, NULL, 1, 'four');
        """

    private func profile(_ arguments: [String] = []) throws -> PlanTool.Outcome {
        var outcome: PlanTool.Outcome?
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("source.db", Self.sql)
            try tool.write(SamplePlan.text(), to: "sample.plan.yml")
            outcome = try tool.run(["profile", "sample.plan.yml"] + arguments)
        }
        return try #require(outcome)
    }

    @Test func `each column with its classes, ranges, lengths and formats`() throws {
        let outcome = try profile()
        #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
        let expected = """
            readings: 3 rows
            column     declared  NULL  values  distinct  holds                                                                                   look at rowid
            id         INTEGER      0       3         3  3 integers, 1 to 3
            user_id    INTEGER      1       2         2  2 integers, 1 to 9
            taken      DATETIME     0       3         3  1 integer, 1767348000; 2 texts of up to 19 characters, all timestamps                   integer 3
            value      REAL         1       2         2  2 reals, 1.25 to 2.0
            raw        BLOB         2       1            1 blob of 2 B
            flag                    0       3         3  1 integer, 1; 2 texts of up to 3 characters, all boolean words                          integer 3
            odd "name  INTEGER      0       3         3  2 integers, -9223372036854775808 to 9223372036854775807; 1 text of up to 4 characters  text 3
            1 row without a parent in users: user_id

            users: 2 rows
            column  declared     NULL  values  distinct  holds                                                         look at rowid
            id      INTEGER         0       2         2  2 integers, 1 to 7
            name    VARCHAR(10)     0       2         2  2 texts of up to 6 characters, 1 with a blank at the end
            born    DATE            0       2         2  2 texts of up to 10 characters, all dates, all timestamps
            """
        #expect(Self.words(outcome.output) == Self.words(expected), "\(outcome.output)")
    }

    /// Line by line; how wide the columns are is the table's affair.
    private static func words(_ text: String) -> [[Substring]] {
        text.split(separator: "\n").map { $0.split(separator: " ") }
    }

    @Test func `as JSON the profile that a catalog pins`() throws {
        let json = try JSONParser.parse(Array(try profile(["--format", "json"]).output.utf8))
        #expect(json["coverage"] == .string("full"))
        guard case .array(let tables)? = json["tables"] else {
            Issue.record("it has no tables")
            return
        }
        #expect(tables.map { $0["table"] } == [.string("readings"), .string("users")])
    }

    @Test func `a plan that asks for no profile gets one all the same, and a sample is called one`() throws {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("source.db", Self.sql)
            for (extent, heading) in [("none", "readings: 3 rows\n"), ("sample(2)", "readings: 2 rows looked at\n")] {
                try tool.write(
                    SamplePlan.text().replacing("source.db }", with: "source.db, profile: \(extent) }"),
                    to: "sample.plan.yml")
                let outcome = try tool.run("profile", "sample.plan.yml")
                #expect(outcome.code == 0 && outcome.output.hasPrefix(heading), "\(outcome.output) \(outcome.errors)")
            }
        }
    }
}
