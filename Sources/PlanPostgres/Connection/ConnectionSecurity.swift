internal import CPostgres

/// How safe the way to the server is, by the settings that libpq goes by: those of the connection string, the service file
/// and the environment.
package struct ConnectionSecurity: Hashable, Sendable {
    /// Hosts that are reached by network and are not this machine; empty for a Unix socket or the loopback.
    package let remoteHosts: [String]
    /// libpq's `sslmode`.
    package let sslMode: String

    init(_ handle: OpaquePointer) {
        var values: [String: String] = [:]
        if let options = PQconninfo(handle) {
            defer { PQconninfoFree(options) }
            var next = options
            while let keyword = next.pointee.keyword {
                if let value = next.pointee.val { values[String(cString: keyword)] = String(cString: value) }
                next += 1
            }
        }
        // An address takes precedence over a name.
        let hosts = [values["hostaddr"], values["host"]].compactMap { $0 }.first { !$0.isEmpty } ?? ""
        remoteHosts = hosts.split(separator: ",").map(String.init).filter { !Self.isLocal($0) }
        sslMode = values["sslmode"] ?? "prefer"
    }

    /// Whether what is sent to a server elsewhere, the password included, may go through the network in plain text.
    package var mayBePlain: Bool {
        !remoteHosts.isEmpty && !["require", "verify-ca", "verify-full"].contains(sslMode)
    }

    private static func isLocal(_ host: String) -> Bool {
        // A path or an abstract socket; the loopback by name or address.
        host.hasPrefix("/") || host.hasPrefix("@") || host.lowercased() == "localhost" || host == "::1"
            || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    }
}
