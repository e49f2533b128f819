internal import PlanCatalog
internal import PlanPostgres
internal import PlanSQLite

/// Texts that are JSON documents, or as JSON strings; integers and reals as JSON numbers. A field of `jsonb` has its version,
/// 1, before the text.
struct JSONEncoder: Sendable {
    private enum Kind {
        case json, jsonb
    }

    /// What texts and blobs are.
    enum Reading {
        /// Texts are documents; blobs are refused.
        case documents
        /// Blobs are SQLite's binary form of JSON, texts documents.
        case binary
        /// Texts are values; blobs are refused.
        case values
    }

    private let kind: Kind
    private let reading: Reading

    init?(_ type: TargetType, reading: Reading) {
        self.reading = reading
        switch type {
        case .json: kind = .json
        case .jsonb: kind = .jsonb
        case .smallint, .integer, .bigint, .real, .doublePrecision, .numeric, .text, .limitedText, .name, .bytea,
            .boolean, .date, .time, .timestamp, .timestampWithTimeZone, .uuid, .spelled:
            return nil
        }
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        let field = buffer.beginField()
        switch kind {
        case .json: break
        case .jsonb: buffer.append(1 as UInt8)
        }
        switch cell {
        case .text(let bytes):
            switch reading {
            case .documents, .binary:
                try check(bytes)
                buffer.append(bytes)
            case .values:
                _ = try UTF8Text.check(bytes)
                Self.append(string: bytes, to: &buffer)
            }
        case .integer(let value): IntegerText.append(value, to: &buffer)
        case .real(let value):
            guard value.isFinite else { throw .infinity }
            RealText.append(value, to: &buffer)
        case .blob(let bytes):
            guard case .binary = reading else { throw .storageClass }
            let document = try JSONBlob(bytes)
            try document.withText { text throws(ValueRefusal) in
                try check(text)
                buffer.append(text)
            }
        case .null: throw .storageClass
        }
        buffer.endField(field)
    }

    /// A text in quotes, with the escapes that JSON asks for.
    private static func append(string bytes: UnsafeRawBufferPointer, to buffer: inout CopyBuffer) {
        buffer.append(UInt8(ascii: "\""))
        var start = 0
        for index in bytes.indices {
            let byte = bytes[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            buffer.append(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
            start = index + 1
            if byte < 0x20 {
                buffer.append(Array("\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8))
            } else {
                buffer.append([UInt8(ascii: "\\"), byte])
            }
        }
        buffer.append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        buffer.append(UInt8(ascii: "\""))
    }

    private func check(_ bytes: UnsafeRawBufferPointer) throws(ValueRefusal) {
        _ = try UTF8Text.check(bytes)
        switch (JSONText.kind(of: bytes.bindMemory(to: UInt8.self).span), kind) {
        case (.notJSON, _): throw .notJSON
        case (.onlyJSON, .jsonb): throw .changedByJSONB
        case (.onlyJSON, .json), (.jsonb, _): break
        }
    }
}
