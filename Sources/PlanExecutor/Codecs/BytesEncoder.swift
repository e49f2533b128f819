internal import PlanPostgres
internal import PlanSQLite

/// Blobs as they are, texts as their bytes, numbers as the bytes of their text.
struct BytesEncoder: Sendable {
    init?(_ type: TargetType) {
        guard type == .bytea else { return nil }
    }

    @inline(__always)
    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        switch cell {
        case .blob(let bytes), .text(let bytes): buffer.appendField(bytes)
        case .integer(let value):
            let field = buffer.beginField()
            IntegerText.append(value, to: &buffer)
            buffer.endField(field)
        case .real(let value):
            let field = buffer.beginField()
            RealText.append(value, to: &buffer)
            buffer.endField(field)
        case .null: throw .storageClass
        }
    }
}
