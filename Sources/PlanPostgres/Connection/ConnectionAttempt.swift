internal import CPostgres
internal import Glibc

/// Opens a libpq connection step by step, because only so the server's SQLSTATE can be had when it refuses: libpq gives
/// it in the *verbose* message, and verbosity is set on a connection that exists already.
struct ConnectionAttempt {
    private let parameters: ConnectionParameters
    private let timeout: Duration
    private let encryption: PostgresConnectionSettings.Encryption

    init(_ settings: PostgresConnectionSettings) throws(PostgresError) {
        parameters = try ConnectionParameters(settings)
        timeout = settings.connectTimeout
        encryption = settings.encryption
    }

    /// A connection on which the server has accepted the session. The caller finishes it.
    func open(reportingTo notices: NoticeSink) throws(PostgresError) -> OpaquePointer {
        guard let handle = parameters.withArrays({ PQconnectStartParams($0, $1, 0) }) else {
            throw PostgresError(code: .outOfMemory, message: "out of memory", connectionFailure: .other)
        }
        notices.attach(to: handle)
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        do throws(PostgresError) {
            try requireEncryption(handle)
            try finish(handle)
            PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
            Self.widenQueue(of: handle)
            return handle
        } catch {
            PQfinish(handle)
            throw error
        }
    }

    /// Refuses settings that would let a password through in plain text. Nothing was sent until now: a socket may have been
    /// opened, and that is all.
    private func requireEncryption(_ handle: OpaquePointer) throws(PostgresError) {
        let security = ConnectionSecurity(handle)
        switch encryption {
        case .asConfigured: return
        case .required where !security.mayBePlain: return
        case .required:
            throw PostgresError(
                code: .unableToConnect,
                message: "the connection to \(security.remoteHosts.joined(separator: ", ")) must be encrypted and "
                    + "sslmode is \(security.sslMode); set sslmode=require or, so that the server's certificate is "
                    + "checked, sslmode=verify-full", connectionFailure: .notEncrypted)
        }
    }

    /// Runs libpq's connection procedure to its end ("34.1 Database Connection Control Functions", PQconnectPoll).
    private func finish(_ handle: OpaquePointer) throws(PostgresError) {
        if PQstatus(handle) == CONNECTION_BAD { throw refusal(handle, stage: .reaching) }
        let deadline = effectiveTimeout(handle).map { ContinuousClock.now + $0 }
        var stage = Stage.reaching
        // "Until PQconnectPoll was called first, behave as if it last returned PGRES_POLLING_WRITING."
        var polling = PGRES_POLLING_WRITING
        while polling != PGRES_POLLING_OK {
            if polling == PGRES_POLLING_FAILED { throw refusal(handle, stage: stage) }
            let event = polling == PGRES_POLLING_WRITING ? POLLOUT : POLLIN
            guard wait(for: event, on: handle, until: deadline) else {
                throw PostgresError(
                    code: .unableToConnect,
                    message: "\(Self.place(of: handle)) did not answer in time", connectionFailure: .unreachable)
            }
            polling = PQconnectPoll(handle)
            switch PQstatus(handle) {
            case CONNECTION_SSL_STARTUP, CONNECTION_GSS_STARTUP, CONNECTION_AWAITING_RESPONSE, CONNECTION_AUTH_OK:
                stage = .talking
            case CONNECTION_STARTED, CONNECTION_NEEDED:
                stage = .reaching
            default:
                break
            }
        }
    }

    /// Asks for a larger queue between this process and a server on the same machine, so that each works on while the other
    /// is busy; the system grants what it allows (`net.core.wmem_max`). TCP sizes its queues itself, and better.
    private static func widenQueue(of handle: OpaquePointer) {
        guard let host = PQhost(handle), host.pointee == CChar(bitPattern: UInt8(ascii: "/")) else { return }
        var bytes: Int32 = 1 << 20
        _ = setsockopt(PQsocket(handle), SOL_SOCKET, SO_SNDBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
    }

    /// How far an attempt came: a failure before somebody answered is one of the network.
    private enum Stage {
        case reaching, talking
    }

    /// The limit for all hosts together; nil waits for ever. libpq's own limit counts per host, so ours is multiplied.
    private func effectiveTimeout(_ handle: OpaquePointer) -> Duration? {
        guard let options = PQconninfo(handle) else { return timeout }
        defer { PQconninfoFree(options) }
        var hosts = 1
        var limit: Duration? = timeout
        var next = options
        while let keyword = next.pointee.keyword {
            defer { next += 1 }
            guard let value = next.pointee.val.map({ String(cString: $0) }) else { continue }
            switch String(cString: keyword) {
            case "host", "hostaddr": hosts = max(hosts, value.split(separator: ",").count)
            // Zero and less mean no limit.
            case "connect_timeout": limit = Int(value).flatMap { $0 > 0 ? .seconds($0) : nil }
            default: break
            }
        }
        return limit.map { $0 * hosts }
    }

    /// Waits until the socket is ready; false when the deadline has passed.
    private func wait(for awaited: Int32, on handle: OpaquePointer, until deadline: ContinuousClock.Instant?) -> Bool {
        while true {
            var milliseconds: Int32 = -1
            if let deadline {
                let left = ContinuousClock.now.duration(to: deadline)
                guard left > .zero else { return false }
                milliseconds = Int32(
                    clamping: left.components.seconds * 1000 + 1 + left.components.attoseconds / 1_000_000_000_000_000)
            }
            var event = pollfd(fd: PQsocket(handle), events: Int16(awaited), revents: 0)
            let ready = poll(&event, 1, milliseconds)
            if ready > 0 || (ready < 0 && errno != EINTR) { return true }
        }
    }

    /// Why the server, or the way to it, refused.
    private func refusal(_ handle: OpaquePointer, stage: Stage) -> PostgresError {
        let (state, message) = Self.readVerbose(String(cString: PQerrorMessage(handle)))
        let code = state.map { PostgresError.Code($0) } ?? .unableToConnect
        let failure: PostgresError.ConnectionFailure =
            if code == .invalidPassword || PQconnectionNeedsPassword(handle) == 1 {
                .wrongPassword
            } else if code == .invalidCatalogName {
                .missingDatabase
            } else if state == nil, case .reaching = stage {
                .unreachable
            } else {
                .other
            }
        return PostgresError(code: code, message: parameters.redacting(message), connectionFailure: failure)
    }

    /// Takes a verbose message apart: `… failed: FATAL:  28P01: password …` and a line about the server's source code.
    static func readVerbose(_ text: String) -> (sqlState: String?, message: String) {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("LOCATION:") }
        let message = PostgresError.oneLine(lines.joined(separator: "\n"))
        let bytes = Array(message.utf8)
        // The severity may be translated; two blanks, five capitals or digits and a colon are not.
        for start in bytes.indices.dropLast(9)
        where bytes[start...].starts(with: ":  ".utf8) && bytes[start + 8] == 0x3A {
            let state = bytes[start + 3..<start + 8]
            guard state.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }) else { continue }
            let cleaned = bytes[..<(start + 2)] + bytes[(start + 9)...]
            return (String(decoding: state, as: UTF8.self), String(decoding: cleaned, as: UTF8.self))
        }
        return (nil, message)
    }

    private static func place(of handle: OpaquePointer) -> String {
        let host = PQhost(handle).map { String(cString: $0) } ?? ""
        let port = PQport(handle).map { String(cString: $0) } ?? ""
        return "the server at \(host.isEmpty ? "the default address" : host), port \(port),"
    }
}
