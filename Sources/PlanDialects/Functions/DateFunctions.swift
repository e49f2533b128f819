internal import PlanCatalog
internal import PlanSQL

extension FunctionRules {
    /// Functions of <https://sqlite.org/lang_datefunc.html>.
    ///
    /// Dates and times are values of PostgreSQL's own types, which know how SQLite writes them; other formats are texts.
    static let dates: [FunctionRule] = [
        FunctionRule("date", 0...127) { (use) throws(Untranslatable) in
            try use.time(from: 0, .second) { (time, _) in
                let date = time.date ?? time.timestamp.cast(to: .date)
                return TypedExpression(date, PostgresType(.date), .text, timeFormat: .date)
            }
        },
        FunctionRule("time", 0...127) { (use) throws(Untranslatable) in
            try use.time(from: 0, .second) { (time, isFine) in
                let timestamp = isFine ? time.milliseconds : time.wholeSeconds
                return TypedExpression(
                    timestamp.cast(to: .time), PostgresType(.time), .text,
                    timeFormat: isFine ? .text("%H:%M:%f") : .time)
            }
        },
        FunctionRule("datetime", 0...127) { (use) throws(Untranslatable) in
            try use.time(from: 0, .second) { (time, isFine) in
                TypedExpression(
                    isFine ? time.milliseconds : time.wholeSeconds, PostgresType(.timestamp), .text,
                    timeFormat: isFine ? .text("%Y-%m-%d %H:%M:%f") : .dateTime)
            }
        },
        FunctionRule("julianday", 0...127) { (use) throws(Untranslatable) in
            try use.time(from: 0, .millisecond) { (time, _) in
                // SQLite divides the whole milliseconds since the first Julian day.
                let seconds = Expression.call("date_part", .string("epoch"), time.milliseconds)
                let milliseconds = Expression.call("round", seconds.binary(.multiply, .integer(1000)))
                    .binary(.plus, .integer(210_866_760_000_000))
                return TypedExpression(
                    milliseconds.binary(.divide, .integer(86_400_000)), PostgresType(.doublePrecision), .real)
            }
        },
        FunctionRule("unixepoch", 0...127) { (use) throws(Untranslatable) in
            try use.time(from: 0, .second) { (time, isFine) in
                isFine
                    ? TypedExpression(
                        .call("date_part", .string("epoch"), time.milliseconds), PostgresType(.doublePrecision), .real)
                    : TypedExpression(Translator.unixSecond(time.timestamp), PostgresType(.bigint), .integer)
            }
        },
        FunctionRule("strftime", 1...127) { (use) throws(Untranslatable) in try strftime(use) },
        .withoutEqual("timediff", "timediff() counts the months between two times in a way that PostgreSQL does not"),
    ]

    private static func strftime(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        if use.first.isNull { return use.nullText }
        guard let text = use.constantText(0) else { throw use.refuse("the format of strftime() is no constant") }
        guard let format = StrftimeFormat(text) else { return use.nullText }
        return try use.time(from: 1, format.precision) { (time, isFine) throws(Untranslatable) in
            if isFine, format.parts.contains(.field(.unixSecond)) {
                throw use.refuse("'subsec' adds a fraction to %s")
            }
            let isFine = format.precision == .millisecond
            let value: Expression
            switch format.native {
            case nil:
                return try use.translator.text(
                    ofTime: isFine ? time.milliseconds : time.timestamp, format, at: use.range)
            case .date?: value = time.date ?? time.timestamp.cast(to: .date)
            case .time?: value = (isFine ? time.milliseconds : time.wholeSeconds).cast(to: .time)
            case .timestamp?: value = isFine ? time.milliseconds : time.wholeSeconds
            }
            return TypedExpression(value, format.native?.type ?? PostgresType(.text), .text, timeFormat: .text(text))
        }
    }
}

extension FunctionUse {
    var nullText: TypedExpression { TypedExpression(.null, PostgresType(.text), .null, literal: .null) }

    /// Reads a time and its modifiers, and makes a result of it.
    ///
    /// - Parameters:
    ///   - position: where the time stands among the arguments; without one it is the moment of the statement.
    ///   - precision: the finest part of the time that the result shows.
    ///   - result: makes the result of the time, and of whether a fraction of the second is to be shown.
    func time(
        from position: Int, _ precision: TimePrecision,
        _ result: (TimeValue, Bool) throws(Untranslatable) -> TypedExpression
    ) throws(Untranslatable) -> TypedExpression {
        guard position < arguments.count else { return try finished(.now, false, result) }
        guard let modifiers = try modifiers(from: position + 1) else { return nullText }
        let isFine =
            modifiers.contains { $0.isSubsecond }
            || ["subsec", "subsecond"].contains(constantText(position)?.asciiLowercased)
        let isDivided = modifiers.contains { $0.isFraction }
        let finest = isDivided ? .millisecond : isFine ? max(precision, .millisecond) : precision
        let reader = TimeReader(
            translator: translator, range: range, precision: finest,
            isModified: !modifiers.isEmpty || call.name.value.asciiLowercased == "julianday" || isFine)
        var time: TimeValue
        var rest = modifiers[...]
        if case .literal(.currentTimestamp) = call.argumentList[position].kind {
            time = .now
            time.timestamp = time.wholeSeconds
            time.grain = .second
        } else {
            guard let (read, used) = try reader.read(arguments[position], modifiers) else { return nullText }
            (time, rest) = (read, modifiers.dropFirst(used))
        }
        var previous: (TimeModifier, TimeValue)?
        for modifier in rest {
            let start = time
            guard try time.apply(modifier, after: previous, at: range) else { return nullText }
            previous = (modifier, start)
        }
        time.keepInRange()
        return try finished(time, isFine, result)
    }

    private func finished(
        _ time: TimeValue, _ isFine: Bool, _ result: (TimeValue, Bool) throws(Untranslatable) -> TypedExpression
    ) throws(Untranslatable) -> TypedExpression {
        var value = try result(time, isFine)
        value.volatility = max(value.volatility, time.volatility)
        return value
    }

    /// The modifiers; nil if one is none of SQLite's, or NULL.
    private func modifiers(from position: Int) throws(Untranslatable) -> [TimeModifier]? {
        var modifiers: [TimeModifier] = []
        for index in arguments.indices.dropFirst(position) {
            if arguments[index].isNull { return nil }
            var text = constantText(index)
            if case .integer(let digits)? = arguments[index].literal { text = digits }
            if let text {
                guard let modifier = TimeModifier(text) else { return nil }
                modifiers.append(modifier)
                continue
            }
            guard
                let modifier = try TimeModifier(
                    call.argumentList[index],
                    value: { (source) throws(Untranslatable) in try translator.value(source) })
            else { throw Untranslatable("the modifier is no constant", at: arguments[index].range) }
            modifiers.append(modifier)
        }
        return modifiers
    }
}

extension TimeModifier {
    fileprivate var isSubsecond: Bool {
        if case .subsecond = self { return true }
        return false
    }

    /// Whether it moves a time by a part of a second.
    fileprivate var isFraction: Bool {
        if case .shift(_, let milliseconds) = self { return milliseconds % 1000 != 0 }
        return false
    }
}
