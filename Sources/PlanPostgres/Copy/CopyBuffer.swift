/// A growing block of raw memory into which rows are encoded in network byte order.
///
/// Appending allocates nothing once the buffer has grown to its working size: `reset` keeps the memory.
/// Sendable because the value is the only owner of its memory.
/// `@usableFromInline` on the type lets other modules inline its members: `@inlinable` on these alone does not.
@usableFromInline package struct CopyBuffer: ~Copyable, @unchecked Sendable {
    @usableFromInline var memory: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var used: Int

    /// An empty buffer.
    ///
    /// - Parameter capacity: bytes it holds before it grows.
    package init(capacity: Int = 1 << 16) {
        self.capacity = max(capacity, 64)
        memory = .allocate(byteCount: self.capacity, alignment: 16)
        used = 0
    }

    deinit { memory.deallocate() }

    /// How many bytes have been appended.
    @inlinable @inline(__always) package var count: Int { used }

    /// Forgets all bytes and keeps the memory.
    @inlinable package mutating func reset() { used = 0 }

    /// Takes back everything after the first `count` bytes: a row that turned out not to be encodable.
    @inlinable package mutating func truncate(to count: Int) {
        precondition(count >= 0 && count <= used)
        used = count
    }

    /// Lends the bytes appended so far.
    @inlinable package borrowing func withBytes<Value: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(UnsafeRawBufferPointer(start: memory, count: used))
    }
}

// MARK: Appending

extension CopyBuffer {
    /// Appends one byte.
    @inlinable @inline(__always) package mutating func append(_ byte: UInt8) { appendBigEndian(byte) }

    /// Appends two bytes: a field count, a `smallint`.
    @inlinable @inline(__always) package mutating func append(_ value: Int16) { appendBigEndian(value.bigEndian) }

    /// Appends four bytes: a field's length, an `integer`, a `date`.
    @inlinable @inline(__always) package mutating func append(_ value: Int32) { appendBigEndian(value.bigEndian) }

    /// Appends eight bytes: a `bigint`, a `timestamp`.
    @inlinable @inline(__always) package mutating func append(_ value: Int64) { appendBigEndian(value.bigEndian) }

    /// Appends two bytes.
    @inlinable @inline(__always) package mutating func append(_ value: UInt16) { appendBigEndian(value.bigEndian) }

    /// Appends four bytes: the bit pattern of a `real`.
    @inlinable @inline(__always) package mutating func append(_ value: UInt32) { appendBigEndian(value.bigEndian) }

    /// Appends eight bytes: the bit pattern of a `double precision`.
    @inlinable @inline(__always) package mutating func append(_ value: UInt64) { appendBigEndian(value.bigEndian) }

    /// Appends bytes as they are.
    @inlinable @inline(__always) package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        reserve(bytes.count)
        if let start = bytes.baseAddress { (memory + used).copyMemory(from: start, byteCount: bytes.count) }
        used += bytes.count
    }

    /// Appends bytes as they are.
    @inlinable @inline(__always) package mutating func append(_ bytes: borrowing RawSpan) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Appends bytes as they are; for what is not in the hot loop.
    package mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Appends at most `maximum` bytes that `body` writes into the buffer itself; it returns how many it has written.
    @inlinable package mutating func append<Failure: Error>(
        atMost maximum: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        reserve(maximum)
        let written = try body(UnsafeMutableRawBufferPointer(start: memory + used, count: maximum))
        precondition(written >= 0 && written <= maximum)
        used += written
    }

    @inlinable @inline(__always) mutating func appendBigEndian<Value: FixedWidthInteger>(_ value: Value) {
        reserve(MemoryLayout<Value>.size)
        (memory + used).storeBytes(of: value, as: Value.self)
        used += MemoryLayout<Value>.size
    }

    /// Makes room for `additional` bytes after the last.
    @inlinable @inline(__always) mutating func reserve(_ additional: Int) {
        if capacity - used < additional { grow(by: additional) }
    }

    @usableFromInline @inline(never) mutating func grow(by additional: Int) {
        let wanted = max(capacity * 2, used + additional)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
        larger.copyMemory(from: memory, byteCount: used)
        memory.deallocate()
        memory = larger
        capacity = wanted
    }
}

// MARK: Rows and fields of COPY's binary format

extension CopyBuffer {
    /// What stands before the first row.
    package mutating func appendCopyHeader() { append(CopyBinary.header) }

    /// What stands after the last row.
    package mutating func appendCopyTrailer() { append(CopyBinary.trailer) }

    /// A field that is NULL.
    @inlinable @inline(__always) package mutating func appendNull() { append(CopyBinary.nullLength) }

    /// A whole field: its length and its bytes.
    @inlinable @inline(__always) package mutating func appendField(_ bytes: UnsafeRawBufferPointer) {
        append(Int32(bytes.count))
        append(bytes)
    }

    /// Leaves room for a field's length, and gives its place for `endField`.
    @inlinable @inline(__always) package mutating func beginField() -> Int {
        let offset = used
        append(0 as Int32)
        return offset
    }

    /// Writes the length of the field begun at `offset`: everything appended since. Traps beyond `Int32.max` bytes; the
    /// server takes one gigabyte.
    @inlinable @inline(__always) package mutating func endField(_ offset: Int) {
        let length = Int32(used - offset - MemoryLayout<Int32>.size)
        (memory + offset).storeBytes(of: length.bigEndian, as: Int32.self)
    }
}
