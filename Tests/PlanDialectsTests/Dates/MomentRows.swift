import PlanDialects
import PlanSQL

/// Points in time in every form that a column can have, in both engines.
struct MomentRows {
    private struct Column {
        let name: String
        let declared: String
        let type: PostgresType
        let storage: TypedExpression.Storage
        var format: TimeFormat?
    }

    private static let columns: [Column] = [
        Column(name: "id", declared: "INTEGER", type: PostgresType(.bigint), storage: .integer),
        Column(name: "x", declared: "TEXT", type: PostgresType(.text), storage: .text),
        Column(name: "c", declared: "DATETIME", type: PostgresType(.timestamp), storage: .text),
        Column(name: "s", declared: "DATETIME", type: PostgresType(.timestamp), storage: .text, format: .dateTime),
        Column(name: "z", declared: "TEXT", type: PostgresType(.timestamptz), storage: .text),
        Column(name: "d", declared: "DATE", type: PostgresType(.date), storage: .text, format: .date),
        Column(name: "h", declared: "TIME", type: PostgresType(.time), storage: .text),
        Column(name: "n", declared: "INTEGER", type: PostgresType(.bigint), storage: .integer),
        Column(
            name: "e", declared: "INTEGER", type: PostgresType(.timestamptz), storage: .integer, format: .unixSeconds),
        Column(
            name: "m", declared: "INTEGER", type: PostgresType(.timestamp), storage: .integer, format: .unixMilliseconds
        ),
        Column(name: "r", declared: "REAL", type: PostgresType(.doublePrecision), storage: .real),
        Column(name: "k", declared: "INTEGER", type: PostgresType(.integer), storage: .integer),
    ]

    /// A row but for its text and its number: the day, the time of day, and what else follows from them.
    struct Moment {
        var day: String
        var time: String
        var fraction = ""
        /// Since 1970.
        var seconds: Int64
        var count: Int
    }

    let shape = RelationShape(
        name: "moments", target: RelationName(Name("moments")),
        columns: columns.map { column in
            RelationShape.Column(
                name: column.name, target: column.name, type: column.type, storage: column.storage,
                affinity: DeclaredType(column.declared).affinity, collation: Collation(column: "BINARY"),
                timeFormat: column.format)
        }, rowIDColumn: "id", primaryKey: ["id"])

    /// Texts and moments, side by side; the shorter list is repeated.
    let texts: [String]
    let moments: [Moment]

    var table: Differential.Table {
        let rows = (0..<max(texts.count, moments.count)).map { (texts[$0 % texts.count], moments[$0 % moments.count]) }
        var (sqlite, postgres): ([String], [String]) = ([], [])
        for (index, (text, moment)) in rows.enumerated() {
            let whole = "'\(moment.day) \(moment.time)'"
            let shared = [
                "\(index + 1)", text, "'\(moment.day) \(moment.time)\(moment.fraction)'", whole,
                "'\(moment.day)T\(moment.time)\(moment.fraction)Z'", "'\(moment.day)'",
                "'\(moment.time)\(moment.fraction)'", "\(moment.seconds)",
            ]
            let rest = ["\(Double(moment.seconds) / 7 + 0.25)", "\(moment.count)"]
            sqlite.append(
                "(\((shared + ["\(moment.seconds)", "\(moment.seconds * 1000 + 7)"] + rest).joined(separator: ",")))")
            let epoch = "'\(moment.day) \(moment.time)+00'"
            postgres.append(
                "(\((shared + [epoch, "'\(moment.day) \(moment.time).007'"] + rest).joined(separator: ",")))")
        }
        sqlite.append("(0\(String(repeating: ", NULL", count: Self.columns.count - 1)))")
        postgres.append(sqlite[sqlite.count - 1])
        let declared = Self.columns.map { "\($0.name) \($0.declared)" }.joined(separator: ", ")
        let typed = Self.columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
        return Differential.Table(
            shape: shape,
            sqlite:
                "CREATE TABLE moments (\(declared));\nINSERT INTO moments VALUES\n\(sqlite.joined(separator: ",\n"));\n",
            postgres:
                "CREATE TABLE moments (\(typed));\nINSERT INTO moments VALUES\n\(postgres.joined(separator: ",\n"));\n")
    }

    /// Days and times at the edges of months, years and weeks.
    static let edges = MomentRows(
        texts: [
            "''", "'none'", "'2024-02-29'", "'2024-02-29 12:34'", "'2024-02-29T12:34:56'", "'2023-12-31 23:59:59.5'",
            "'2024-12-30 00:00:00.0004'", "'2021-01-03 10:20:30.123456789'", "'2020-02-29 10:20:30Z'",
            "'2020-01-01 00:30:00+01:00'", "'2019-12-31T23:30:00.250-02:30'", "'2019-12-31T23:30 +14:00  '", "'12:34'",
            "'00:00:01.5'", "'23:59+02:00'", "'2024-13-01'", "'2024-00-10'", "'2024-01-32'", "'0000-00-00'",
            "'0000-00-00 00:00:00'", "'2024-1-1'", "'2024/01/01'", "'2024-01-01 25:00'", "'2024-01-01 12:60'",
            "'2024-01-01 12:00:60'", "'2024-01-01 12:00:00.'", "'2024-01-01 12:00+15:00'", "'2024-01-01 12'",
            "'2024-01-01 12:00 PM'", "'20240101'", "'99999999'", "'-5'", "' 2024-01-01'", "'2024-01-01 '",
            "'2024-01-0108:00'", "'2024-01-01T'", "'2024-01-01  T 08:00'", "'9999-12-31'", "'9999-12-31 23:59:59'",
            "'0001-01-01'", "'2024-01-01 12:00:00 UTC'", "'1700000000'", "'12:00abc'", "'2024-01-01\u{85}'",
            "'٢٠٢٤-01-01'", "'1900-02-28 06:00'", "'2000-01-31'", "'2024-03-31 00:00:00-00:30'",
        ],
        moments: [
            Moment(day: "2024-02-29", time: "23:59:59", fraction: ".123456", seconds: 1_709_251_199, count: 1),
            Moment(day: "2023-01-31", time: "00:00:00", seconds: 1_675_123_200, count: 13),
            Moment(day: "1999-12-31", time: "12:00:00", fraction: ".5", seconds: 946_641_600, count: -1),
            Moment(day: "2000-01-01", time: "00:00:01", fraction: ".001", seconds: 946_684_801, count: 0),
            Moment(day: "1970-01-01", time: "00:00:00", seconds: 0, count: 45),
            Moment(day: "1969-12-31", time: "23:59:58", fraction: ".9994", seconds: -2, count: -400),
            Moment(day: "2024-12-30", time: "06:07:08", fraction: ".0006", seconds: 1_735_538_828, count: 12),
            Moment(day: "2021-01-03", time: "18:00:01", seconds: 1_609_696_801, count: 7),
            Moment(day: "1900-03-01", time: "01:02:03", seconds: -2_203_887_477, count: 24),
            Moment(day: "2038-01-19", time: "03:14:07", fraction: ".25", seconds: 2_147_483_647, count: -11),
            Moment(day: "9999-11-30", time: "23:00:00", seconds: 253_399_618_800, count: 1),
            Moment(day: "0001-02-01", time: "10:11:12", seconds: -62_132_881_728, count: 0),
            Moment(day: "2016-10-09", time: "13:00:00", seconds: 1_476_018_000, count: 2),
        ])

    /// The same without the first years, which PostgreSQL cannot go back from.
    static let middle = MomentRows(
        texts: edges.texts.filter { !$0.hasPrefix("'0001") },
        moments: edges.moments.filter { !$0.day.hasPrefix("0001") })
}
