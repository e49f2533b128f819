/// An address `http://host:port/path` or `https://…`.
package struct WebAddress: Hashable, Sendable {
    package enum Scheme: String, Sendable {
        case http
        case https
    }

    package let scheme: Scheme
    /// A name, or an address without brackets.
    package let host: String
    package let port: String
    /// With what follows a question mark; at least `/`.
    package let path: String

    /// Nil for what is no such address, or has a user name in it.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), let scheme = Scheme(rawValue: text[..<colon].lowercased()),
            text[colon...].hasPrefix("://")
        else { return nil }
        let rest = text[colon...].dropFirst(3)
        let authority = rest.prefix { !"/?#".contains($0) }
        let tail = rest[authority.endIndex...].prefix { $0 != "#" }
        let isPlain = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
        guard isPlain, !authority.contains("@") else { return nil }
        var host = authority
        var port: Substring?
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            (host, port) = (authority[..<colon], authority[authority.index(after: colon)...])
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, port.map({ UInt16($0) != nil }) ?? true else { return nil }
        self.scheme = scheme
        self.host = String(host)
        self.port = port.map(String.init) ?? (scheme == .http ? "80" : "443")
        path = tail.hasPrefix("/") ? String(tail) : "/" + tail
    }

    /// The host as a request names it.
    var hostHeader: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (scheme == .http ? "80" : "443") ? name : "\(name):\(port)"
    }
}
