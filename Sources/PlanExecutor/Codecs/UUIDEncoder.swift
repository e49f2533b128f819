internal import PlanCatalog
internal import PlanPostgres
internal import PlanSQLite

/// UUIDs as text or as sixteen bytes; the field is the bytes.
struct UUIDEncoder: Sendable {
    enum Form {
        case text, blob
    }

    private let form: Form

    init?(_ type: TargetType, form: Form) {
        guard type == .uuid else { return nil }
        self.form = form
    }

    @inline(__always)
    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        switch (cell, form) {
        case (.text(let bytes), .text):
            guard let (high, low) = UUIDText.parse(bytes.bindMemory(to: UInt8.self).span) else { throw .notUUID }
            buffer.append(16 as Int32)
            buffer.append(high)
            buffer.append(low)
        case (.blob(let bytes), .blob):
            guard bytes.count == 16 else { throw .notUUID }
            buffer.appendField(bytes)
        case (.text, .blob), (.blob, .text), (.integer, _), (.real, _), (.null, _): throw .storageClass
        }
    }
}
