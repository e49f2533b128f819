/// Counts different values up to a bound, by hashes of 64 bits.
///
/// Two of a hundred values have equal hashes in one of 10^15 columns.
struct DistinctCounter {
    /// More values than this are not counted.
    static let bound = 100
    private static let mask = 255

    /// Open addressing; zero is an empty slot.
    private var slots: [UInt64] = []
    private var last: UInt64 = 0
    private var count = 0
    private(set) var isOpen = true

    /// How many there were; nil if more than the bound.
    var distinct: Int? { isOpen ? count : nil }

    mutating func add(_ value: Int64) { insert(Self.mixed(UInt64(bitPattern: value) &+ 0x9E37_79B9_7F4A_7C15)) }

    mutating func add(_ value: Double) { insert(Self.mixed(value.bitPattern ^ 0xC2B2_AE3D_27D4_EB4F)) }

    mutating func add(_ text: UnsafeRawBufferPointer) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: text.count)
        var index = 0
        while index &+ 8 <= text.count {
            hash = Self.mixed(hash ^ text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index &+= 8
        }
        while index < text.count {
            hash = (hash ^ UInt64(text[index])) &* 0x0000_0100_0000_01B3
            index &+= 1
        }
        insert(Self.mixed(hash))
    }

    /// Values that are not looked at may be different ones.
    mutating func close() {
        isOpen = false
        slots = []
    }

    private mutating func insert(_ hash: UInt64) {
        if hash == last { return }
        last = hash
        if slots.isEmpty { slots = [UInt64](repeating: 0, count: Self.mask + 1) }
        let stored = hash == 0 ? 1 : hash
        var place = Int(truncatingIfNeeded: stored) & Self.mask
        while slots[place] != 0 {
            if slots[place] == stored { return }
            place = (place &+ 1) & Self.mask
        }
        guard count < Self.bound else { return close() }
        slots[place] = stored
        count &+= 1
    }

    /// The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
    private static func mixed(_ value: UInt64) -> UInt64 {
        var result = value
        result = (result ^ (result >> 30)) &* 0xBF58_476D_1CE4_E5B9
        result = (result ^ (result >> 27)) &* 0x94D0_49BB_1331_11EB
        return result ^ (result >> 31)
    }
}
