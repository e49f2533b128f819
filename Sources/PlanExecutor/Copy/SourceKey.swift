internal import PlanSQLite
internal import PlanSupport

/// The values of a row's key, each with its storage class, so that SQLite compares them as it compares the rows.
struct SourceKey: Hashable, Sendable {
    enum Value: Hashable, Sendable {
        case null
        case integer(Int64)
        case real(Double)
        /// As stored; it may be invalid UTF-8.
        case text([UInt8])
        case blob([UInt8])
    }

    let values: [Value]

    init(values: [Value]) { self.values = values }

    /// Columns of the row that the statement stands on.
    init(_ statement: borrowing SQLiteStatement, _ columns: Range<Int>) {
        var values: [Value] = []
        for column in columns {
            switch statement.cell(column) {
            case .null: values.append(.null)
            case .integer(let value): values.append(.integer(value))
            case .real(let value): values.append(.real(value))
            case .text(let bytes): values.append(.text(Array(bytes)))
            case .blob(let bytes): values.append(.blob(Array(bytes)))
            }
        }
        self.values = values
    }

    func bind(_ statement: borrowing SQLiteStatement, from parameter: Int) throws(SQLiteError) {
        for (offset, value) in values.enumerated() {
            let parameter = parameter + offset
            switch value {
            case .null: try statement.bindNull(at: parameter)
            case .integer(let value): try statement.bind(value, at: parameter)
            case .real(let value): try statement.bind(value, at: parameter)
            case .text(let bytes):
                try statement.bind(text: bytes, at: parameter)
            case .blob(let bytes): try statement.bind(blob: bytes, at: parameter)
            }
        }
    }
}

extension SourceKey {
    /// As the ledger keeps it: a JSON array of objects with one member, the storage class. Reals are kept by their bits.
    /// Nothing but ASCII stands in it, since a database may be unable to hold more.
    var text: String {
        let elements: [JSONValue] = values.map { value in
            switch value {
            case .null: .object(["null": .boolean(true)])
            case .integer(let value): .object(["integer": .integer(value)])
            case .real(let value): .object(["real": .string(String(value.bitPattern, radix: 16))])
            case .text(let bytes):
                if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) {
                    .object(["text": .string(String(decoding: bytes, as: UTF8.self))])
                } else {
                    .object(["text_bytes": .string(Hexadecimal.text(of: bytes))])
                }
            case .blob(let bytes): .object(["blob": .string(Hexadecimal.text(of: bytes))])
            }
        }
        return String(decoding: JSONWriter.compact(.array(elements)), as: UTF8.self)
    }

    /// What the ledger kept; nil if it is not such a text.
    init?(text: String) {
        guard case .array(let elements)? = try? JSONParser.parse(Array(text.utf8)) else { return nil }
        var values: [Value] = []
        for element in elements {
            guard case .object(let members) = element, let member = members.first, members.count == 1,
                let value = Value(member)
            else { return nil }
            values.append(value)
        }
        self.values = values
    }
}

extension SourceKey.Value {
    fileprivate init?(_ member: JSONMember) {
        switch (member.key, member.value) {
        case ("null", _): self = .null
        case ("integer", .integer(let value)): self = .integer(value)
        case ("real", .string(let digits)):
            guard let bits = UInt64(digits, radix: 16) else { return nil }
            self = .real(Double(bitPattern: bits))
        case ("text", .string(let text)): self = .text(Array(text.utf8))
        case ("text_bytes", .string(let digits)):
            guard let bytes = Hexadecimal.bytes(of: digits) else { return nil }
            self = .text(bytes)
        case ("blob", .string(let digits)):
            guard let bytes = Hexadecimal.bytes(of: digits) else { return nil }
            self = .blob(bytes)
        default: return nil
        }
    }
}
