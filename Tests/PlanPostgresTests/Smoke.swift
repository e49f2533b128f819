import PlanPostgres
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct SmokeTests {
    @Test func `a query answers`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            let connection = try PostgresConnection<ReadOnly>(PostgresConnectionSettings(conninfo: conninfo))
            #expect(
                try connection.query("SELECT $1::int + 1, $2", parameters: ["41", nil]).rows[0].values == ["42", nil])
        }
    }
}
