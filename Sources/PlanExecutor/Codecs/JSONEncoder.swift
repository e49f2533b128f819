internal import PlanCatalog
internal import PlanPostgres
internal import PlanSQLite

/// Texts that are JSON documents; integers and reals as JSON numbers. A field of `jsonb` has its version, 1, before
/// the text.
struct JSONEncoder: Sendable {
    private enum Kind {
        case json, jsonb
    }

    /// What becomes of blobs.
    enum Blobs {
        case refused
        /// They are SQLite's binary form of JSON.
        case binary
    }

    private let kind: Kind
    private let blobs: Blobs

    init?(_ type: TargetType, blobs: Blobs) {
        self.blobs = blobs
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
            try check(bytes)
            buffer.append(bytes)
        case .integer(let value): IntegerText.append(value, to: &buffer)
        case .real(let value):
            guard value.isFinite else { throw .infinity }
            RealText.append(value, to: &buffer)
        case .blob(let bytes):
            guard case .binary = blobs else { throw .storageClass }
            let document = try JSONBlob(bytes)
            try document.withText { text throws(ValueRefusal) in
                try check(text)
                buffer.append(text)
            }
        case .null: throw .storageClass
        }
        buffer.endField(field)
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
