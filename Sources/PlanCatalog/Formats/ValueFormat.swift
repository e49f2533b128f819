/// A form that texts may have. A column whose texts all have one can become a column of that type without loss.
///
/// A text may have several: `2024-01-01` is a date and a timestamp.
package enum ValueFormat: String, Sendable, CaseIterable {
    /// `YYYY-MM-DD`, a day that exists.
    case date
    /// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.f…`.
    case time
    /// A date, or a date and a time with a blank or `T` between them, without a zone.
    case timestamp
    /// A timestamp with `Z` or a numeric offset after it.
    case timestampWithZone = "timestamp_with_zone"
    /// `true`, `false`, `t`, `f`, `yes`, `no`, `y`, `n`, `on`, `off`, `1`, `0`, in any letter case.
    case boolean
    /// An integer of 64 bits in decimal digits.
    case integer
    /// A decimal number, with or without a fraction and an exponent.
    case number
    /// 32 hexadecimal digits, with the usual dashes or none, with braces or none.
    case uuid
    /// A JSON document (RFC 8259).
    case json
    /// A JSON document that PostgreSQL's `jsonb` returns equal: no NUL escape, no repeated key, no number that changes.
    case jsonb
    /// `yyyymmdd`, a day that exists.
    case packedDate = "packed_date"
    /// `yyyymmddhhmmss`, a moment that exists.
    case packedTimestamp = "packed_timestamp"
    /// Pairs of hexadecimal digits, at least one.
    case hex
    /// Base64 with its padding (RFC 4648, section 4), of at least 16 characters: shorter ones are as likely to be words.
    case base64
    /// An address of IPv4 or IPv6, with or without a number of bits.
    case address
}
