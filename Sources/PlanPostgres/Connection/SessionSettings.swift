internal import CPostgres
internal import PlanSupport

/// The settings every session starts with. They are set by one statement and not as startup options, which connection
/// poolers refuse.
enum SessionSettings {
    private static let common: [(name: String, value: String)] = [
        ("TimeZone", "UTC"),
        ("DateStyle", "ISO, YMD"),
        ("IntervalStyle", "iso_8601"),
        ("bytea_output", "hex"),
        // From version 12 on, 1 writes the shortest text that reads back as the same number.
        ("extra_float_digits", "1"),
        ("standard_conforming_strings", "on"),
        ("client_min_messages", "warning"),
    ]

    /// Applies them, and the access mode, to a session just opened.
    static func apply(to handle: OpaquePointer, permission: AccessPermission) throws(PostgresError) {
        let encoding = PQparameterStatus(handle, "client_encoding").map { String(cString: $0) }
        guard encoding == "UTF8" else {
            throw PostgresError(
                code: .featureNotSupported, message: "the server does not speak UTF8 but \(encoding ?? "no encoding")",
                connectionFailure: .other)
        }
        let readOnly =
            switch permission {
            case .read: "on"
            case .readAndWrite: "off"
            }
        let settings = common + [("default_transaction_read_only", readOnly)]
        let sql = settings.map { "SET \($0.name) = '\($0.value)'" }.joined(separator: "; ")
        _ = try StatementRun(handle, sql: sql).simple()
    }
}
