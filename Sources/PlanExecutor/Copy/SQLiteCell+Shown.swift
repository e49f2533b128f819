internal import PlanSQLite
internal import PlanSupport

extension SQLiteCell {
    /// The storage class's name.
    var className: String {
        switch self {
        case .null: "null"
        case .integer: "integer"
        case .real: "real"
        case .text: "text"
        case .blob: "blob"
        }
    }

    /// The value as SQLite's SQL writes it, whole up to many bytes.
    var literal: String {
        let limit = 1 << 16
        switch self {
        case .null: return "NULL"
        case .integer(let value): return String(value)
        case .real(let value):
            if value.isInfinite { return value < 0 ? "-9e999" : "9e999" }
            return RealText.string(value)
        case .text(let bytes):
            let rest = bytes.count > limit ? "… (\(bytes.count) bytes)" : ""
            guard !bytes.contains(0), let text = String(validating: bytes.prefix(limit), as: UTF8.self) else {
                return "CAST(x'\(Hexadecimal.text(of: bytes.prefix(limit)))' AS TEXT)\(rest)"
            }
            return "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'\(rest)"
        case .blob(let bytes):
            let rest = bytes.count > limit ? "… (\(bytes.count) bytes)" : ""
            return "x'\(Hexadecimal.text(of: bytes.prefix(limit)))'\(rest)"
        }
    }

    /// The value as SQL would write it, on one line, shortened.
    var shown: String {
        switch self {
        case .null: return "NULL"
        case .integer(let value): return String(value)
        case .real(let value): return RealText.string(value)
        case .text(let bytes):
            var limit = 60
            // A character that is cut through would look like damage.
            while limit > 57, limit < bytes.count, bytes[limit] & 0xC0 == 0x80 { limit -= 1 }
            let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
            var shown = ""
            for scalar in text.unicodeScalars {
                switch scalar.properties.generalCategory {
                case .control: shown += scalar.escaped(asASCII: true)
                default: shown += scalar == "'" ? "''" : String(scalar)
                }
            }
            return "'\(shown)'" + (bytes.count > limit ? "… (\(bytes.count) bytes)" : "")
        case .blob(let bytes):
            let limit = 16
            let digits = Hexadecimal.text(of: bytes.prefix(limit))
            return "x'\(digits)'" + (bytes.count > limit ? "… (\(bytes.count) bytes)" : "")
        }
    }
}
