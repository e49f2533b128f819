import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct JSONTableTests {
    @Test(arguments: ["j", "k", "t"])
    func `json_each gives a row for every element or member, and one for a scalar`(document: String) throws {
        try DocumentQueries.expectSame(
            [
                "SELECT d.id, e.key, e.value, e.type, e.atom FROM documents d, json_each(d.DOC) e",
                "SELECT documents.id, value FROM documents, json_each(DOC, '$.c')",
                "SELECT documents.id, json_each.value FROM documents JOIN json_each(documents.DOC, '$.c') ON json_each.type = 'text'",
                "SELECT d.id, e.value || '' FROM documents AS d, json_each(d.DOC, '$.nosuch') AS e",
                "SELECT id FROM documents d WHERE EXISTS (SELECT 1 FROM json_each(d.DOC, '$.c') WHERE value = 'b')",
                "SELECT id, word IN (SELECT value FROM json_each(DOC, '$.c')) FROM documents",
                "SELECT d.id, word = value, value = word, value IS word, n = value FROM documents d, json_each('[1,2,true]')",
                "SELECT d.id, word = value, value = word, word IS value FROM documents d, json_each(d.DOC, '$.c')",
                "SELECT d.id, lower(word) = value, key = word, type = 'text' FROM documents d, json_each(d.DOC) ORDER BY 1",
                "SELECT id, word IN (SELECT json_extract('[17]', '$[0]')) FROM documents",
                "SELECT id, n NOT IN (SELECT value FROM json_each(DOC, '$.c') WHERE type = 'integer') FROM documents",
                "SELECT id, 'b' IN (SELECT value FROM json_each(DOC, '$.c')) FROM documents",
                "SELECT id, 2 IN (SELECT value FROM json_each(DOC, '$.c')) FROM documents",
                "SELECT id, (SELECT json_group_array(value) FROM json_each(DOC, '$.c')) FROM documents WHERE id <> 1",
                "SELECT id, (SELECT value FROM json_each(DOC) WHERE key = 'a') FROM documents",
                "SELECT d.id, e.key, json_extract(e.value, '$.n') FROM documents d, json_each(d.DOC, '$.c') e WHERE e.type = 'object'",
                "SELECT d.id, e.value FROM documents d LEFT JOIN json_each(d.DOC, '$.c') e ON e.key = 0",
            ].map { $0.replacing("DOC", with: document) })
    }

    @Test func `constants and what functions make are tables too`() throws {
        try DocumentQueries.expectSame([
            "SELECT value FROM json_each('[1,2.5,\"x\",null,true]')",
            "SELECT key, atom FROM json_each('{\"a\":[1],\"b\":2}')",
            "SELECT id FROM documents WHERE id IN (SELECT value FROM json_each('[1,3,5]'))",
            "SELECT e.value FROM json_each('[3,1,2,\"b\",\"a\"]') AS e ORDER BY e.value",
            "SELECT value FROM json_each('[3,1,2,\"b\",\"a\",null]') ORDER BY value DESC",
            "SELECT value FROM json_each(NULL)", "SELECT type FROM json_each('null')",
            "SELECT a.value, b.value FROM json_each('[[1,2],[3]]') a, json_each(a.value) b",
            "SELECT value FROM json_each((SELECT json_group_array(n) FROM documents))",
            "WITH tags(id, tag) AS (SELECT d.id, e.value FROM documents d, json_each(d.j, '$.c') e) SELECT id, tag FROM tags",
            "SELECT DISTINCT value FROM documents, json_each(j, '$.c')",
            "SELECT value FROM json_each('[1,\"1\",true]') UNION SELECT value FROM json_each('[1,\"1\",false]')",
        ])
    }

    @Test func `json_tree gives a row for every part`() throws {
        try DocumentQueries.expectSame([
            "SELECT d.id, p.key, p.value, p.type, p.atom FROM documents d, json_tree(d.j) p",
            "SELECT documents.id, atom FROM documents, json_tree(j, '$.c') WHERE atom IS NOT NULL",
            "SELECT id FROM documents d WHERE EXISTS (SELECT 1 FROM json_tree(d.t) WHERE key = 'n' AND value = 1)",
            "SELECT value FROM json_tree('5')", "SELECT value FROM json_tree(NULL)",
        ])
    }

    @Test func `generate_series counts`() throws {
        try DocumentQueries.expectSame([
            "SELECT value FROM generate_series(1, 5)", "SELECT value FROM generate_series(-3, 10, 4)",
            "SELECT s.value * 2 FROM generate_series(5, 1) AS s",
            "SELECT d.id, s.value FROM documents d, generate_series(1, d.n) s",
        ])
    }

    @Test func `tables and columns without an equal are refused`() {
        DocumentQueries.expectRefused([
            "SELECT fullkey FROM json_each('[]')": "'fullkey' is the path as SQLite spells it",
            "SELECT * FROM json_each('[]')": "'id' is SQLite's own number",
            "SELECT value FROM json_each(j, word), documents": "no column 'j'",
            "SELECT value FROM documents, json_each(j, word)": "no constant",
            "SELECT value FROM json_each(random())": "",
            "SELECT name FROM pragma_table_info('documents')": "keeps about its own database",
            "SELECT value FROM generate_series(1)": "no end",
            "SELECT value FROM generate_series(9, 1, -2)": "no positive constant",
            "SELECT value FROM fts5vocab('x')": "no equal",
        ])
    }
}
