internal import PlanPostgres

/// Reads the fields of a row in COPY's binary form, one after the other.
struct FieldReader {
    private let fields: UnsafeRawBufferPointer
    /// Where the next field's length stands.
    private(set) var offset = 0

    /// - Parameter fields: the row after the number of its fields.
    init(_ fields: UnsafeRawBufferPointer) { self.fields = fields }

    /// The bytes of the next field; nil for NULL.
    mutating func next() -> UnsafeRawBufferPointer? {
        precondition(offset + 4 <= fields.count, "a row has as many fields as it states")
        let length = Int(Int32(bigEndian: fields.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
        offset += 4
        if length == Int(CopyBinary.nullLength) { return nil }
        precondition(length >= 0 && length <= fields.count - offset, "a field is as long as it states")
        defer { offset += length }
        return UnsafeRawBufferPointer(rebasing: fields[offset..<(offset + length)])
    }
}
