internal import CXXHash

/// The XXH3 hash of some bytes, 128 bits wide: two that are equal by chance are not to be expected, two made equal on
/// purpose are. Where somebody could want that, `ContentDigest` is right.
@usableFromInline package struct Hash128: Hashable, Sendable, Comparable {
    @usableFromInline package var high: UInt64
    @usableFromInline package var low: UInt64

    /// The hash that is the neutral element of `+`.
    package static let zero = Hash128(high: 0, low: 0)

    @inlinable package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The hash of `bytes`.
    package init(of bytes: UnsafeRawBufferPointer) {
        let hash = XXH3_128bits(bytes.baseAddress, bytes.count)
        self.init(high: hash.high64, low: hash.low64)
    }

    /// The sum modulo 2^128. That of several hashes does not depend on their order, and unlike an exclusive or it tells
    /// a value that is there twice from one that is not there.
    @inlinable package static func &+= (left: inout Hash128, right: Hash128) {
        let (low, overflow) = left.low.addingReportingOverflow(right.low)
        left.low = low
        left.high = left.high &+ right.high &+ (overflow ? 1 : 0)
    }

    @usableFromInline package static func < (left: Hash128, right: Hash128) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
