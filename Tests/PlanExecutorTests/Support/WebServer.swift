import Glibc
import PlanSupport

/// Answers every request with status 200, on a port of its own, to the end of the process.
enum WebServer {
    static let address = Result { try start() }

    private struct Failure: Error {}

    private static func start() throws -> String {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw Failure() }
        _ = try WorkerThread {
            while true {
                let client = accept(listener, nil, nil)
                var request = [UInt8](repeating: 0, count: 4096)
                _ = read(client, &request, request.count)
                let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
                _ = send(client, answer, answer.count, Int32(MSG_NOSIGNAL))
                close(client)
            }
        }
        return "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/"
    }
}
