package import PlanSupport

// The wire form of a catalog. What has its usual value is left out, so that a snapshot reads like a schema.

extension Catalog {
    package var json: JSONValue {
        .object([
            "engine": .string(engine.rawValue),
            "tables": .array(tables.map(\.json)),
            "views": .array(views.map(\.json)),
            "triggers": .array(triggers.map(\.json)),
        ])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let engine: Engine = try reader.word("engine")
        var tables: [Table] = []
        for element in try reader.array("tables") { tables.append(try Table(json: element.value, at: element.path)) }
        var views: [View] = []
        for element in try reader.array("views") { views.append(try View(json: element.value, at: element.path)) }
        var triggers: [Trigger] = []
        for element in try reader.array("triggers") {
            triggers.append(try Trigger(json: element.value, at: element.path))
        }
        try reader.finish()
        self.init(engine: engine, tables: tables, views: views, triggers: triggers)
    }
}

extension Table {
    package var json: JSONValue {
        let kindWord: JSONValue?
        let module: JSONValue?
        let owner: JSONValue?
        switch kind {
        case .ordinary: (kindWord, module, owner) = (nil, nil, nil)
        case .virtual(let name): (kindWord, module, owner) = ("virtual", .string(name), nil)
        case .shadow(let name): (kindWord, module, owner) = ("shadow", nil, .string(name))
        }
        return .object([
            "name": .string(name), "kind": kindWord, "module": module, "shadow_of": owner,
            "without_rowid": hasRowID ? nil : true, "strict": isStrict ? true : nil,
            "columns": .array(columns.map(\.json)),
            "primary_key": primaryKey?.json,
            "unique": uniqueConstraints.isEmpty ? nil : .array(uniqueConstraints.map(\.json)),
            "foreign_keys": foreignKeys.isEmpty ? nil : .array(foreignKeys.map(\.json)),
            "indexes": indexes.isEmpty ? nil : .array(indexes.map(\.json)),
            "sql": .string(sql), "problem": problem.map { .string($0) },
            "surroundings": surroundings?.json,
        ])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let name = try reader.string("name")
        let kindWord = try reader.optionalString("kind")
        let module = try reader.optionalString("module")
        let owner = try reader.optionalString("shadow_of")
        let kind: Kind
        switch (kindWord, module, owner) {
        case (nil, nil, nil): kind = .ordinary
        case ("virtual", let module?, nil): kind = .virtual(module: module)
        case ("shadow", nil, let owner?): kind = .shadow(of: owner)
        default: throw reader.failure("kind", "does not go with 'module' and 'shadow_of'")
        }
        let hasRowID = !(try reader.flag("without_rowid"))
        let isStrict = try reader.flag("strict")
        let columns = try reader.list("columns", Column.init(json:at:))
        let primaryKey = try reader.optionalValue("primary_key", PrimaryKey.init(json:at:))
        let unique = try reader.optionalList("unique", UniqueConstraint.init(json:at:))
        let foreignKeys = try reader.optionalList("foreign_keys", ForeignKey.init(json:at:))
        let indexes = try reader.optionalList("indexes", Index.init(json:at:))
        let sql = try reader.string("sql")
        let problem = try reader.optionalString("problem")
        let surroundings = try reader.optionalValue("surroundings", TableSurroundings.init(json:at:))
        try reader.finish()
        self.init(
            name: name, kind: kind, hasRowID: hasRowID, isStrict: isStrict, columns: columns, primaryKey: primaryKey,
            uniqueConstraints: unique, foreignKeys: foreignKeys, indexes: indexes, sql: sql, problem: problem,
            surroundings: surroundings)
    }
}

extension Column {
    package var json: JSONValue {
        .object([
            "name": .string(name), "type": .string(declaredType), "not_null": isNotNull ? true : nil,
            "default": defaultSQL.map { .string($0) }, "collation": collation == "BINARY" ? nil : .string(collation),
            "generated": generation.map { .string($0.rawValue) }, "hidden": isHidden ? true : nil,
            "identity": details.identity.map { .string($0.rawValue) }, "sequence": details.sequence.map { .string($0) },
            "base_type": details.baseType.map { .string($0) },
            "labels": details.labels.isEmpty ? nil : .array(details.labels.map { .string($0) }),
        ])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let name = try reader.string("name")
        let declaredType = try reader.string("type")
        let isNotNull = try reader.flag("not_null")
        let defaultSQL = try reader.optionalString("default")
        let collation = try reader.optionalString("collation") ?? "BINARY"
        let generation = try reader.optionalWord("generated", Generation.self)
        let isHidden = try reader.flag("hidden")
        let details = ColumnDetails(
            identity: try reader.optionalWord("identity", ColumnDetails.Identity.self),
            sequence: try reader.optionalString("sequence"), baseType: try reader.optionalString("base_type"),
            labels: try reader.optionalStrings("labels") ?? [])
        try reader.finish()
        self.init(
            name: name, declaredType: declaredType, isNotNull: isNotNull, defaultSQL: defaultSQL, collation: collation,
            generation: generation, isHidden: isHidden, details: details)
    }
}

extension PrimaryKey {
    package var json: JSONValue {
        .object([
            "columns": .array(columns.map { .string($0) }), "identity": identity.map { .string($0.rawValue) },
        ])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let columns = try reader.strings("columns")
        let identity = try reader.optionalWord("identity", Identity.self)
        try reader.finish()
        self.init(columns: columns, identity: identity)
    }
}

extension UniqueConstraint {
    package var json: JSONValue {
        .object([
            "columns": .array(columns.map { .string($0) }),
            "collations": collations.allSatisfy { $0 == "BINARY" } ? nil : .array(collations.map { .string($0) }),
        ])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let columns = try reader.strings("columns")
        let collations = try reader.optionalStrings("collations") ?? columns.map { _ in "BINARY" }
        try reader.finish()
        guard collations.count == columns.count else {
            throw JSONObjectReader.Failure(path: path, reason: "has not one collation for each column")
        }
        self.init(columns: columns, collations: collations)
    }
}

extension ForeignKey {
    package var json: JSONValue {
        .object([
            "columns": .array(columns.map { .string($0) }), "parent": .string(parentTable),
            "parent_columns": parentColumns.isEmpty ? nil : .array(parentColumns.map { .string($0) }),
            "on_update": onUpdate == .noAction ? nil : .string(onUpdate.rawValue),
            "on_delete": onDelete == .noAction ? nil : .string(onDelete.rawValue),
            "name": name.map { .string($0) }, "deferral": deferral.map { .string($0.rawValue) },
        ])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let columns = try reader.strings("columns")
        let parentTable = try reader.string("parent")
        let parentColumns = try reader.optionalStrings("parent_columns") ?? []
        let onUpdate = try reader.optionalWord("on_update", Action.self) ?? .noAction
        let onDelete = try reader.optionalWord("on_delete", Action.self) ?? .noAction
        let name = try reader.optionalString("name")
        let deferral = try reader.optionalWord("deferral", Deferral.self)
        try reader.finish()
        self.init(
            columns: columns, parentTable: parentTable, parentColumns: parentColumns, onUpdate: onUpdate,
            onDelete: onDelete, name: name, deferral: deferral)
    }
}

extension Index {
    package var json: JSONValue {
        .object([
            "name": .string(name), "unique": isUnique ? true : nil, "partial": isPartial ? true : nil,
            "parts": .array(parts.map(\.json)), "sql": .string(sql),
        ])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let name = try reader.string("name")
        let isUnique = try reader.flag("unique")
        let isPartial = try reader.flag("partial")
        let parts = try reader.list("parts", Part.init(json:at:))
        let sql = try reader.string("sql")
        try reader.finish()
        self.init(name: name, isUnique: isUnique, isPartial: isPartial, parts: parts, sql: sql)
    }
}

extension Index.Part {
    package var json: JSONValue {
        let column: JSONValue?
        let other: JSONValue?
        switch key {
        case .column(let name): (column, other) = (.string(name), nil)
        case .expression: (column, other) = (nil, "expression")
        case .rowID: (column, other) = (nil, "rowid")
        }
        return .object([
            "column": column, "key": other, "descending": isDescending ? true : nil,
            "collation": collation == "BINARY" ? nil : .string(collation),
        ])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let key: Key
        switch (try reader.optionalString("column"), try reader.optionalString("key")) {
        case (let name?, nil): key = .column(name)
        case (nil, "expression"): key = .expression
        case (nil, "rowid"): key = .rowID
        default: throw reader.failure("key", "expected 'column', or 'key' that is expression or rowid")
        }
        let isDescending = try reader.flag("descending")
        let collation = try reader.optionalString("collation") ?? "BINARY"
        try reader.finish()
        self.init(key: key, isDescending: isDescending, collation: collation)
    }
}

extension View {
    package var json: JSONValue {
        .object([
            "name": .string(name),
            "columns": .array(
                columns.map { .object(["name": .string($0.name), "type": .string($0.declaredType)]) }),
            "sql": .string(sql), "problem": problem.map { .string($0) },
        ])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let name = try reader.string("name")
        let columns = try reader.list("columns", ViewColumn.init(json:at:))
        let sql = try reader.string("sql")
        let problem = try reader.optionalString("problem")
        try reader.finish()
        self.init(name: name, columns: columns, sql: sql, problem: problem)
    }
}

extension ViewColumn {
    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let name = try reader.string("name")
        let declaredType = try reader.string("type")
        try reader.finish()
        self.init(name: name, declaredType: declaredType)
    }
}

extension Trigger {
    package var json: JSONValue {
        .object(["name": .string(name), "table": .string(table), "sql": .string(sql)])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let name = try reader.string("name")
        let table = try reader.string("table")
        let sql = try reader.string("sql")
        try reader.finish()
        self.init(name: name, table: table, sql: sql)
    }
}
