import Dispatch
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct StatementTests {
    private let fixture = PostgresFixture.shared

    @Test func `a query gives text, NULL and empty text apart, and takes parameters`() throws {
        let connection = try open(try fixture.conninfo(), as: ReadOnly.self)
        let result = try connection.query(
            "SELECT $1::int + 1 AS n, $2 AS t, $3::text AS missing FROM generate_series(1, 2)",
            parameters: ["41", "it's \"ü\" \\ 🐘", nil])
        #expect(result.columns == ["n", "t", "missing"])
        #expect(result.columnTypes == [23, 25, 25])
        #expect(result.rowCount == 2)
        #expect(result.rows.map { $0["n"] } == ["42", "42"])
        #expect(result[row: 1, column: "t"] == "it's \"ü\" \\ 🐘")
        #expect(result[row: 0, column: "missing"] == nil)
        #expect(try connection.query("SELECT $1", parameters: [""]).scalar == "")
        #expect(try connection.query("SELECT 1 WHERE false").scalar == nil)
        #expect(result.withBytes(row: 0, column: 0) { $0.map(Array.init) } == [0x34, 0x32])
    }

    @Test func `several statements are executed as one transaction and the last one answers`() throws {
        try fixture.withDatabase { conninfo in
            let connection = try open(conninfo)
            let result = try connection.execute("CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, 5)")
            #expect(result.affectedRows == 5)
            #expect(throws: PostgresError.self) { try connection.execute("DELETE FROM t; SELECT 1 / 0") }
            #expect(try connection.query("SELECT count(*) FROM t").scalar == "5")
        }
    }

    @Test func `an error carries the server's fields`() throws {
        try fixture.withDatabase { conninfo in
            let connection = try open(conninfo)
            try connection.execute(
                """
                CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int CONSTRAINT c_fk REFERENCES p, d int NOT NULL);
                INSERT INTO p VALUES (1);
                CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1 / 0; END'
                """)
            let insertion = "INSERT INTO p VALUES (1)"
            let unique = try #require(throws: PostgresError.self) { try connection.execute(insertion) }
            #expect(unique.code == .uniqueViolation)
            #expect(unique.code.errorClass == "23")
            #expect([unique.schema, unique.table, unique.constraint] == ["public", "p", "p_pkey"])
            #expect(unique.detail == "Key (id)=(1) already exists.")
            #expect(unique.sql == insertion)
            #expect(!unique.isConnectionFailure)

            let foreign = try #require(throws: PostgresError.self) {
                try connection.execute("INSERT INTO c VALUES (2, 1)")
            }
            #expect(foreign.code == .foreignKeyViolation)
            let null = try #require(throws: PostgresError.self) {
                try connection.execute("INSERT INTO c VALUES (1, NULL)")
            }
            #expect(null.code == .notNullViolation)
            #expect(null.column == "d")
            let table = try #require(throws: PostgresError.self) { _ = try connection.query("SELECT * FROM ordrs") }
            #expect(table.code == .undefinedTable)
            #expect(table.position == 15)
            let column = try #require(throws: PostgresError.self) { _ = try connection.query("SELECT 'ü', idd FROM p") }
            #expect(column.position == 13)
            #expect(column.hint?.contains("p.id") == true)
            let division = try #require(throws: PostgresError.self) { _ = try connection.query("SELECT f()") }
            #expect(division.code == PostgresError.Code("22012"))
            #expect(division.context?.contains("PL/pgSQL function f()") == true)
        }
    }

    @Test func `a read-only session cannot write whatever it asks`() throws {
        try fixture.withDatabase { conninfo in
            try open(conninfo).execute("CREATE TABLE t (a int)")
            let connection = try open(conninfo, as: ReadOnly.self)
            for sql in ["INSERT INTO t VALUES (1)", "CREATE TABLE u (a int)", "DROP TABLE t", "COPY t FROM STDIN"] {
                let error = try #require(throws: PostgresError.self) { _ = try connection.query(sql) }
                #expect(error.code == .readOnlyTransaction, "\(sql)")
            }
            #expect(try connection.query("SELECT count(*) FROM t").scalar == "0")
        }
    }

    @Test func `a NUL in a statement or parameter is refused before the server sees it`() throws {
        let connection = try open(try fixture.conninfo())
        for attempt in [("SELECT 1\0; DROP TABLE t", []), ("SELECT $1", ["a\0b"])] {
            let error = try #require(throws: PostgresError.self) {
                _ = try connection.query(attempt.0, parameters: attempt.1)
            }
            #expect(error.code == .characterNotInRepertoire)
        }
        #expect(throws: PostgresError.self) { try connection.execute("SELECT 1\0") }
    }

    @Test func `a COPY sent as a statement is refused and the session goes on`() throws {
        try fixture.withDatabase { conninfo in
            let connection = try open(conninfo)
            try connection.execute("CREATE TABLE t (a int)")
            #expect(throws: PostgresError.self) { try connection.execute("COPY t FROM STDIN") }
            try connection.execute("COPY t TO STDOUT")
            #expect(try connection.query("SELECT 1").scalar == "1")
            #expect(connection.transactionStatus == .idle)
        }
    }

    @Test func `the transaction's state is known`() throws {
        let connection = try open(try fixture.conninfo())
        #expect(connection.transactionStatus == .idle)
        try connection.execute("BEGIN")
        #expect(connection.transactionStatus == .inTransaction)
        #expect(throws: PostgresError.self) { try connection.execute("SELECT 1 / 0") }
        #expect(connection.transactionStatus == .failed)
        let error = try #require(throws: PostgresError.self) { try connection.execute("SELECT 1") }
        #expect(error.code == .inFailedTransaction)
        try connection.execute("ROLLBACK")
        #expect(connection.transactionStatus == .idle)
    }

    @Test func `a running statement is cancelled from another thread`() throws {
        let connection = try open(try fixture.conninfo(), as: ReadOnly.self)
        let cancellation = connection.cancellation
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(300)) {
            if let reason = cancellation.cancel() { Issue.record("\(reason)") }
        }
        let start = ContinuousClock.now
        let error = try #require(throws: PostgresError.self) { _ = try connection.query("SELECT pg_sleep(60)") }
        #expect(error.code == .queryCanceled)
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(try connection.query("SELECT 1").scalar == "1")
    }

    @Test func `a cancellation outlives its connection and then does nothing`() throws {
        let connection = try open(try fixture.conninfo(), as: ReadOnly.self)
        let cancellation = connection.cancellation
        connection.close()
        #expect(cancellation.cancel() == nil)
    }
}
