import PlanDialects
import PlanSQL
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct JSONTests {
    private static let parts = [
        "json_extract(DOC, '$.a')", "json_extract(DOC, \"$.b\")", "json_extract(DOC, '$.c')",
        "json_extract(DOC, '$.c[0]')", "json_extract(DOC, '$.c[#-1]')", "json_extract(DOC, '$[1]')",
        "json_extract(DOC, '$.\"a b\"')", "json_extract(DOC, '$')", "json_extract(DOC, '$.a.b.c')",
        "json_extract(DOC, '$[0]')", "json_extract(DOC, '$.0')", "json_extract(DOC, '$[#-5].k')", "DOC ->> 'b'",
        "DOC ->> 0", "DOC ->> '$.c[1]'", "DOC -> 'c' ->> 0", "json_extract(DOC, '$.c[#]')",
    ]

    @Test(arguments: ["j", "k", "t"])
    func `a part of a document is the number or the text that it is, row by row`(document: String) throws {
        let parts = Self.parts.map { $0.replacing("DOC", with: document) }
        try DocumentQueries.expectSame(
            values: parts + parts.map { "\($0) || '.'" } + parts.map { "\($0) IS NULL" }
                + parts.map { "\($0) IS NOT NULL" })
    }

    @Test(arguments: ["j", "k", "t"])
    func `documents are asked for their types, lengths and parts`(document: String) throws {
        try DocumentQueries.expectSame(
            values: [
                "json_type(DOC)", "json_type(DOC, '$.a')", "json_type(DOC, '$.c[1]')", "json_array_length(DOC)",
                "json_array_length(DOC, '$.c')", "json_array_length(DOC, '$.a')", "json(DOC)",
                "json_extract(DOC, '$.a', '$.b')",
                "json_extract(DOC, '$.a', '$.nosuch', '$.c[0]')", "json_quote(DOC -> 'c')", "json_type(DOC -> 'c')",
                "json_array(DOC -> 'a', DOC ->> 'a', DOC -> '$.c')", "json_type(DOC -> 'c', '$[0]')",
            ].map { $0.replacing("DOC", with: document) })
    }

    @Test func `a text that SQLite writes is written alike where the text of the document is kept`() throws {
        try DocumentQueries.expectSame(
            values: ["k", "t"].flatMap { document in
                [
                    "json(DOC) || ''", "(DOC -> 'c') || ''", "(DOC -> '$.a') || ''", "json_extract(DOC, '$') || ''",
                    "json_array(json(DOC), 1) || ''",
                ].map { $0.replacing("DOC", with: document) }
            } + [#"json(' { "b" : [ 1, 2.50 ], "a" : "\u00e9 \" ," } ') || ''"#])
    }

    @Test func `parts compare by what they are`() throws {
        let parts = ["json_extract(j, '$.a')", "j ->> 'b'", "json_extract(j, '$.c[0]')", "json_extract(j, '$[0]')"]
        let tests = [
            "PART = 1", "PART <> 1", "1 = PART", "PART = 0", "PART = TRUE", "PART = 2.5", "PART = '17'", "PART = 17",
            "PART = 'x'", "PART <> 'x'",
            "PART = 'true'", "PART = ''", "PART = 'ABC' COLLATE NOCASE", "PART IS 'x'", "PART IS NOT 1", "PART IS NULL",
            "PART > 0",
            "PART <= 1",
            "PART >= 2.5", "PART < 'b'", "PART > 'abc'", "PART <= ''", "0 < PART", "PART BETWEEN 0 AND 5",
            "PART NOT BETWEEN 'a' AND 'y'",
            "PART IN (1, 2, 'x')", "PART IN ('x', 'abc')", "PART NOT IN ('x', 'abc')", "PART IN (0, 1)",
            "PART IN (5, NULL)",
            "PART = word",
            "PART < word", "PART = json_extract(j, '$.c[0]')", "PART IS json_extract(j, '$.a')", "word = PART",
            "PART LIKE 'a%'",
            "PART GLOB '[a-b]*'", "PART NOT LIKE '%b%'", "CASE PART WHEN 1 THEN 'one' WHEN 'x' THEN 'ex' END",
            "CASE WHEN PART = 'x' THEN PART ELSE 0 END", "coalesce(PART, 'none')", "coalesce(PART, 0)",
            "nullif(PART, 1)", "nullif(PART, 'x')", "nullif(PART, word)",
            "ifnull(PART, word)",
            "coalesce(NULL, PART, id)", "CAST(PART AS TEXT)", "length(PART)", "PART = lower(word)",
            "PART <> word || ''", "PART = json_extract(j, '$.b')", "lower(PART)", "PART || word",
        ]
        try DocumentQueries.expectSame(
            values: parts.flatMap { part in tests.map { $0.replacing("PART", with: part) } })
    }

    @Test func `parts that are numbers or truth values count as such`() throws {
        let isNumber = "json_type(j, '$.a') IN ('integer', 'real', 'true', 'false')"
        try DocumentQueries.expectSame(
            [
                "PART + 1", "PART * 2", "-PART", "NOT PART", "PART AND 1", "CASE WHEN PART THEN 'yes' ELSE 'no' END",
                "PART = n", "PART < n",
                "PART > flag", "n = PART", "PART IN (n, 1)", "CAST(PART AS INTEGER)", "CAST(PART AS REAL)",
                "PART IS TRUE", "PART = flag",
            ].map {
                "SELECT id, \($0.replacing("PART", with: "json_extract(j, '$.a')")) AS x FROM documents WHERE \(isNumber)"
            })
    }

    @Test func `documents are made of values, and of JSON where SQLite makes it`() throws {
        try DocumentQueries.expectSame(
            values: [
                "json_array()", "json_array(1, 2.5, 'x', NULL, word, n, flag, n > 1, TRUE)", "json_object()",
                "json_object('id', id, 'word', word, 'none', NULL, 'flag', flag)",
                "json_object('a', json_extract(j, '$.a'), 'c', json_extract(j, '$.c'))",
                "json_array(json(j), json('[ 1 ]'))",
                "json_object('list', json_array(word, json_object('n', n)))", "json_array(k, t)", "json_quote(word)",
                "json_quote(NULL)", "json_quote(n)", "json_quote(json_array(n))", "json_array('[1]', json('[1]'))",
                "json_array(CASE WHEN n > 1 THEN json_array(n) ELSE json_object('n', n) END)",
                "json_object(word, n)", "json_array('it''s \"\\ ' || word)",
                "json_array((SELECT json_group_array(n) FROM documents), (SELECT word))",
                "json_array_length(json_array(n, word))", "json_extract(json_object('w', word), '$.w')",
            ])
        // As texts they are made without blanks, in the order of the arguments.
        try DocumentQueries.expectSame(
            values: [
                "json_object('word', word, 'id', id, 'x', NULL, 'f', flag, 'q', '\"\\') || ''", "'' || json_array()",
                "json_array(word, n, json_object('b', 1, 'aa', t), json('{ \"z\" : [ 1 , 2 ] }')) || ''",
                "json_quote(t) || ''", "length(json_object('word', word))",
            ])
    }

    @Test func `documents are changed at constant paths`() throws {
        let objects = "WHERE json_type(j) = 'object'"
        try DocumentQueries.expectSame(
            [
                "json_set(j, '$.a', 5)", "json_set(j, '$.new', NULL)", "json_set(j, '$.a', word, '$.new', json('[1]'))",
                "json_set(j, '$.new.deep', n)", "json_set(j, '$.0', 1)", "json_set(j, '$[0]', 1)",
                "json_set(j, '$[#]', 1)",
                "json_insert(j, '$.a', 5)", "json_insert(j, '$.new', word)", "json_insert(j, '$.new.deep', 1)",
                "json_replace(j, '$.a', 'r')", "json_replace(j, '$.new', 1)", "json_replace(j, '$.c[0]', NULL)",
                "json_replace(j, '$.a.b.c', TRUE)", "json_remove(j, '$.a')", "json_remove(j, '$.c[0]', '$.b')",
                "json_remove(j, '$.c[#-1]')", "json_remove(j, '$.nosuch')", "json_remove(j, '$.0')", "json_remove(j)",
                "json_set(j, '$.a', json_extract(j, '$.c'))", "json_set(j, '$.t', t)", "json_replace(j, '$.0', 1)",
            ].map { "SELECT id, \($0) AS x FROM documents \(objects)" })
        try DocumentQueries.expectSame(
            [
                "json_set(j, '$[0]', 'first')", "json_set(j, '$[5]', 1)", "json_set(j, '$[9]', 1)",
                "json_set(j, '$[#]', 1)",
                "json_set(j, '$[#-1]', 1)", "json_insert(j, '$[0]', 1)", "json_insert(j, '$[5]', 1)",
                "json_insert(j, '$[#]', n)",
                "json_replace(j, '$[0]', 1)", "json_replace(j, '$[#-1]', word)", "json_replace(j, '$[7]', 1)",
                "json_remove(j, '$[0]')", "json_remove(j, '$[0]', '$[0]')", "json_remove(j, '$[#-1]')",
            ].map { "SELECT id, \($0) AS x FROM documents" })
    }

    @Test func `what a document is made of is JSON only where SQLite still knows it`() throws {
        try DocumentQueries.expectSame(
            values: [
                "json_array(j ->> 'c', j -> 'c')", "json_array(coalesce(j -> 'c', json('[]')))",
                "json_array(CASE WHEN n > 1 THEN json_extract(j, '$.c') ELSE json_extract(j, '$.a') END)",
                "json_array(k ->> 'c')",
                "json_array(coalesce(j ->> 'a', 'none'))".replacing("j ->>", with: "j -> 'b' ->>"),
            ])
        // Older versions of SQLite say 0 of NULL.
        try DocumentQueries.expectSame(["SELECT id, json_valid(j), json_valid(k) FROM documents WHERE j IS NOT NULL"])
    }

    @Test func `groups become arrays and objects`() throws {
        try DocumentQueries.expectSame([
            "SELECT flag, json_group_array(id) AS x FROM (SELECT * FROM documents) GROUP BY flag",
            "SELECT json_group_array(word) FROM documents WHERE id < 0",
            "SELECT json_group_object(id, word) FROM documents",
            "SELECT json_group_object(word, 1) FROM documents WHERE id < 0",
            "SELECT json_group_array(json_object('id', id, 'word', word)) FROM documents",
            "SELECT json_group_array(id) FILTER (WHERE n = 1) || '' FROM documents",
            "SELECT json_group_array(a) FROM (SELECT j ->> 'b' AS a FROM documents)",
            "SELECT n, json_group_array(json_extract(j, '$.a')) FROM documents WHERE id < 5 GROUP BY n",
            "SELECT json_array_length(json_group_array(DISTINCT n)) FROM documents",
            "SELECT json_object('all', json_group_array(t)) || '' FROM documents WHERE id > 11",
            "SELECT d.id, (SELECT json_group_array(e.id) FROM documents e WHERE e.n = d.n AND e.id <= d.id) FROM documents d",
            "SELECT json_extract(j, '$.a') AS a, json_group_array(0) FROM documents GROUP BY json_extract(j, '$.a')",
            "SELECT DISTINCT json_extract(j, '$.a') AS a FROM documents",
            "SELECT j ->> 'a' FROM documents UNION SELECT j ->> 'b' FROM documents UNION SELECT id FROM documents",
            "SELECT id FROM documents ORDER BY json_extract(j, '$.a'), id",
            "SELECT id FROM documents ORDER BY j ->> 'b' DESC, id DESC",
        ])
    }

    @Test func `what has no exact equal is refused`() {
        DocumentQueries.expectRefused([
            "SELECT json_extract(j, word) FROM documents": "no constant",
            "SELECT json_extract(j, 'a') FROM documents": "no path",
            "SELECT j -> -1 FROM documents": "negative index", "SELECT j ->> 'a.b' FROM documents": "a key or a path",
            "SELECT json_array(j) FROM documents": "as a string", "SELECT json_valid(t) FROM documents": "before 16",
            "SELECT json_valid(t, 6) FROM documents": "which forms",
            "SELECT json_patch(j, '{}') FROM documents": "merges",
            "SELECT json_pretty(j) FROM documents": "lays",
            "SELECT json_error_position(t) FROM documents": "where a text",
            "SELECT jsonb(t) FROM documents": "binary form",
            "SELECT jsonb_extract(j, '$.a') FROM documents": "binary form",
            "SELECT json_set(j, '$.c[0].x', 1) FROM documents": "missing",
            "SELECT json_set(j, '$', 1) FROM documents": "whole",
            "SELECT json_set(j, '$.a') FROM documents": "pairs", "SELECT json_object('a', 1, 'a', 2)": "both members",
            "SELECT json_object(n, 1) FROM documents": "no text in every row",
            "SELECT json_extract(j, '$.c') = '[1,2,3]' FROM documents": "order and the spelling",
            "SELECT json_extract(j, '$.a') > json_extract(j, '$.b') FROM documents": "row by row",
            "SELECT json_extract(j, '$.a') / 2 FROM documents": "divides", "SELECT json_array(x'00')": "blob",
            "SELECT json_set(j, '$.a', 1) || '' FROM documents": "not known",
        ])
    }

    @Test func `comparisons with constants stay readable`() throws {
        let sql = { (source: String) throws in
            PostgresPrinter().text(
                of: try DocumentQueries.translate("SELECT id FROM documents WHERE \(source)").statement)
        }
        #expect(
            try sql("json_extract(j, '$.a.b') = 'x'")
                == "SELECT documents.id FROM documents WHERE documents.j -> 'a' ->> 'b' = 'x'")
        #expect(
            try sql("json_extract(j, '$.a') IS NOT NULL")
                == "SELECT documents.id FROM documents WHERE documents.j ->> 'a' IS NOT NULL")
        #expect(
            try sql("j ->> '$.a' = 5")
                == "SELECT documents.id FROM documents WHERE nullif(documents.j -> 'a', 'null'::jsonb) = '5'::jsonb")
    }

    @Test func `a view has texts for parts, which compare only where a number cannot be meant`() throws {
        let view = RelationShape(
            name: "v", target: RelationName(Name("v")),
            columns: [
                RelationShape.Column(
                    name: "x", target: "x", type: PostgresType(.text), storage: .any, affinity: nil,
                    collation: Collation(column: "BINARY"))
            ])
        let translator = Translator(
            relations: Relations([view, DocumentRows.shape]), scope: .empty, purpose: .general, serverVersion: 13)
        for accepted in [
            "x = 'abc'", "x IS NULL", "x LIKE '1%'", "x IN ('a', 'b')", "x || '' = '1'", "x = (SELECT word)",
        ] {
            #expect(throws: Never.self, "\(accepted)") {
                try translator.view(
                    try SelectStatement(parsing: "SELECT x FROM v, documents WHERE \(accepted)"))
            }
        }
        for refused in ["x = '1'", "x = 1", "x > 'a'", "x = n", "x + 1", "x IN ('a', 1)"] {
            #expect(throws: Untranslatable.self, "\(refused)") {
                try translator.view(
                    try SelectStatement(parsing: "SELECT x FROM v, documents WHERE \(refused)"))
            }
        }
        for refused in ["SELECT x FROM v ORDER BY x", "SELECT DISTINCT x FROM v", "SELECT x FROM v GROUP BY x"] {
            #expect(throws: Untranslatable.self, "\(refused)") {
                try translator.view(try SelectStatement(parsing: refused))
            }
        }
        let column = try DocumentQueries.translate("SELECT j ->> 'a' AS x FROM documents").columns[0].value
        #expect(column.type == PostgresType(.text) && column.storage == .any)
    }
}
