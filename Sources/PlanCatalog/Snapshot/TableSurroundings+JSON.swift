package import PlanSupport

extension TableSurroundings {
    package var json: JSONValue {
        .object([
            "checks": checks.isEmpty ? nil : .array(checks.map { .string($0) }),
            "triggers": triggers.isEmpty
                ? nil
                : .array(triggers.map { .object(["name": .string($0.name), "state": .string($0.state.rawValue)]) }),
            "references": references.isEmpty
                ? nil
                : .array(
                    references.map {
                        .object(["schema": .string($0.schema), "table": .string($0.table), "key": $0.key.json])
                    }),
            "rules": hasRules ? true : nil,
        ])
    }

    package init(json: JSONValue, at path: String) throws(JSONObjectReader.Failure) {
        var reader = try JSONObjectReader(json, at: path)
        let checks = try reader.optionalStrings("checks") ?? []
        let triggers = try reader.optionalList("triggers") { json, path throws(JSONObjectReader.Failure) in
            var trigger = try JSONObjectReader(json, at: path)
            let result = Trigger(name: try trigger.string("name"), state: try trigger.word("state"))
            try trigger.finish()
            return result
        }
        let references = try reader.optionalList("references") { json, path throws(JSONObjectReader.Failure) in
            var reference = try JSONObjectReader(json, at: path)
            let result = Reference(
                schema: try reference.string("schema"), table: try reference.string("table"),
                key: try ForeignKey(json: try reference.required("key"), at: path + ".key"))
            try reference.finish()
            return result
        }
        let hasRules = try reader.flag("rules")
        try reader.finish()
        self.init(checks: checks, triggers: triggers, references: references, hasRules: hasRules)
    }
}
