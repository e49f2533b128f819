internal import PlanDiagnostics
internal import PlanSQL

/// What a date function makes of its first argument.
struct TimeReader {
    let translator: Translator
    let range: SourceRange
    /// The finest part of the time that is asked for.
    let precision: TimePrecision
    /// Whether modifiers follow, so that SQLite computes with days before it writes anything.
    let isModified: Bool

    /// The time, and how many modifiers have had their say; nil for NULL.
    func read(
        _ value: TypedExpression, _ modifiers: [TimeModifier]
    ) throws(Untranslatable) -> (TimeValue, used: Int)? {
        if value.isNull { return nil }
        if case .string(let text)? = value.literal { return try read(constant: text, modifiers) }
        if value.family.isTemporal, value.storage == .text { return (try read(time: value), 0) }
        if value.family.isNumeric || value.family == .boolean || value.family.isTemporal {
            return try read(number: value, modifiers)
        }
        return try read(text: try translator.asText(value), modifiers)
    }

    // MARK: Constants

    private func read(
        constant text: String, _ modifiers: [TimeModifier]
    ) throws(Untranslatable) -> (TimeValue, used: Int)? {
        switch TimeConstant(text) {
        case nil: return nil
        case .now?, .nowWithFraction?: return (.now, 0)
        case .number(let number)?:
            let value = Expression(.literal(.real("\(abs(number))"))).cast(to: .doublePrecision)
            return try read(
                number: TypedExpression(
                    number < 0 ? Expression(.unary(.minus, value)) : value, PostgresType(.doublePrecision), .real),
                modifiers)
        case .point(let date, let time)?: return (try read(date, time), 0)
        }
    }

    private func read(_ date: TimeConstant.Date?, _ time: TimeConstant.Time?) throws(Untranslatable) -> TimeValue {
        let date = date ?? TimeConstant.Date(isNegative: false, year: 2000, month: 1, day: 1)
        guard date.exists, !date.isNegative else {
            throw Untranslatable("PostgreSQL has no such day", at: range)
        }
        let day = "\(Self.digits(date.year, 4))-\(Self.digits(date.month, 2))-\(Self.digits(date.day, 2))"
        guard let time else {
            return TimeValue(
                Expression.string("\(day) 00:00:00").cast(to: .timestamp), .second, .immutable,
                date: Expression.string(day).cast(to: .date))
        }
        guard time.hour < 24 else {
            throw Untranslatable("what the hour 24 is depends on the version of SQLite", at: range)
        }
        let milliseconds = Int(isModified ? time.milliseconds : time.writtenMilliseconds)
        let isFine = precision == .millisecond && milliseconds % 1000 != 0
        let clock = [time.hour, time.minute, isFine ? milliseconds / 1000 : time.second].map { Self.digits($0, 2) }
        let fraction = isFine ? "." + Self.digits(milliseconds % 1000, 3) : ""
        let grain: TimeValue.Grain = isFine ? .millisecond : .second
        var result = TimeValue(
            Expression.string("\(day) \(clock.joined(separator: ":"))\(fraction)").cast(to: .timestamp), grain,
            .immutable)
        if time.offset != 0 {
            result.timestamp = result.timestamp.binary(.minus, .interval(milliseconds: time.offset * 60_000))
            if date.year == 1 || date.year == 9999 { result.moved(by: 0, -time.offset) }
        }
        return result
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    // MARK: Times of PostgreSQL

    private func read(time value: TypedExpression) throws(Untranslatable) -> TimeValue {
        // A column may be given finer values by PostgreSQL than SQLite has written.
        let format = if case .column = value.expression.kind { StrftimeFormat?.none } else { value.timeFormat?.text }
        let isWhole = format.map { $0.precision < .millisecond } ?? (value.type.modifiers == [0])
        let timestamp: Expression
        switch value.family {
        case .date:
            return TimeValue(value.expression.cast(to: .timestamp), .second, value.volatility, date: value.expression)
        case .time:
            // Without a date SQLite takes this one.
            timestamp = Expression.string("2000-01-01").cast(to: .date).binary(.plus, value.expression)
        case .timestamptz: timestamp = .call("timezone", .string("UTC"), value.expression)
        default: timestamp = value.expression
        }
        let isFine = isWhole || format != nil || value.type.modifiers.first.map { $0 <= 3 } ?? false
        guard precision == .millisecond, !isFine else {
            let grain: TimeValue.Grain = isWhole ? .second : isFine ? .millisecond : .finer
            return TimeValue(timestamp, grain, value.volatility)
        }
        let second = Expression.call("date_part", .string("second"), timestamp)
        let minute = Expression.call("date_trunc", .string("minute"), timestamp)
        return TimeValue(
            minute.binary(.plus, rounded(second).binary(.multiply, .interval("1 second"))), .millisecond,
            value.volatility)
    }

    /// The second of a minute to the millisecond: SQLite's `%f` rounds decimals, its days are computed with doubles.
    func rounded(_ second: Expression) -> Expression {
        let rounded: Expression
        if isModified {
            rounded = Expression.call(
                "floor",
                second.binary(.multiply, .integer(1000)).binary(.plus, Expression(.literal(.real("0.5"))))
            ).binary(.divide, .integer(1000))
        } else {
            rounded = .call("round", second.cast(to: .numeric), .integer(3))
        }
        return .call("least", rounded, Expression(.literal(.real("59.999"))))
    }

    // MARK: Numbers

    /// A Julian day, unless a modifier says what else.
    private func read(
        number value: TypedExpression, _ modifiers: [TimeModifier]
    ) throws(Untranslatable) -> (TimeValue, used: Int)? {
        switch modifiers.first {
        case .unixEpoch?:
            if value.family.isTemporal, value.timeFormat == .unixSeconds, value.storage == .integer {
                let isZoned = value.family == .timestamptz
                let timestamp =
                    isZoned ? Expression.call("timezone", .string("UTC"), value.expression) : value.expression
                return (TimeValue(timestamp.cast(toTimestampOf: value), .second, value.volatility), 1)
            }
            return (unixTime(try translator.number(of: value)), 1)
        case .auto?:
            let number = try translator.number(of: value)
            let (day, second) = (julianDay(number), unixTime(number))
            let isDay = Self.isWithin(number.expression, 0, "5373484.5")
            return (
                TimeValue(.when(isDay, then: day.timestamp, else: second.timestamp), .millisecond, value.volatility), 1
            )
        case .julianDay?: return (julianDay(try translator.number(of: value)), 1)
        case .shift?, .variable?, .startOf?, .weekday?, .localTime?, .utc?, .subsecond?, .ceiling?, .floor?,
            .calendarShift?, nil:
            return (julianDay(try translator.number(of: value)), 0)
        }
    }

    static let epoch = Expression.string("1970-01-01 00:00:00").cast(to: .timestamp)

    /// The milliseconds from the first Julian day to 1970.
    private static let epochInMilliseconds: Int64 = 210_866_760_000_000

    private func unixTime(_ number: TypedExpression) -> TimeValue {
        let isInteger = number.family == .integer
        let timestamp: Expression
        if isInteger {
            timestamp = .call("timezone", .string("UTC"), .call("to_timestamp", number.expression))
        } else {
            timestamp = Self.timestamp(
                number.expression.cast(to: .doublePrecision).binary(.multiply, .integer(1000))
                    .binary(.plus, .integer(Self.epochInMilliseconds)))
        }
        return TimeValue(
            .when(
                Self.isWithin(number.expression, -Self.epochInMilliseconds / 1000, "253402300800"),
                then: TimeValue.failingBeforeFirst(timestamp)), isInteger ? .second : .millisecond, number.volatility)
    }

    private func julianDay(_ number: TypedExpression) -> TimeValue {
        TimeValue(
            .when(
                Self.isWithin(number.expression, 0, "5373484.5"),
                then: TimeValue.failingBeforeFirst(Self.timestamp(ofJulianDay: number.expression))), .millisecond,
            number.volatility)
    }

    static func timestamp(ofJulianDay number: Expression) -> Expression {
        timestamp(number.cast(to: .doublePrecision).binary(.multiply, .integer(86_400_000)))
    }

    /// The point in time of a double of milliseconds since the first Julian day.
    private static func timestamp(_ milliseconds: Expression) -> Expression {
        let whole = Expression.call("floor", milliseconds.binary(.plus, Expression(.literal(.real("0.5")))))
        return epoch.binary(
            .plus,
            whole.binary(.minus, .integer(epochInMilliseconds)).binary(.multiply, .interval("1 millisecond")))
    }

    private static func isWithin(_ number: Expression, _ lowest: Int64, _ end: String) -> Expression {
        number.binary(.greaterOrEqual, .integer(lowest))
            .binary(.and, number.binary(.less, Expression(.literal(.real(end)))))
    }

    // MARK: Texts

    /// A text that may be a time or not, row by row.
    private func read(
        text value: TypedExpression, _ modifiers: [TimeModifier]
    ) throws(Untranslatable) -> (TimeValue, used: Int)? {
        switch modifiers.first {
        case .unixEpoch?, .julianDay?:
            let number = TypedExpression(
                .when(
                    value.expression.binary(.matches, .string(TimeText.number)),
                    then: value.expression.cast(to: .doublePrecision)),
                PostgresType(.doublePrecision), .real, volatility: value.volatility)
            return try read(number: number, modifiers)
        case .auto?:
            throw Untranslatable("the text is a date, a Julian day or a number of seconds, row by row", at: range)
        case .shift?, .variable?, .startOf?, .weekday?, .localTime?, .utc?, .subsecond?, .ceiling?, .floor?,
            .calendarShift?, nil:
            return (TimeText(value: value.expression, reader: self).read(value.volatility), 0)
        }
    }
}

extension Expression {
    /// A date as its midnight; other times as they are.
    fileprivate func cast(toTimestampOf value: TypedExpression) -> Expression {
        value.family == .date ? cast(to: .timestamp) : self
    }
}

extension TimeConstant.Date {
    /// Whether the month has the day.
    fileprivate var exists: Bool {
        let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        let length =
            switch month {
            case 2: isLeap ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        return year >= 1 && day <= length
    }
}
