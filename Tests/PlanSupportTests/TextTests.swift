import PlanSupport
import Testing

@Suite struct TextTests {
    @Test func `a digest is that of sha256sum`() {
        #expect(
            ContentDigest(of: "abc").description
                == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(ContentDigest(parsing: "sha256:xyz") == nil)
        #expect(ContentDigest(parsing: ContentDigest(of: "abc").description) == ContentDigest(of: "abc"))
    }

    @Test(arguments: [("ordrs", "orders"), ("ORDERS", "orders"), ("custmoer", "customers"), ("xyz", nil)])
    func `the nearest name is suggested and a far one is not`(name: String, expected: String?) {
        #expect(NearestName.of(name, among: ["orders", "customers", "items"]) == expected)
    }

    @Test func `a template resolves its variables`() throws {
        let template = try VariableTemplate("postgres://${USER_1}@host/$$x/${DB}")
        #expect(template.variables == ["USER_1", "DB"])
        #expect(try template.resolve { ["USER_1": "u", "DB": "d"][$0] }.reveal() == "postgres://u@host/$x/d")
        #expect(throws: VariableTemplate.MissingVariable(name: "DB")) { try template.resolve { $0 == "DB" ? nil : "" } }
    }

    @Test func `a malformed template is refused`() {
        #expect(throws: VariableTemplate.ParsingError.unterminated(offset: 1)) { try VariableTemplate("a${X") }
        #expect(throws: VariableTemplate.ParsingError.invalidName("1 x", offset: 0)) { try VariableTemplate("${1 x}") }
    }

    @Test func `a secret shows itself to nobody`() {
        let secret = Secret("hunter2")
        #expect("\(secret) \(String(reflecting: secret)) \(String(describing: [secret]))".contains("hunter2") == false)
        #expect(secret.reveal() == "hunter2")
    }

    @Test func `paths are resolved and made relative`() {
        #expect(Path.resolve("../data/shop.db", against: "plans") == "data/shop.db")
        #expect(Path.resolve("../../x", against: "a") == "../x")
        #expect(Path.resolve("/x/../y", against: "a") == "/y")
        #expect(Path.relative("/a/b/c", from: "/a/d") == "../b/c")
        #expect(Path.relative("/a", from: "/a") == ".")
        #expect(Path.directory(of: "x") == ".")
        #expect(Path.directory(of: "/x") == "/")
    }
}
