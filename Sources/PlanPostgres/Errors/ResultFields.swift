internal import CPostgres

/// The fields of an error or notice, by the letters of the protocol ("Error and Notice Message Fields", section 55.8).
enum ResultFields {
    enum Field: UInt8 {
        case severity = 0x56  // V
        case sqlState = 0x43  // C
        case message = 0x4D  // M
        case detail = 0x44  // D
        case hint = 0x48  // H
        case position = 0x50  // P
        case context = 0x57  // W
        case schema = 0x73  // s
        case table = 0x74  // t
        case column = 0x63  // c
        case dataType = 0x64  // d
        case constraint = 0x6E  // n
    }

    static func text(_ result: OpaquePointer?, _ field: Field) -> String? {
        PQresultErrorField(result, Int32(field.rawValue)).map { String(cString: $0) }
    }
}
