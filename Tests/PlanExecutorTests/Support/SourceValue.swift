import PlanSQLite

@testable import PlanExecutor

/// A value that owns its bytes, to be lent as SQLite lends its own.
enum SourceValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text([UInt8])
    case blob([UInt8])

    static func text(_ text: String) -> SourceValue { .text(Array(text.utf8)) }

    func withCell<Value, Failure: Error>(_ body: (SQLiteCell) throws(Failure) -> Value) throws(Failure) -> Value {
        switch self {
        case .null: return try body(.null)
        case .integer(let value): return try body(.integer(value))
        case .real(let value): return try body(.real(value))
        case .text(let bytes):
            return try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
                try body(.text(UnsafeRawBufferPointer(bytes)))
            }
        case .blob(let bytes):
            return try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
                try body(.blob(UnsafeRawBufferPointer(bytes)))
            }
        }
    }
}
