internal import CLinux
internal import COpenSSL
internal import Glibc

/// Why an address gave no answer.
package struct WebFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// Asks an address by one GET request of HTTP/1.1, and looks at the status alone. Redirections are not followed.
package enum WebRequest {
    /// The status of the answer, such as 200.
    ///
    /// - Parameter limit: for each wait: for the connection, and for each piece of the answer.
    package static func status(of address: WebAddress, within limit: Duration) throws(WebFailure) -> Int {
        let socket = try connect(to: address, within: limit)
        defer { close(socket) }
        let request = [
            "GET \(address.path) HTTP/1.1", "Host: \(address.hostHeader)", "User-Agent: plan", "Accept: */*",
            "Connection: close", "", "",
        ].joined(separator: "\r\n")
        let answer: [UInt8]
        switch address.scheme {
        case .http: answer = try plain(request, socket)
        case .https: answer = try encrypted(request, socket, host: address.host)
        }
        // "HTTP/1.1 200 OK" (RFC 9112, 4).
        let words = String(decoding: answer.prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self).split(separator: " ")
        guard let version = words.first, version.hasPrefix("HTTP/1."), words.count > 1, let status = Int(words[1])
        else {
            throw WebFailure("the answer is not one of HTTP")
        }
        return status
    }

    // MARK: Connecting

    private static func connect(to address: WebAddress, within limit: Duration) throws(WebFailure) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(address.host, address.port, &hints, &list)
        guard code == 0 else { throw WebFailure("no such host: \(String(cString: gai_strerror(code)))") }
        defer { freeaddrinfo(list) }
        var reason = "no address"
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            let descriptor = socket(
                entry.ai_family, entry.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), entry.ai_protocol)
            guard descriptor >= 0 else { continue }
            // On Linux the limit for sending is that for connecting as well (socket(7)).
            let (seconds, attoseconds) = limit.components
            var time = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
            let size = socklen_t(MemoryLayout<timeval>.size)
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
            if Glibc.connect(descriptor, entry.ai_addr, entry.ai_addrlen) == 0 { return descriptor }
            reason = errno == EINPROGRESS ? "it did not answer in time" : String(cString: strerror(errno))
            close(descriptor)
        }
        throw WebFailure("cannot connect: \(reason)")
    }

    /// What an answer's first line may be long.
    private static let answerLimit = 4096

    private static func plain(_ request: String, _ socket: Int32) throws(WebFailure) -> [UInt8] {
        let bytes = Array(request.utf8)
        // A server that has closed the connection is an error, not a signal.
        guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw WebFailure("cannot send: \(String(cString: strerror(errno)))")
        }
        return try firstLine { buffer in recv(socket, &buffer, buffer.count, 0) }
    }

    /// By TLS, with the certificate checked against the authorities of the system and the host's name.
    private static func encrypted(_ request: String, _ socket: Int32, host: String) throws(WebFailure) -> [UInt8] {
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw WebFailure("out of memory") }
        defer { SSL_CTX_free(context) }
        SSL_CTX_set_default_verify_paths(context)
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        guard let connection = SSL_new(context) else { throw WebFailure("out of memory") }
        defer { SSL_free(connection) }
        SSL_set_fd(connection, socket)
        _ = plan_ssl_set_server_name(connection, host)
        guard SSL_set1_host(connection, host) == 1 else { throw WebFailure("the host's name is malformed") }
        ERR_clear_error()
        guard SSL_connect(connection) == 1 else {
            let verdict = SSL_get_verify_result(connection)
            guard verdict == Int(X509_V_OK) else {
                let reason = String(cString: X509_verify_cert_error_string(verdict))
                throw WebFailure("its certificate is not trusted: \(reason)")
            }
            throw WebFailure("no encrypted connection")
        }
        let bytes = Array(request.utf8)
        guard SSL_write(connection, bytes, Int32(bytes.count)) == Int32(bytes.count) else {
            throw WebFailure("cannot send")
        }
        return try firstLine { buffer in Int(SSL_read(connection, &buffer, Int32(buffer.count))) }
    }

    private static func firstLine(_ read: (inout [UInt8]) -> Int) throws(WebFailure) -> [UInt8] {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1024)
        while !answer.contains(0x0A), answer.count < answerLimit {
            let count = read(&buffer)
            guard count > 0 else { throw WebFailure(answer.isEmpty ? "no answer" : "the answer is cut off") }
            answer += buffer[..<count]
        }
        return answer
    }
}
