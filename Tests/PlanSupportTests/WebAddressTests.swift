import PlanSupport
import Testing

@Suite struct WebAddressTests {
    @Test(arguments: [
        ("http://example.com", "example.com", "80", "/"),
        ("https://example.com/a?b=c#d", "example.com", "443", "/a?b=c"),
        ("HTTP://localhost:8080", "localhost", "8080", "/"), ("http://[::1]:81/x", "::1", "81", "/x"),
        ("https://[::1]?q", "::1", "443", "/?q"),
    ])
    func `an address is taken apart`(text: String, host: String, port: String, path: String) throws {
        let address = try #require(WebAddress(text))
        #expect(address.host == host && address.port == port && address.path == path)
    }

    @Test(arguments: [
        "", "example.com", "ftp://example.com", "http://", "http://host:port", "http://host:99999", "http://u:p@host",
        "http://host/a b", "http://host/\r\nX: y", "http:/host",
    ])
    func `what is no address is not taken for one`(text: String) { #expect(WebAddress(text) == nil) }
}
