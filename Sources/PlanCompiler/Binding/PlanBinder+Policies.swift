internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

/// The policies that hold for a column's values: each from the nearest level that states one.
struct StatedPolicies {
    let invalid: ValuePolicies.InvalidPolicy?
    let nul: ValuePolicies.NULPolicy?
    let encoding: ValuePolicies.EncodingPolicy?

    /// - Parameter levels: the nearest first.
    init(_ levels: [ValuePolicies]) {
        invalid = levels.lazy.compactMap { $0.invalid?.value }.first
        nul = levels.lazy.compactMap { $0.nul?.value }.first
        encoding = levels.lazy.compactMap { $0.encoding?.value }.first
    }

    /// Whether a column keeps its type though some of its values are none of it.
    var keepsType: Bool { invalid == .reject || invalid == .null }

    /// What becomes of such values, as the end of a sentence.
    var effect: String { invalid == .null ? "they become NULL" : "their rows are set aside" }

    /// Widening holds every value, so that it is a warning; where the plan itself says that such values fail, an error.
    func severityOfWidening(_ found: ColumnProfile?) -> Diagnostic.Severity {
        let nul = self.nul == .fail && (found?.textsWithNUL ?? 0) > 0
        let encoding = self.encoding == .fail && (found?.textsInvalidUTF8 ?? 0) > 0
        return invalid == .fail || nul || encoding ? .error : .warning
    }
}

extension ColumnProfile {
    /// What the column holds as far as it must be held: texts that a policy repairs or sets aside do not count.
    func under(_ policies: StatedPolicies) -> ColumnProfile {
        var profile = self
        if let nul = policies.nul, nul != .fail { profile.textsWithNUL = 0 }
        if let encoding = policies.encoding, encoding != .fail { profile.textsInvalidUTF8 = 0 }
        return profile
    }
}

extension ColumnSettings {
    /// Whether other values arrive than the column holds.
    var changesValues: Bool { map != nil || transform != nil || add != nil }
}

extension PlanBinder {
    func statedPolicies(_ said: ColumnSettings, of table: Table) -> StatedPolicies {
        StatedPolicies([said.values, entry(for: table)?.settings.values ?? ValuePolicies(), document.values])
    }

    /// What happens to refused values where a column says nothing.
    func tableInvalidPolicy(_ table: Table) -> CopyInstruction.InvalidValuePolicy {
        StatedPolicies([entry(for: table)?.settings.values ?? ValuePolicies(), document.values]).bound.invalid
    }

    /// The policies of a column as the graph has them. A column that takes no NULL fails where others become NULL.
    mutating func bindPolicies(
        _ policies: StatedPolicies, _ column: Column, of table: Table, _ said: ColumnSettings
    ) -> BoundPolicies {
        var bound = policies.bound
        let isKey = table.primaryKey?.columns.contains { $0.isSameName(as: column.name) } ?? false
        if bound.invalid == .null, column.isNotNull || isKey {
            bound.invalid = .fail
            if let stated = said.values.invalid {
                diagnostics.add(.nullForNotNull(stated.place, column: column.name, table: table.name))
            }
        }
        return bound
    }

    /// Whether all values were looked at and fit, so that nothing has to be looked for before a run.
    func isProven(_ decision: TypeDecision, _ column: Column, of table: Table, _ said: ColumnSettings) -> Bool {
        // Bytes hold everything.
        if decision.codec == .blob { return true }
        guard profileIsComplete, !said.changesValues, said.decode == nil, !decision.type.cutsSeconds,
            decision.type.isJudgedByProfile,
            let found = profile?.table(named: table.name)?.column(named: column.name)
        else { return false }
        return decision.type.fit(found, serverVersion: document.target.version.value) == .fits(decision.codec)
    }

    /// The type that the declaration asks for, where a policy says what becomes of the values that are none of it and
    /// there are others.
    func keptType(_ decision: TypeDecision, _ found: ColumnProfile, _ policies: StatedPolicies) -> TypeDecision? {
        guard policies.keepsType, let wanted = decision.wanted,
            case .misfit = wanted.fit(found, serverVersion: document.target.version.value),
            let codec = wanted.codec(forSomeOf: found)
        else { return nil }
        return TypeDecision(type: wanted, codec: codec, reason: decision.reason)
    }

    /// `CASE` over the texts of a column's values.
    func mapping(_ entries: [ValueMapping], of value: String, to type: PostgresType) -> String {
        let cases = entries.map { entry in
            "WHEN \(QuotedLiteral(entry.from.value)) THEN \(entry.to.value.sourceSQL(for: type))"
        }
        // A collation of the column's own would take other texts for equal.
        return "CASE CAST(\(value) AS TEXT) COLLATE BINARY \(cases.joined(separator: " ")) ELSE \(value) END"
    }
}

extension PlanScalar {
    /// The value in SQLite's SQL; truth values are words only where the type is one of texts.
    fileprivate func sourceSQL(for type: PostgresType) -> String {
        switch self {
        case .null: "NULL"
        case .boolean(let flag):
            [.text, .varchar, .char, .citext].contains(type.name) ? (flag ? "'true'" : "'false'") : (flag ? "1" : "0")
        case .integer(let number): String(number)
        case .decimal(let number): number
        case .string(let text): QuotedLiteral(text).description
        }
    }
}

extension StatedPolicies {
    /// The same for the graph.
    fileprivate var bound: BoundPolicies {
        var bound = BoundPolicies()
        switch invalid {
        case .fail?, nil: break
        case .reject?: bound.invalid = .reject
        case .null?: bound.invalid = .null
        }
        switch nul {
        case .fail?, nil: break
        case .strip?: bound.nul = .strip
        case .reject?: bound.nul = .reject
        }
        switch encoding {
        case .fail?, nil: break
        case .replace?: bound.encoding = .replace
        case .latin1?: bound.encoding = .latin1
        case .reject?: bound.encoding = .reject
        }
        return bound
    }
}

extension PostgresType {
    /// Whether it keeps fewer decimal places of a second than texts may have.
    fileprivate var cutsSeconds: Bool {
        [.time, .timetz, .timestamp, .timestamptz].contains(name) && !modifiers.isEmpty
    }
}
