internal import CZlib

/// Compresses bytes as RFC 1951 says.
package enum Deflate {
    /// Without any head. O(n) in time.
    package static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        let stream = DeflateStream(.raw)
        bytes.withUnsafeBytes { bytes in
            stream.give(bytes)
            while true {
                let piece = stream.take(.end)
                if piece.isEmpty { return }
                output += piece
            }
        }
        return output
    }
}

/// Compresses bytes that come in pieces, in memory that does not grow with them. Neither a clock nor a name is in what
/// comes out.
struct DeflateStream: ~Copyable {
    enum Format: Int32 {
        case raw = -15
        /// Deflate between the head and the end that RFC 1952 says.
        case gzip = 31
    }

    /// What follows the bytes that were given.
    enum Rest {
        case more
        case end
    }

    /// Where it is must not change: zlib remembers it.
    private let stream: UnsafeMutablePointer<z_stream>
    private let output: UnsafeMutableRawBufferPointer
    private static let pieceSize = 1 << 16
    /// How many bytes may be given at once.
    static let mostBytes = 1 << 30

    init(_ format: Format) {
        output = .allocate(byteCount: Self.pieceSize, alignment: 16)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = plan_deflate_init(stream, Z_DEFAULT_COMPRESSION, format.rawValue)
        precondition(status == Z_OK, "zlib cannot begin: \(status)")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        output.deallocate()
    }

    /// Says what to compress next, which has to stay where it is until `take` gives nothing.
    func give(_ bytes: UnsafeRawBufferPointer) {
        let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
        stream.pointee.avail_in = UInt32(bytes.count)
    }

    /// A piece of the compressed bytes, good until the next call; empty when there are none for now.
    func take(_ rest: Rest) -> UnsafeRawBufferPointer {
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(output.count)
        let status = deflate(stream, rest == .end ? Z_FINISH : Z_NO_FLUSH)
        // Z_BUF_ERROR: there was nothing left to do.
        precondition([Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(status), "zlib cannot go on: \(status)")
        return UnsafeRawBufferPointer(rebasing: output.prefix(output.count - Int(stream.pointee.avail_out)))
    }
}
