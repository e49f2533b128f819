internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

extension PlanBinder {
    /// The columns of the source that the target has too, by name.
    mutating func bindExistingColumns(
        _ table: Table, _ settings: TableSettings, _ tableText: TableText?, _ existing: Table
    ) -> [BoundColumn] {
        var columns: [BoundColumn] = []
        var taken: [String: String] = [:]
        func said(_ name: String) -> ColumnSettings {
            settings.columns.first { $0.name.value.isSameName(as: name) }?.settings ?? ColumnSettings()
        }
        let added = settings.columns.filter { $0.settings.add != nil && table.column(named: $0.name.value) == nil }.map
        {
            Column(name: $0.name.value, declaredType: "")
        }
        for column in table.columns.filter({ !$0.isHidden }) + added {
            let said = said(column.name)
            if said.drop.value { continue }
            guard let bound = bindExistingColumn(column, of: table, said, settings, tableText, existing) else {
                continue
            }
            if let other = taken.updateValue(column.name, forKey: bound.name) {
                diagnostics.add(
                    .collision(
                        bound.name, "column \(table.name).\(column.name)", "column \(table.name).\(other)",
                        remedy: .rename(["tables", table.name, "columns", column.name, "rename"]),
                        at: said.rename?.place ?? place(of: column, tableText)))
            }
            columns.append(bound)
        }
        if columns.isEmpty, !diagnostics.hasErrors {
            diagnostics.add(.noColumnLeft(table.name, at: entry(for: table)?.name.place))
        }
        return columns
    }

    private mutating func bindExistingColumn(
        _ column: Column, of table: Table, _ said: ColumnSettings, _ settings: TableSettings, _ tableText: TableText?,
        _ existing: Table
    ) -> BoundColumn? {
        let place = said.rename?.place ?? said.add?.place ?? place(of: column, tableText)
        let name = targetName(column.name, renamed: said.rename)
        guard let found = existing.columns.first(where: { $0.name == name }) else {
            diagnostics.add(
                .noTargetColumn(
                    name, of: column.name, table: table.name, target: existing.name,
                    among: existing.columns.map(\.name), at: place))
            return nil
        }
        if found.generation != nil {
            // What both compute needs no word.
            if column.generation == nil {
                diagnostics.add(.computedByTarget(column.name, table: table.name, at: place))
            }
            return nil
        }
        let policies = statedPolicies(said, of: table)
        let transform = bindTransforms(said, column, of: table, settings)
        let decision = existingType(found, for: column, of: table, said, policies, transform, at: place)
        guard let decision else { return nil }
        // What takes no NULL is the target's to say.
        let demanding = Column(
            name: column.name, declaredType: column.declaredType, isNotNull: found.isNotNull,
            defaultSQL: column.defaultSQL, collation: column.collation)
        var bound = BoundColumn(
            source: column, name: name, affinity: DeclaredType(column.declaredType).affinity, decision: decision,
            isIdentity: false, defaultSQL: nil, policies: bindPolicies(policies, demanding, of: table, said),
            isProven: isProven(decision, column, of: table, said),
            sourceSQL: transform.sourceSQL.map { value in
                said.map.map { mapping($0, of: value, to: decision.type) } ?? value
            }, codecArgument: transform.argument)
        bound.existing = found
        return bound
    }

    /// The target's type, and the codec that makes it of what the column holds.
    private mutating func existingType(
        _ existing: Column, for column: Column, of table: Table, _ said: ColumnSettings, _ policies: StatedPolicies,
        _ transform: BoundTransform, at place: SourcePlace?
    ) -> TypeDecision? {
        let what = "column \(table.name).\(column.name)"
        let keys = ["tables", table.name, "columns", column.name]
        let type = existing.waiting.type
        if let stated = said.type, let parsed = try? PostgresType(parsing: stated.value), parsed != type {
            diagnostics.add(.otherTypeInTarget(stated, what: what, type: existing.declaredType))
            return nil
        }
        if said.changesValues {
            var said = said
            said.type = Located(type.description, at: said.type?.place ?? place ?? document.source.endpoint.place)
            return typeOfChanged(column, of: table, said, policies, transform, what: what, at: place).map {
                TypeDecision(type: $0.type, codec: $0.codec, reason: .target)
            }
        }
        if let decode = said.decode {
            guard let codec = CodecID(rawValue: decode.value) else { return nil }
            guard type.accepts(codec) else {
                diagnostics.add(.codecDoesNotFit(decode, type: type.description))
                return nil
            }
            return TypeDecision(type: type, codec: codec, reason: .target)
        }
        var found = profile?.table(named: table.name)?.column(named: column.name)?.under(policies)
        // Counted by the declared type's form, which says nothing about another.
        found?.textsOfOtherForm = 0
        switch type.fit(found, serverVersion: document.target.version.value) {
        case .fits(let codec):
            return TypeDecision(type: type, codec: found == nil ? type.generalCodec ?? codec : codec, reason: .target)
        case .misfit(let reason):
            if policies.keepsType, let found, let codec = type.codec(forSomeOf: found) ?? type.generalCodec {
                diagnostics.add(
                    .refusesSome(what: what, type: type.description, reason: reason, policies.effect, at: place))
                return TypeDecision(type: type, codec: codec, reason: .target)
            }
            diagnostics.add(
                .targetDoesNotHold(
                    what: what, type: existing.declaredType, reason: reason, keys: keys,
                    decode: found.flatMap { type.momentCodec(for: $0) }, takesNull: !existing.isNotNull, at: place))
            return nil
        case .noCodec: preconditionFailure("values wait in types that a codec writes")
        }
    }
}

extension PostgresType {
    /// The codec that reads a column's numbers as the points in time that they look like.
    fileprivate func momentCodec(for profile: ColumnProfile) -> CodecID? {
        let codec = profile.epochUnit?.codec ?? (profile.looksLikeJulianDays ? .julianDay : nil)
        return codec.flatMap { accepts($0) ? $0 : nil }
    }
}
