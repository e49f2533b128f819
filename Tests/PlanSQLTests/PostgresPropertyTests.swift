import PlanPostgres
import PlanSQL
import PlanSupport
import PlanTestSupport
import Testing

/// What a server makes of the printer's texts.
@Suite(.requiresPostgres) struct PostgresPropertyTests {
    /// The seed of a failure goes here to run it again.
    private let seed = UInt64.random(in: 1...(.max))

    private static func connect(_ conninfo: Secret) throws -> PostgresConnection<ReadWrite> {
        try PostgresConnection(PostgresConnectionSettings(conninfo: conninfo))
    }

    /// The definitions of two views, which the server writes anew from what it read.
    private static func definitions(
        _ first: String, _ second: String, _ connection: borrowing PostgresConnection<ReadWrite>
    ) throws -> [String?] {
        try connection.execute("CREATE VIEW v AS \(first); CREATE VIEW w AS \(second)")
        let result = try connection.query("SELECT pg_get_viewdef('v'::regclass), pg_get_viewdef('w'::regclass)")
        try connection.execute("DROP VIEW v, w")
        return [result[row: 0, column: 0], result[row: 0, column: 1]]
    }

    /// With parentheses everywhere the server has no choice in what binds to what, and so reads the tree.
    @Test func `the server reads random expressions as they are with parentheses everywhere`() throws {
        var trees = RandomPostgresTree(random: SeededGenerator(seed: seed))
        try PostgresFixture.shared.withDatabase { conninfo in
            let connection = try Self.connect(conninfo)
            try connection.execute("CREATE TABLE t (b boolean, i bigint, n numeric, s text, j jsonb, a bigint[])")
            for _ in 0..<60 {
                let batch = (0..<50).map { _ in trees.expression(Int.random(in: 1...4, using: &trees.random)) }
                let texts = [Parentheses.whereNeeded, .everywhere].map { parentheses in
                    let printer = PostgresPrinter(parentheses: parentheses)
                    let columns = batch.enumerated().map { "\(printer.text(of: $1)) AS c\($0)" }
                    return "SELECT \(columns.joined(separator: ", ")) FROM t"
                }
                do {
                    let definitions = try Self.definitions(texts[0], texts[1], connection)
                    try #require(definitions[0] == definitions[1], "seed \(seed): \(texts[0])")
                } catch let error as PostgresError {
                    Issue.record("seed \(seed): \(error): \(texts[0])")
                    return
                }
            }
        }
    }

    @Test func `joins of any kind associate to the left`() throws {
        var random = SeededGenerator(seed: seed)
        let kinds: [Join.Kind] = [.comma] + Join.Direction.allCases.map { .plain($0) }
        try PostgresFixture.shared.withDatabase { conninfo in
            let connection = try Self.connect(conninfo)
            try connection.execute("CREATE TABLE t (x int)")
            for _ in 0..<100 {
                var flat = FromClause(first: Self.table(0))
                var nested = flat
                for number in 1...Int.random(in: 1...5, using: &random) {
                    let kind = kinds.randomElement(using: &random) ?? .comma
                    let condition = try Expression(parsing: "t0.x = t\(number).x")
                    // The server refuses a FULL JOIN on less than an equality.
                    let isBound = kind == .plain(.full) || Bool.random(using: &random)
                    let join = Join(kind: kind, table: Self.table(number), constraint: isBound ? .on(condition) : nil)
                    flat = FromClause(first: flat.first, joins: flat.joins + [join])
                    nested = FromClause(first: TableReference(kind: .join(nested)), joins: [join])
                }
                let texts = [flat, nested].map { from in
                    let count = FunctionCall(name: Name("count"), arguments: .star)
                    let column = ResultColumn(kind: .expression(Expression(.function(count)), alias: nil))
                    return PostgresPrinter().text(
                        of: SelectStatement(first: .select(SimpleSelect(columns: [column], from: from))))
                }
                let definitions = try Self.definitions(texts[0], texts[1], connection)
                try #require(definitions[0] == definitions[1], "seed \(seed): \(texts)")
            }
        }
    }

    private static func table(_ number: Int) -> TableReference {
        TableReference(kind: .table(RelationName(Name("t")), nil), alias: Name("t\(number)"))
    }

    @Test func `compounds are evaluated from left to right`() throws {
        var random = SeededGenerator(seed: seed)
        func values() -> [Int] { (0...2).map { _ in Int.random(in: 0..<4, using: &random) } }
        let connection = try Self.connect(try PostgresFixture.shared.conninfo())
        for _ in 0..<300 {
            func core(_ values: [Int]) -> SelectCore {
                .values(values.map { [Expression(.literal(.integer(String($0))))] })
            }
            let first = values()
            var expected = first
            var compounds: [SelectStatement.Compound] = []
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let next = values()
                let symbol = SelectStatement.Compound.Operator.allCases.randomElement(using: &random) ?? .union
                expected =
                    switch symbol {
                    case .union: Array(Set(expected + next))
                    case .unionAll: expected + next
                    case .intersect: Array(Set(expected).intersection(next))
                    case .except: Array(Set(expected).subtracting(next))
                    }
                compounds.append(SelectStatement.Compound(operator: symbol, core: core(next)))
            }
            let text = PostgresPrinter().text(of: SelectStatement(first: core(first), compounds: compounds))
            let rows = try connection.query(text).rows.compactMap { $0[0].flatMap { Int($0) } }
            try #require(rows.sorted() == expected.sorted(), "seed \(seed): \(text)")
        }
    }

    @Test func `an IN of one query asks for one value, as in the tree`() throws {
        let connection = try Self.connect(try PostgresFixture.shared.conninfo())
        let text = PostgresPrinter().text(of: try Expression(parsing: "1 in ((select 1 union select 2))"))
        let error = try #require(throws: PostgresError.self) { _ = try connection.query("SELECT \(text)") }
        #expect(error.message.contains("more than one row"))
        let rows = PostgresPrinter().text(of: try Expression(parsing: "1 in (select 1 union select 2)"))
        #expect(try connection.query("SELECT \(rows)").scalar == "t")
    }
}
