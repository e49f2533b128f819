import PlanPostgres
import PlanSupport
import Testing

@Suite struct ChildConnectionTests {
    @Test(arguments: [
        "postgres://u:p%40ss%27%20w@h:6432/d%20b?sslmode=require",
        "host=h port=6432 user=u dbname='d b' password='p@ss\\' w' sslmode=require",
    ])
    func `the password is in the environment and not among the arguments`(conninfo: String) throws {
        let child = try ChildConnection(Secret(conninfo))
        #expect(child.environment == ["PGPASSWORD": "p@ss' w"])
        #expect(!child.argument.contains("p@ss"))
        for part in ["host='h'", "port='6432'", "user='u'", "dbname='d b'", "sslmode='require'"] {
            #expect(child.argument.contains(part), "\(child.argument)")
        }
    }

    @Test func `quotes and backslashes of a value arrive`() throws {
        let child = try ChildConnection(Secret("dbname='a\\'b\\\\c' host=/tmp"))
        #expect(child.argument.contains("dbname='a\\'b\\\\c'") && child.environment.isEmpty, "\(child.argument)")
    }

    @Test func `a secret that no variable carries is refused, and not repeated`() {
        let error = #expect(throws: PostgresError.self) {
            try ChildConnection(Secret("host=h sslpassword=s3cret-phrase"))
        }
        #expect(error?.message.contains("sslpassword cannot be handed") == true)
        #expect(error?.message.contains("s3cret") == false)
    }
}
