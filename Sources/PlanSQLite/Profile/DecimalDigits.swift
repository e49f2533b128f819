internal import PlanCatalog

/// The most digits before and after the decimal point that numbers have in their shortest decimal form: that which has
/// the fewest digits and reads back as the same number.
struct DecimalDigits: Equatable {
    private(set) var integer = 0
    private(set) var fraction = 0

    /// Counts the digits of an integer.
    mutating func add(_ value: Int64) { integer = max(integer, Self.digits(value.magnitude)) }

    /// Counts the digits of a number written as text.
    mutating func add(_ value: NumberText.Decimal) {
        integer = max(integer, value.integerDigits)
        fraction = max(fraction, value.fractionDigits)
    }

    /// Counts the digits of a finite real number.
    mutating func add(_ value: Double) {
        let magnitude = value.magnitude
        guard magnitude < 1e15 else { return addLong(magnitude) }
        let whole = UInt64(magnitude)
        integer = max(integer, Self.digits(whole))
        // As many places as known suffice for most: then nothing changes.
        var places = fraction
        while places < Self.powers.count {
            let power = Self.powers[places]
            let scaled = (magnitude * power).rounded()
            // Below 2^53 the integer is exact, as the power is, so that the quotient is the number that the decimal
            // `scaled / power` reads as (https://www.exploringbinary.com/fast-path-decimal-to-floating-point-conversion).
            guard scaled < 0x1p53 else { break }
            if scaled / power == magnitude {
                fraction = places
                return
            }
            places += 1
        }
        // A shortest form has at most 17 digits.
        if whole > 0, fraction >= 17 - Self.digits(whole) { return }
        addLong(magnitude)
    }

    /// The way for numbers of 16 digits or more, very large and very small ones.
    private mutating func addLong(_ magnitude: Double) {
        // The description is the shortest form by definition.
        var text = magnitude.description
        let shape = text.withUTF8 { NumberText.decimal($0.span) }
        integer = max(integer, shape?.integerDigits ?? 0)
        fraction = max(fraction, shape?.fractionDigits ?? 0)
    }

    private static func digits(_ value: UInt64) -> Int {
        var value = value
        var count = 0
        while value >= 10_000 {
            value /= 10_000
            count += 4
        }
        while value > 0 {
            value /= 10
            count += 1
        }
        return count
    }

    /// The powers of ten that a double holds exactly.
    private static let powers: InlineArray<23, Double> = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
