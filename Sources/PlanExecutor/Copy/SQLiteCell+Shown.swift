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

    /// The value as SQL would write it, on one line, shortened.
    var shown: String {
        switch self {
        case .null: return "NULL"
        case .integer(let value): return String(value)
        case .real(let value): return RealText.string(value)
        case .text(let bytes):
            let limit = 60
            let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
            var shown = ""
            for scalar in text.unicodeScalars {
                shown += scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(scalar)
            }
            return "'\(shown)'" + (bytes.count > limit ? "… (\(bytes.count) bytes)" : "")
        case .blob(let bytes):
            let limit = 16
            let digits = Hexadecimal.text(of: bytes.prefix(limit))
            return "x'\(digits)'" + (bytes.count > limit ? "… (\(bytes.count) bytes)" : "")
        }
    }
}
