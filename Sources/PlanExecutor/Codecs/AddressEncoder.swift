internal import Glibc
internal import PlanPostgres
internal import PlanSQLite

/// Addresses of networks and their cards as texts.
///
/// The field of an `inet` or `cidr` is its family, the bits of the network's part, whether it is a `cidr`, the number of
/// bytes, and the bytes; that of a `macaddr` or `macaddr8` is the bytes.
struct AddressEncoder: Sendable {
    private enum Kind {
        case inet, cidr
        case card(bytes: Int)
    }

    private let kind: Kind

    init?(_ type: TargetType) {
        switch type {
        case .spelled(.inet): kind = .inet
        case .spelled(.cidr): kind = .cidr
        case .spelled(.macaddr(let bytes)): kind = .card(bytes: bytes)
        default: return nil
        }
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        guard case .text(let bytes) = cell else { throw .storageClass }
        switch kind {
        case .inet: try Self.network(bytes, isBlock: false, into: &buffer)
        case .cidr: try Self.network(bytes, isBlock: true, into: &buffer)
        case .card(let count): try Self.card(bytes, count: count, into: &buffer)
        }
    }

    /// An address of IPv4 or IPv6 whole, with `/n` or not. The host's bits of a block must be zero.
    private static func network(
        _ text: UnsafeRawBufferPointer, isBlock: Bool, into buffer: inout CopyBuffer
    ) throws(ValueRefusal) {
        let slash = text.firstIndex(of: UInt8(ascii: "/"))
        let address = Array(text[..<(slash ?? text.endIndex)])
        guard !address.contains(0), !address.isEmpty else { throw .notAddress }
        let isSix = address.contains(UInt8(ascii: ":"))
        var bytes = [UInt8](repeating: 0, count: isSix ? 16 : 4)
        let terminated = address.map { CChar(bitPattern: $0) } + [0]
        guard inet_pton(isSix ? AF_INET6 : AF_INET, terminated, &bytes) == 1 else { throw .notAddress }
        var bits = bytes.count * 8
        if let slash {
            let digits = text[(slash + 1)...]
            guard (1...3).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else {
                throw .notAddress
            }
            let stated = digits.reduce(0) { $0 * 10 + Int($1) - 48 }
            guard stated <= bits else { throw .notAddress }
            bits = stated
        }
        if isBlock {
            for place in bits..<bytes.count * 8 where bytes[place / 8] >> (7 - place % 8) & 1 == 1 { throw .notAddress }
        }
        buffer.append(Int32(4 + bytes.count))
        // PGSQL_AF_INET and PGSQL_AF_INET6, whatever the system's numbers are.
        buffer.append(isSix ? 3 : 2 as UInt8)
        buffer.append(UInt8(bits))
        buffer.append(isBlock ? 1 : 0 as UInt8)
        buffer.append(UInt8(bytes.count))
        buffer.append(bytes)
    }

    /// Hexadecimal digits, with `:`, `-` or `.` between groups or not. Six bytes in the place of eight are the outer ones.
    private static func card(
        _ text: UnsafeRawBufferPointer, count: Int, into buffer: inout CopyBuffer
    ) throws(ValueRefusal) {
        var digits: [UInt8] = []
        for byte in text {
            switch byte {
            case 48...57: digits.append(byte - 48)
            case 65...70: digits.append(byte - 55)
            case 97...102: digits.append(byte - 87)
            case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."):
                guard !digits.isEmpty, digits.count % 2 == 0 else { throw .notAddress }
            default: throw .notAddress
            }
        }
        var bytes = stride(from: 0, to: digits.count - digits.count % 2, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        if count == 8, digits.count == 12 { bytes = Array(bytes[..<3]) + [0xFF, 0xFE] + Array(bytes[3...]) }
        guard bytes.count == count, digits.count % 2 == 0, text.last.map({ $0 != 58 && $0 != 45 && $0 != 46 }) == true
        else {
            throw .notAddress
        }
        buffer.append(Int32(count))
        buffer.append(bytes)
    }
}
