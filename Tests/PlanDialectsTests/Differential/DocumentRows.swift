import PlanDialects
import PlanSQL

/// Documents of every shape in both engines: as jsonb, as json, and as text.
enum DocumentRows {
    /// Their members are in jsonb's order, so that the texts of those without blanks are alike.
    private static let documents = [
        nil, "{}", "[]", #"{"a":1,"b":"x","c":[1,2,3]}"#, #"[1,"two",null,true,{"k":2.5}]"#, #"{"a":null,"c":[]}"#,
        #"{"a":{"b":{"c":"deep"}},"b":"5"}"#, #""text""#, "17", "null", "true", #"{"a":true,"b":"true","z":false}"#,
        #"{"0":"zero","a":"x","c":["y, z: 1", " \"q\" ", {"n":1}]}"#, #"{"a":2.5,"c":[[1,2],[3]],"a b":"blank"}"#,
        #"{"a":"17","b":"ABC","c":[0]}"#, #"{"a":0,"b":"abc"}"#, #"{"a":-3,"b":"[1]","c":["b","a","B"]}"#,
        #"{"a":"","b":"Ünï","c":[10,9,"9",2.5,true,null]}"#, #"{"b":false,"c":{"b":"x","d":{}}}"#,
    ]
    private static let words = ["x", "1", "17", "abc", "", "2.5", "5", "0"]

    static let shape = RelationShape(
        name: "documents", target: RelationName(Name("documents")),
        columns: [
            column("id", "INTEGER", .bigint, .integer), column("j", "JSON", .jsonb, .text),
            column("k", "TEXT", .json, .text), column("t", "TEXT", .text, .text),
            column("word", "TEXT", .text, .text), column("n", "INTEGER", .bigint, .integer),
            column("flag", "BOOLEAN", .boolean, .integer),
        ], rowIDColumn: "id", primaryKey: ["id"])

    private static func column(
        _ name: String, _ declared: String, _ type: PostgresTypeName, _ storage: TypedExpression.Storage
    ) -> RelationShape.Column {
        RelationShape.Column(
            name: name, target: name, type: PostgresType(type), storage: storage,
            affinity: DeclaredType(declared).affinity, collation: Collation(column: "BINARY"))
    }

    /// In both engines a row is the same text.
    static let rows = documents.enumerated().map { index, document in
        let text = document.map { "'\($0)'" } ?? "NULL"
        return
            "(\(index + 1), \(text), \(text), \(text), '\(words[index % words.count])', \(index % 4), '\(index % 2)')"
    }.joined(separator: ",\n")

    static let sqlite =
        "CREATE TABLE documents (id INTEGER PRIMARY KEY, j JSON, k TEXT, t TEXT, word TEXT, n INTEGER, flag BOOLEAN);\n"
        + "INSERT INTO documents VALUES \(rows);\n"

    static let postgres =
        "CREATE TABLE documents (id bigint PRIMARY KEY, j jsonb, k json, t text, word text, n bigint, flag boolean);\n"
        + "INSERT INTO documents VALUES \(rows);\n"
}
