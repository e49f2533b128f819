internal import CPostgres
internal import Glibc
internal import PlanSupport

/// A connection string taken apart into libpq's keywords and values.
///
/// libpq's own messages about a string it cannot read repeat pieces of it, and a piece may be of the password:
/// `postgres://u:pa/ss@host/db` complains about the port "pa". So what is wrong is said here, in sentences of ours that
/// repeat nothing, and strings that libpq would split in the wrong place are refused before it sees them.
struct ConnectionParameters {
    private(set) var values: [(keyword: String, value: String)]

    /// Values that must appear nowhere: the password and the key's passphrase.
    let secrets: [String]

    /// What the connection string itself says, its secrets apart.
    let stated: [(keyword: String, value: String)]
    /// Its secrets, by keyword.
    let statedSecrets: [(keyword: String, value: String)]

    init(_ settings: PostgresConnectionSettings) throws(PostgresError) {
        let conninfo = settings.conninfo.reveal()
        try ConnectionParameters.refuseMisleading(conninfo)
        let options = try ConnectionParameters.parse(conninfo)
        if let port = options.first(where: { $0.keyword == "port" })?.value,
            !port.split(separator: ",", omittingEmptySubsequences: false).allSatisfy({ $0.isEmpty || UInt16($0) != nil }
            )
        {
            throw .malformed("its port is not a number; write special characters of a password as %XX")
        }
        secrets = options.compactMap { $0.isSecret ? $0.value : nil }
        stated = options.filter { !$0.isSecret }.map { ($0.keyword, $0.value) }
        statedSecrets = options.filter(\.isSecret).map { ($0.keyword, $0.value) }
        let defaults: [(keyword: String, value: String)] = [
            ("fallback_application_name", settings.applicationName),
            ("keepalives", "1"),
            ("keepalives_idle", String(settings.keepalives.idle)),
            ("keepalives_interval", String(settings.keepalives.interval)),
            ("keepalives_count", String(settings.keepalives.count)),
        ]
        // Where a keyword appears twice libpq takes the last.
        values = defaults + options.map { ($0.keyword, $0.value) } + [("client_encoding", "UTF8")]
    }

    /// Lends keywords and values as the two C arrays, each ended by a null pointer, that libpq reads.
    func withArrays<Value>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<UnsafePointer<CChar>?>?) -> Value
    ) -> Value {
        var keywords = values.map { UnsafePointer(strdup($0.keyword)) } + [nil]
        var texts = values.map { UnsafePointer(strdup($0.value)) } + [nil]
        defer {
            for pointer in keywords + texts { free(UnsafeMutablePointer(mutating: pointer)) }
            keywords = []
            texts = []
        }
        return body(keywords, texts)
    }

    /// `text` without the secrets. One of fewer than four characters is left alone: it would be found in common words.
    func redacting(_ text: String) -> String {
        secrets.reduce(text) { text, secret in
            secret.utf8.count < 4 ? text : ConnectionParameters.replace(secret, in: text)
        }
    }

    // MARK: Reading

    private struct Option {
        let keyword: String
        let value: String
        /// libpq marks these to be shown as asterisks.
        let isSecret: Bool
    }

    /// Refuses what libpq would read without complaint, but with a part of the password as the host or database.
    private static func refuseMisleading(_ conninfo: String) throws(PostgresError) {
        if conninfo.utf8.contains(0) { throw .malformed("it contains a NUL character") }
        guard let scheme = ["postgresql://", "postgres://"].first(where: conninfo.hasPrefix) else { return }
        let rest = conninfo.dropFirst(scheme.count)
        let head = rest.prefix { $0 != "?" }
        let authority = head.prefix { $0 != "/" }
        let isSplitWrongly =
            if head.contains("@") {
                head.split(separator: "@", omittingEmptySubsequences: false).count > 2 || !authority.contains("@")
            } else {
                authority.contains(":") && rest.dropFirst(head.count).contains("@")
            }
        if isSplitWrongly {
            throw .malformed("write the characters @ : / ? # % of a user name or password as %40 %3A %2F %3F %23 %25")
        }
    }

    private static func parse(_ conninfo: String) throws(PostgresError) -> [Option] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(conninfo, &message) else {
            defer { PQfreemem(message) }
            throw .malformed(explanation(of: message.map { String(cString: $0) } ?? ""))
        }
        defer { PQconninfoFree(options) }
        var result: [Option] = []
        var next = options
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.val {
                let isSecret = next.pointee.dispchar.map { String(cString: $0) == "*" } ?? false
                result.append(
                    Option(keyword: String(cString: keyword), value: String(cString: value), isSecret: isSecret))
            }
            next += 1
        }
        return result
    }

    /// What is wrong with the string, from libpq's message but without the pieces it quotes.
    private static func explanation(of message: String) -> String {
        if message.hasPrefix("invalid connection option") || message.hasPrefix("invalid URI query parameter") {
            let name = message.split(separator: "\"").dropFirst().first.map(String.init) ?? ""
            let nearest = NearestName.of(name, among: keywords)
            return "it has an unknown keyword" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        }
        if message.contains("separator") { return "after '?' it needs name=value, joined by '&'" }
        if message.contains("percent") { return "a '%' needs two hexadecimal digits after it; '%' itself is %25" }
        if message.contains("missing \"=\"") { return "it is neither a URL postgresql://… nor a list of keyword=value" }
        if message.contains("unterminated") { return "a quoted value does not end" }
        if message.contains("URI") { return "its host is not well formed" }
        return "libpq does not understand it"
    }

    /// Every keyword libpq knows.
    private static var keywords: [String] {
        guard let options = PQconninfoParse("", nil) else { return [] }
        defer { PQconninfoFree(options) }
        var names: [String] = []
        var next = options
        while let keyword = next.pointee.keyword {
            names.append(String(cString: keyword))
            next += 1
        }
        return names
    }

    private static func replace(_ secret: String, in text: String) -> String {
        var output: [UInt8] = []
        let (text, secret) = (Array(text.utf8), Array(secret.utf8))
        var index = 0
        while index < text.count {
            if text[index...].starts(with: secret) {
                output += "***".utf8
                index += secret.count
            } else {
                output.append(text[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}

extension PostgresError {
    /// The refusal of a connection string, by a sentence that repeats nothing of it.
    fileprivate static func malformed(_ reason: String) -> PostgresError {
        PostgresError(
            code: .unableToConnect, message: "the connection string cannot be read: \(reason)",
            connectionFailure: .malformedSettings)
    }
}
