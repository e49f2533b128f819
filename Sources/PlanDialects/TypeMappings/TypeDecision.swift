package import PlanCatalog
package import PlanGraph
package import PlanSQL

/// The target type of a column, and how it came about.
package struct TypeDecision: Hashable, Sendable {
    package let type: PostgresType
    package let codec: CodecID
    /// What decided the type.
    package let reason: TypeReason
    /// Why the type that the declaration asks for was not taken; the end of the sentence "column c …".
    package let widenedBecause: String?
    /// The type that was asked for, where another was taken.
    package let wanted: PostgresType?
    /// A codec that reads the column as the declaration wants, where all its values look like it by their size alone. That
    /// is evidence and no proof, so that the plan has to say it.
    package let looksLike: CodecID?

    /// Which values change their kind on the way, because the column holds several: the end of the sentence "column c …".
    package func conversions(_ profile: ColumnProfile?) -> String? {
        guard let profile else { return nil }
        let numbers = profile.integers + profile.reals
        switch codec {
        case .text where numbers > 0: return Self.told(numbers, "number", "text", "text")
        case .blob where numbers > 0:
            return Self.told(numbers, "number", "the bytes of its text", "the bytes of their text")
        case .blob where profile.texts > 0: return Self.told(profile.texts, "text", "its bytes", "their bytes")
        default: return nil
        }
    }

    /// How much of what the column holds the type keeps.
    package func fidelity(_ profile: ColumnProfile?) -> Fidelity {
        switch codec {
        case .julianDay: return .lossy
        case .epochSeconds where profile.map { $0.reals > 0 } == true: return .lossy
        default: return widenedBecause != nil || conversions(profile) != nil ? .widening : .exact
        }
    }

    private static func told(_ count: Int, _ noun: String, _ one: String, _ several: String) -> String {
        count == 1 ? "holds 1 \(noun), which becomes \(one)" : "holds \(count) \(noun)s, which become \(several)"
    }

    package init(
        type: PostgresType, codec: CodecID, reason: TypeReason, widenedBecause: String? = nil,
        wanted: PostgresType? = nil,
        looksLike: CodecID? = nil
    ) {
        self.type = type
        self.codec = codec
        self.reason = reason
        self.widenedBecause = widenedBecause
        self.wanted = wanted
        self.looksLike = looksLike
    }
}

/// Decides the target types of columns by a preset.
package struct TypeDecider: Sendable {
    private let preset: TypePreset
    private let serverVersion: Int
    /// Whether a profile speaks for all rows. Only then may it narrow.
    private let profileIsComplete: Bool

    package init(preset: TypePreset, serverVersion: Int, profileIsComplete: Bool) {
        self.preset = preset
        self.serverVersion = serverVersion
        self.profileIsComplete = profileIsComplete
    }

    /// The best type that holds all that the column holds; nil if that cannot be known because nobody looked.
    ///
    /// - Parameter default: what rows hold that are still to come; a date or time that cannot hold it is not chosen.
    package func decide(
        _ declared: DeclaredType, _ profile: ColumnProfile?, default literal: DefaultLiteral? = nil,
        role: ColumnRole = .ordinary
    ) -> TypeDecision? {
        let row = preset.row(for: declared)
        let reason = reason(row, declared)
        // Narrowing is a promise about every value.
        let evidence = profileIsComplete ? profile : nil
        var candidates = row.mapping.candidates(declared, row.mapping.narrows ? evidence : profile, role: role)
        // A bounded type is a promise about every value.
        if !profileIsComplete, candidates.count > 1 { candidates.removeAll { !$0.modifiers.isEmpty } }
        var firstMisfit: (type: PostgresType, reason: String)?
        for candidate in candidates {
            switch candidate.fit(profile, serverVersion: serverVersion) {
            case .fits where !candidate.holds(literal):
                if firstMisfit == nil {
                    firstMisfit = (candidate, "has a default that is no \(candidate.name.rawValue)")
                }
            case .fits(let codec):
                return TypeDecision(
                    type: candidate, codec: codec, reason: reason, widenedBecause: firstMisfit?.reason,
                    wanted: firstMisfit?.type)
            case .misfit(let reason):
                if firstMisfit == nil { firstMisfit = (candidate, reason) }
            case .noCodec: continue
            }
        }
        guard let profile else {
            return row.mapping.wishes == [.byContent] ? byAffinityAlone(declared, reason) : nil
        }
        let content = byContent(profile, declared, default: literal)
        // The type that was wanted may be the one that holds everything, only not as it is.
        if content.type == firstMisfit?.type { firstMisfit = nil }
        let wantsTime = firstMisfit?.type.family.isTemporal == true
        return TypeDecision(
            type: content.type, codec: content.codec, reason: reason, widenedBecause: firstMisfit?.reason,
            wanted: firstMisfit?.type,
            looksLike: wantsTime ? profile.momentCodec : nil)
    }

    /// The narrowest kind of type that holds what is stored: integers, floating point, exact numbers, text, bytes.
    private func byContent(
        _ profile: ColumnProfile, _ declared: DeclaredType, default literal: DefaultLiteral?
    ) -> (type: PostgresType, codec: CodecID) {
        let isEmpty = profile.nulls == profile.rows
        let ladder: [PostgresTypeName]
        if isEmpty {
            let isText = if case .string? = literal { true } else { false }
            ladder = declared.affinity == .numeric && !isText ? [.numeric] : [.text]
        } else if profile.texts + profile.blobs == 0 {
            ladder = [.bigint, .doublePrecision, .numeric, .text]
        } else {
            ladder = profile.blobs == 0 ? [.text] : [.bytea]
        }
        for name in ladder {
            if case .fits(let codec) = PostgresType(name).fit(profile, serverVersion: serverVersion) {
                return (PostgresType(name), codec)
            }
        }
        // Bytes hold everything: numbers go in as the bytes of their text.
        return (PostgresType(.bytea), .blob)
    }

    private func reason(_ row: TypePreset.Row, _ declared: DeclaredType) -> TypeReason {
        switch row {
        case .named: .row(preset: preset.name, declared: declared.name)
        case .affinity(let affinity, _): .affinity(preset: preset.name, affinity)
        }
    }

    private func byAffinityAlone(_ declared: DeclaredType, _ reason: TypeReason) -> TypeDecision? {
        // NUMERIC affinity holds anything; without a look at it nobody can tell what.
        declared.affinity == .numeric
            ? TypeDecision(type: PostgresType(.numeric), codec: .numeric, reason: reason) : nil
    }
}

extension ColumnProfile {
    /// The codec that reads all values of the column as points in time, going by their size or their digits.
    fileprivate var momentCodec: CodecID? {
        if reals + texts + blobs == 0, !integerFormats.isEmpty { return .packedDigits }
        // Timestamps count to the microsecond.
        return epochUnit.flatMap { $0 == .nanoseconds ? nil : $0.codec }
    }
}

extension ColumnProfile.EpochUnit {
    /// The codec that reads such numbers.
    package var codec: CodecID {
        switch self {
        case .seconds: .epochSeconds
        case .milliseconds: .epochMilliseconds
        case .microseconds: .epochMicroseconds
        case .nanoseconds: .epochNanoseconds
        }
    }
}

extension PostgresType {
    /// Whether a default is of the type, where that is a date or time, or one that is spelled out.
    fileprivate func holds(_ literal: DefaultLiteral?) -> Bool {
        guard let literal, family.isTemporal || !isJudgedByProfile else { return true }
        if case .untranslatable = DefaultTranslation.translate(literal, to: self) { return false }
        return true
    }
}
