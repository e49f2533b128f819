/// The frame of COPY's binary format (PostgreSQL documentation, COPY, "Binary Format"): a header, then for each row the
/// number of its fields (Int16) and each field as its length (Int32) and bytes, then a trailer.
@usableFromInline package enum CopyBinary {
    /// The signature (11 bytes), no flags (Int32) and no header extension (Int32).
    package static let header: [UInt8] = [
        0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00,
        0, 0, 0, 0, 0, 0, 0, 0,
    ]

    /// A field count of −1.
    package static let trailer: [UInt8] = [0xFF, 0xFF]

    /// The length that stands for NULL.
    @inlinable package static var nullLength: Int32 { -1 }
}
