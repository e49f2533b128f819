/// Why a codec takes a value for invalid. No text, so that it costs nothing until somebody wants to read it.
enum ValueRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The codec takes no values of that storage class.
    case storageClass
    case outOfRange
    case notWhole
    /// The type would hold a neighbouring number.
    case inexact
    case infinity
    case tooManyIntegerDigits(limit: Int)
    case tooManyFractionDigits(limit: Int)
    case notDecimal
    case notUTF8(offset: Int)
    case nul(offset: Int)
    case tooLong(length: Int, limit: Int)
    case tooManyBytes(length: Int, limit: Int)
    case notBoolean
    case notDate, notTime, notTimestamp
    case zone
    case notMidnight
    case subsecond(places: Int)
    case notJSON, changedByJSONB
    case notUUID
    case notHexadecimal, notBase64
    case notInterval, notAddress, notBits, notGeometry, notArray

    /// A word for reject files and reports: one for each kind of reason.
    var code: String {
        switch self {
        case .storageClass: "storage_class"
        case .outOfRange: "out_of_range"
        case .notWhole: "not_whole"
        case .inexact: "inexact"
        case .infinity: "infinity"
        case .tooManyIntegerDigits: "integer_digits"
        case .tooManyFractionDigits: "fraction_digits"
        case .notDecimal: "not_decimal"
        case .notUTF8: "not_utf8"
        case .nul: "nul"
        case .tooLong, .tooManyBytes: "too_long"
        case .notBoolean: "not_boolean"
        case .notDate: "not_date"
        case .notTime: "not_time"
        case .notTimestamp: "not_timestamp"
        case .zone: "zone"
        case .notMidnight: "not_midnight"
        case .subsecond: "subsecond"
        case .notJSON: "not_json"
        case .changedByJSONB: "changed_by_jsonb"
        case .notUUID: "not_uuid"
        case .notHexadecimal: "not_hex"
        case .notBase64: "not_base64"
        case .notInterval: "not_interval"
        case .notAddress: "not_address"
        case .notBits: "not_bits"
        case .notGeometry: "not_geometry"
        case .notArray: "not_array"
        }
    }

    var description: String {
        switch self {
        case .storageClass: "its storage class is not one that the column's codec takes"
        case .outOfRange: "it is out of the type's range"
        case .notWhole: "it is not a whole number"
        case .inexact: "the type cannot hold it exactly"
        case .infinity: "the type has no infinity"
        case .tooManyIntegerDigits(let limit): "it has more than \(max(limit, 0)) digits before the point"
        case .tooManyFractionDigits(let limit): "it has more than \(max(limit, 0)) digits after the point"
        case .notDecimal: "it is not a decimal number"
        case .notUTF8(let offset): "it is not UTF-8 at byte \(offset)"
        case .nul(let offset): "it has a NUL at byte \(offset), which no text of PostgreSQL can hold"
        case .tooLong(let length, let limit): "it has \(length) characters, and the type holds \(limit)"
        case .tooManyBytes(let length, let limit): "it has \(length) bytes, and the type holds \(limit)"
        case .notBoolean: "it is not a truth value"
        case .notDate: "it is not a date YYYY-MM-DD that exists"
        case .notTime: "it is not a time HH:MM:SS"
        case .notTimestamp: "it is not a date and time of ISO 8601"
        case .zone: "it has a time zone, which the type would drop"
        case .notMidnight: "it has a time of day, which the type would drop"
        case .subsecond(let places): "it has more than \(places) decimal places of a second"
        case .notJSON: "it is not JSON"
        case .changedByJSONB: "jsonb would refuse or change it (a NUL, a lone surrogate, a repeated key)"
        case .notUUID: "it is not a UUID"
        case .notHexadecimal: "it is not pairs of hexadecimal digits"
        case .notBase64: "it is not base64"
        case .notInterval: "it is not a span of time"
        case .notAddress: "it is not an address"
        case .notBits: "it is not a string of 0 and 1"
        case .notGeometry: "it is not such a shape"
        case .notArray: "it is not a JSON list of such values"
        }
    }
}
