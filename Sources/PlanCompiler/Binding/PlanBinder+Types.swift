internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL
internal import PlanSupport

/// The types of columns.
extension PlanBinder {
    mutating func decideType(
        _ column: Column, of table: Table, _ said: ColumnSettings, _ policies: StatedPolicies,
        _ transform: BoundTransform, at place: SourcePlace?
    ) -> TypeDecision? {
        let found = profile?.table(named: table.name)?.column(named: column.name)?.under(policies)
        let declared = DeclaredType(column.declaredType)
        let what = "column \(table.name).\(column.name)"
        if said.changesValues {
            return typeOfChanged(column, of: table, said, policies, transform, what: what, at: place)
        }
        let typeRule = typeRule(for: declared)
        if let stated = said.type ?? typeRule?.to {
            let reason = said.type == nil ? typeRule.map { .rule(pattern: $0.declared.value) } : TypeReason.stated
            return stateType(
                stated, because: reason ?? .stated, decode: said.decode, profile: found, policies, what: what)
        }
        if let decode = said.decode {
            let usual = CodecID(rawValue: decode.value)?.usualType ?? .timestamptz
            return stateType(
                Located(usual.rawValue, at: decode.place), because: .decode, decode: decode, profile: found, policies,
                what: what)
        }
        let decider = TypeDecider(
            preset: document.types.preset.value.preset, serverVersion: document.target.version.value,
            profileIsComplete: profileIsComplete)
        // Where the plan states another default, the source's does not count.
        let literal =
            said.defaultExpression == nil ? column.defaultSQL.flatMap { DefaultLiteral(parsing: $0) } : nil
        guard let decision = decider.decide(declared, found, default: literal, role: role(of: column, in: table)) else {
            diagnostics.add(
                .undecidedType(what: what, keys: ["tables", table.name, "columns", column.name, "type"], at: place))
            return nil
        }
        if let found, let kept = keptType(decision, found, policies) {
            diagnostics.add(
                .refusesSome(
                    what: what, type: kept.type.description, reason: decision.widenedBecause ?? "", policies.effect,
                    at: place))
            return kept
        }
        let keys = ["tables", table.name, "columns", column.name]
        let statements = statements(of: decision, found, keys: keys)
        if let reason = decision.widenedBecause, let wanted = decision.wanted {
            diagnostics.add(
                .widened(
                    policies.severityOfWidening(found),
                    what: what, declared: column.declaredType, wanted: wanted.description, reason: reason,
                    taken: decision.type.description, resolutions: statements, notes: evidence(found, wanted),
                    at: place))
        } else if let conversion = decision.conversions(found) {
            diagnostics.add(
                .converted(
                    what: what, conversion: conversion, resolutions: statements, notes: evidence(found, decision.type),
                    at: place))
        }
        noteRounding(decision, found, declared: column.declaredType, what: what, keys: keys, at: place)
        noteTruthValues(
            decision, found, literal, what: what, keys: keys, at: place)
        return decision
    }

    private func role(of column: Column, in table: Table) -> ColumnRole {
        let isIdentity = table.primaryKey?.identity != nil && table.primaryKey?.columns.first == column.name
        return isIdentity ? .identity : .ordinary
    }

    /// So many digits every double has; a decimal of more may have been rounded by SQLite.
    private static let exactDigits = 15

    /// Tells of decimals that SQLite stores as floating point and that have as many digits as that has.
    private mutating func noteRounding(
        _ decision: TypeDecision, _ found: ColumnProfile?, declared: String, what: String, keys: [String],
        at place: SourcePlace?
    ) {
        guard decision.type.name == .numeric, let found, found.reals > 0,
            let range = found.realRange
        else { return }
        let whole = max(range.lowerBound.magnitude, range.upperBound.magnitude).integerDigits
        guard whole + found.fractionDigits > Self.exactDigits else { return }
        diagnostics.add(
            .storedAsReal(
                found.reals, digits: (whole, found.fractionDigits), what: what, declared: declared,
                taken: decision.type.description, keys: keys + ["type"], at: place))
    }

    /// Tells of a column that holds nothing but 0 and 1 and has a truth value for its default.
    private mutating func noteTruthValues(
        _ decision: TypeDecision, _ found: ColumnProfile?, _ literal: DefaultLiteral?, what: String, keys: [String],
        at place: SourcePlace?
    ) {
        guard case .boolean? = literal, decision.type.name != .boolean, profileIsComplete, let found,
            found.zeroOrOneIntegers + found.nulls == found.rows
        else { return }
        diagnostics.add(.truthValues(what: what, taken: decision.type.description, keys: keys + ["type"], at: place))
    }

    /// Where to look for the values that a type does not hold.
    private func evidence(_ found: ColumnProfile?, _ wanted: PostgresType) -> [Diagnostic.Note] {
        guard let found else { return [] }
        let isBounded = [.varchar, .char].contains(wanted.name)
        let places = found.examples.filter { ($0.oddity == .longest) == isBounded }.map { example in
            "\(example.oddity.words) in rowid \(example.rows.map(String.init).joined(separator: ", "))"
        }
        return places.isEmpty ? [] : [Diagnostic.Note("for example " + places.joined(separator: "; "))]
    }

    /// How the plan can say what a column becomes: as the moment that its numbers count to, where they look like it, or as
    /// the type that was taken for want of it.
    private func statements(of decision: TypeDecision, _ found: ColumnProfile?, keys: [String]) -> [PlanSnippet] {
        let type = decision.type.description
        let effect = "say that \(type) is right"
        // Stated alone, the type refuses numbers; the codec writes them as texts are written.
        let isCodecStated = decision.codec == .blob && found.map { $0.integers + $0.reals > 0 } == true
        let statement =
            isCodecStated
            ? PlanSnippet(keys, "{ type: \(type), decode: \(decision.codec.rawValue) }", effect: effect)
            : PlanSnippet(keys + ["type"], type, effect: effect)
        return [moment(decision, keys: keys), statement].compactMap { $0 }
    }

    /// What reads the numbers of a column as the points in time that they look like. Digits name no zone, so that they
    /// become what the declaration asks for; what counts from 1970 is a moment everywhere.
    private func moment(_ decision: TypeDecision, keys: [String]) -> PlanSnippet? {
        guard let codec = decision.looksLike, let wanted = decision.wanted else { return nil }
        if codec == .packedDigits {
            return PlanSnippet(
                keys, "{ type: \(wanted), decode: \(codec.rawValue) }",
                effect: "read its numbers as the digits of dates, which all of them are")
        }
        return PlanSnippet(
            keys + ["decode"], codec.rawValue,
            effect: "read its numbers as points in time, which then are all between 1973 and 2100")
    }

    /// The type of a column whose values the source or a codec changes. What its profile has counted says nothing about
    /// them, so that the declaration or the plan decides, and the values are looked through before a run.
    mutating func typeOfChanged(
        _ column: Column, of table: Table, _ said: ColumnSettings, _ policies: StatedPolicies,
        _ transform: BoundTransform, what: String, at place: SourcePlace?
    ) -> TypeDecision? {
        let keys = ["tables", table.name, "columns", column.name, "type"]
        let type: PostgresType
        if let stated = said.type {
            guard let parsed = try? PostgresType(parsing: stated.value) else { return nil }
            type = parsed
        } else if let codec = transform.codec {
            type = PostgresType(codec.usualType)
        } else if let decode = said.decode, let codec = CodecID(rawValue: decode.value) {
            type = PostgresType(codec.usualType)
        } else {
            switch transform.result {
            case .text: type = PostgresType(.text)
            case .unknown:
                diagnostics.add(.undecidedChange(what: what, keys: keys, at: said.add?.place ?? place))
                return nil
            case .same:
                let decider = TypeDecider(
                    preset: document.types.preset.value.preset, serverVersion: document.target.version.value,
                    profileIsComplete: false)
                let declared = DeclaredType(column.declaredType)
                if let rule = typeRule(for: declared) {
                    guard let parsed = try? PostgresType(parsing: rule.to.value) else { return nil }
                    type = parsed
                } else if let decision = decider.decide(declared, nil) {
                    type = decision.type
                } else {
                    diagnostics.add(.undecidedChange(what: what, keys: keys, at: place))
                    return nil
                }
            }
        }
        let reason: TypeReason = said.type == nil ? .changed : .stated
        let place = said.type?.place ?? said.transform?.last?.place ?? place
        if let codec = transform.codec?.codec ?? said.decode.flatMap({ CodecID(rawValue: $0.value) }) {
            guard type.accepts(codec) else {
                diagnostics.add(.codecDoesNotMake(codec.rawValue, type: type.description, at: place))
                return nil
            }
            return TypeDecision(type: type, codec: codec, reason: reason)
        }
        guard let codec = type.generalCodec else {
            if let stated = said.type { diagnostics.add(.noCodec(stated, type: type.description)) }
            return nil
        }
        return TypeDecision(type: type, codec: codec, reason: reason)
    }

    /// The first rule of `types.map` that matches a declaration.
    private func typeRule(for declared: DeclaredType) -> TypeRule? {
        document.types.map.first { declared.matches(pattern: $0.declared.value) }
    }

    /// A type that the plan states must hold what the column holds.
    private mutating func stateType(
        _ stated: Located<String>, because reason: TypeReason, decode: Located<String>?, profile: ColumnProfile?,
        _ policies: StatedPolicies, what: String
    ) -> TypeDecision? {
        // What does not exist was told by the check of the whole document.
        guard let type = try? PostgresType(parsing: stated.value) else { return nil }
        if let decode {
            guard let codec = CodecID(rawValue: decode.value) else { return nil }
            guard type.accepts(codec) else {
                diagnostics.add(.codecDoesNotFit(decode, type: type.description))
                return nil
            }
            return TypeDecision(type: type, codec: codec, reason: reason)
        }
        // Counted by the declared type's form, which says nothing about another.
        var profile = profile
        profile?.textsOfOtherForm = 0
        switch type.fit(profile, serverVersion: document.target.version.value) {
        case .fits(let codec):
            return TypeDecision(type: type, codec: profile == nil ? type.generalCodec ?? codec : codec, reason: reason)
        case .misfit(let misfit):
            if policies.keepsType, let profile, let codec = type.codec(forSomeOf: profile) ?? type.generalCodec {
                diagnostics.add(
                    .refusesSome(
                        what: what, type: type.description, reason: misfit, policies.effect, at: stated.place))
                return TypeDecision(type: type, codec: codec, reason: reason)
            }
            diagnostics.add(.typeDoesNotHold(stated, type: type.description, what: what, reason: misfit))
            return nil
        case .noCodec:
            diagnostics.add(.noCodec(stated, type: type.description))
            return nil
        }
    }
}

extension TypeSettings.Preset {
    fileprivate var preset: TypePreset {
        switch self {
        case .exact: SQLiteToPostgres.exact
        case .compact: SQLiteToPostgres.compact
        case .supabase: SQLiteToPostgres.supabase
        }
    }
}

extension Oddity {
    fileprivate var words: String {
        switch self {
        case .null: "NULL"
        case .integer: "an integer"
        case .real: "a real number"
        case .text: "a text"
        case .blob: "a blob"
        case .fraction: "a fraction"
        case .infinite: "an infinity"
        case .otherInteger: "another integer than 0 and 1"
        case .otherForm: "a text of another form"
        case .nul: "a NUL"
        case .invalidUTF8: "invalid UTF-8"
        case .longest: "the longest text"
        }
    }
}

extension Double {
    /// The digits before the decimal point of a finite magnitude.
    fileprivate var integerDigits: Int {
        var (rest, digits) = (self, 0)
        while rest >= 1 {
            rest /= 10
            digits += 1
        }
        return digits
    }
}
