internal import PlanDiagnostics
internal import PlanSQL

extension TimeValue {
    /// The value that a modifier makes of it; nil for NULL.
    ///
    /// - Parameters:
    ///   - previous: the modifier before, and the value that it was applied to.
    mutating func apply(
        _ modifier: TimeModifier, after previous: (TimeModifier, TimeValue)?, at range: SourceRange
    ) throws(Untranslatable) -> Bool {
        switch modifier {
        case .shift(let months, let milliseconds): try shift(months, milliseconds, at: range)
        case .variable(let count, let sign, let unit): shift(count, sign, unit)
        case .startOf(let unit):
            if let date, unit == .day {
                self = TimeValue(timestamp, .second, volatility, date: date)
                return true
            }
            keepInRange()
            date = nil
            timestamp = .call("date_trunc", .string(unit.rawValue), timestamp)
            (grain, isStartOfMonth) = (.second, unit != .day)
        case .weekday(let day):
            keepInRange()
            // Days until the weekday comes, none if it is that day.
            let dayOfWeek = Expression.call("date_part", .string("dow"), timestamp).cast(to: .integer)
            let days = Expression.integer(day + 7).binary(.minus, dayOfWeek).binary(.remainder, .integer(7))
            timestamp = timestamp.binary(.plus, days.binary(.multiply, .interval("1 day")))
            moved(by: 0, 1)
            (date, isStartOfMonth) = (nil, false)
        case .unixEpoch, .julianDay, .auto:
            // They mean something directly after a number only.
            return false
        case .localTime: try toLocalTime(at: range)
        case .utc:
            throw Untranslatable("what 'utc' makes of a time in UTC depends on the version of SQLite", at: range)
        case .subsecond: break
        case .ceiling, .floor:
            guard case (.shift(let months, 0), let start)? = previous, months != 0 else {
                throw Untranslatable("'ceiling' and 'floor' stand after other than months or years", at: range)
            }
            if case .floor = modifier {
                // Without a day of that number the last one of the month, as PostgreSQL has it.
                timestamp = start.timestamp.binary(.plus, .interval(months: months))
            }
        case .calendarShift:
            throw Untranslatable("'±YYYY-MM-DD' means NULL to earlier versions of SQLite", at: range)
        }
        return true
    }

    private mutating func shift(
        _ months: Int64, _ milliseconds: Int64, at range: SourceRange
    ) throws(Untranslatable) {
        guard abs(milliseconds) < 464_269_060_800_000 else {
            throw Untranslatable("the modifier leaves the years that SQLite knows", at: range)
        }
        if months != 0 {
            keepInRange()
            addMonths(.interval(months: months))
            moved(by: months, 0)
            // The calendar ends here, whatever follows.
            if milliseconds == 0 { keepInRange() }
        }
        if milliseconds % 1000 != 0 {
            // What is finer does not count, and must not add up to a millisecond.
            timestamp = self.milliseconds
            grain = .millisecond
        }
        if milliseconds != 0 {
            timestamp = timestamp.binary(.plus, .interval(milliseconds: milliseconds))
            isStartOfMonth = false
        }
        date = nil
        moved(by: 0, milliseconds)
    }

    /// Moves by months as SQLite does: a day that the month does not have is one of the next month.
    private mutating func addMonths(_ months: Expression) {
        guard !isStartOfMonth else {
            timestamp = timestamp.binary(.plus, months)
            return
        }
        let start = Expression.call("date_trunc", .string("month"), timestamp)
        timestamp = start.binary(.plus, months).binary(.plus, timestamp.binary(.minus, start))
    }

    private mutating func shift(_ count: TypedExpression, _ sign: TimeModifier.Sign, _ unit: TimeModifier.Unit) {
        keepInRange()
        let limit = Expression.integer(unit.limit - 1)
        let lowest: Expression
        switch sign {
        case .none: lowest = .integer(1 - unit.limit)
        // Before a negative number the sign would be a second one, which is no number.
        case .plus, .minus: lowest = .integer(0)
        }
        let interval = count.expression.binary(.multiply, .interval("1 \(unit.rawValue)"))
        let start = timestamp
        switch (unit, sign) {
        case (.month, .none), (.month, .plus), (.year, .none), (.year, .plus): addMonths(interval)
        case (.month, .minus), (.year, .minus):
            addMonths(Expression(.unary(.minus, count.expression)).binary(.multiply, .interval("1 \(unit.rawValue)")))
        case (_, .none), (_, .plus): timestamp = start.binary(.plus, interval)
        case (_, .minus): timestamp = start.binary(.minus, interval)
        }
        timestamp = .when(
            Expression(.between(Between(operand: count.expression, lower: lowest, upper: limit))), then: timestamp)
        volatility = max(volatility, count.volatility)
        (date, isStartOfMonth) = (nil, false)
        movedAnywhere()
    }

    /// Takes the time of the machine for that of the session, which PostgreSQL has instead.
    private mutating func toLocalTime(at range: SourceRange) throws(Untranslatable) {
        guard isNearNow else {
            throw Untranslatable(
                "SQLite moves the time by the zone of the machine that it runs on, with rules of its own before 1970 and"
                    + " after 2037", at: range)
        }
        let moment: Expression
        if timestamp == TimeValue.now.timestamp {
            moment = Expression(.literal(.currentTimestamp))
        } else {
            moment = .call("timezone", .string("UTC"), timestamp)
        }
        self = TimeValue(moment.cast(to: .timestamp), grain, .stable)
    }
}
