internal import PlanCatalog
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// All rows from where they wait into the target's tables, in one transaction: before it nothing has changed, and after
    /// it everything has. Triggers of the application do not fire, and foreign keys hold at its end. What an undo needs is
    /// kept beside the ledger: the keys of rows that were added, and rows that were changed or went, as they were.
    func mergeRows(_ merge: BoundMerge) -> OperationDraft {
        let tables = merge.order.compactMap { name in plan.tables.first { $0.object == name } }
        let journals = tables.flatMap(journals)
        let kept = (journals.map(\.name) + [sequenceJournal].filter { _ in hasSequences }).map(\.object)
        let isExclusive = !merge.deferred.isEmpty || tables.contains { $0.existing?.policy == .truncate }
        var sql = [lock(tables), "SET LOCAL row_security = off"]
        sql += tables.compactMap(requireNone)
        sql += journals.map { "CREATE TABLE \($0.name) AS\n\($0.query)" }
        if hasSequences { sql.append("CREATE TABLE \(sequenceJournal) AS\n\(sequenceStates)") }
        sql += Self.quiet(tables, merge.deferred)
        sql += clearing(tables)
        sql += tables.flatMap(filling)
        sql += Self.loud(tables, merge.deferred)
        sql.append("SELECT concat_ws(E'\\n', \(tables.map(tally).joined(separator: ", ")))")
        sql += tables.map { "DROP TABLE \(stage($0))" }
        return OperationDraft(
            .mergeRows, ObjectName(plan.schema),
            reads: tables.flatMap {
                [Effect(.target, .table, $0.object), Effect(.target, .rows, stage($0).object)]
            },
            writes: tables.map { Effect(.target, .rows, $0.object) } + kept.map { Effect(.target, .scratch, $0) },
            do: sql.map { .sql(SQLInstruction($0)) },
            undo: .instructions(unmerging(tables, merge, kept).map { .sql(SQLInstruction($0)) }),
            risk: Risk(lock: isExclusive ? .accessExclusive : .shareRowExclusive))
    }

    // MARK: What is kept

    /// Keys of the rows that are added, of a table whose rows stay.
    func added(_ table: BoundTable) -> QualifiedName { scratch("added", of: table.target.name) }
    /// Rows that go or change, as they were.
    func old(_ table: BoundTable) -> QualifiedName { scratch("old", of: table.target.name) }
    /// Rows of the source that are left because the target has their keys.
    func left(_ table: BoundTable) -> QualifiedName { scratch("left", of: table.target.name) }
    /// Where the sequences stood.
    var sequenceJournal: QualifiedName { scratch("before", of: "sequences") }

    private var hasSequences: Bool { plan.tables.contains { !existingSequences($0).isEmpty } }

    private func journals(_ table: BoundTable) -> [(name: QualifiedName, query: String)] {
        guard let existing = table.existing else { return [] }
        let (stage, target) = (stage(table), table.target)
        let keys = existing.key.map { "s.\(QuotedIdentifier($0))" }.joined(separator: ", ")
        let isThere = "EXISTS (SELECT FROM \(target) AS t WHERE \(Self.match("s", .waiting, table)))"
        switch existing.policy {
        case .fail: return []
        case .truncate, .replace: return [(old(table), "SELECT * FROM \(target)")]
        case .append: return [(added(table), "SELECT \(keys) FROM \(stage) AS s")]
        case .skip:
            return [
                (added(table), "SELECT \(keys) FROM \(stage) AS s WHERE NOT \(isThere)"),
                (left(table), "SELECT s.* FROM \(stage) AS s WHERE \(isThere)"),
            ]
        case .update:
            let match = Self.match("s", .waiting, table)
            return [
                (added(table), "SELECT \(keys) FROM \(stage) AS s WHERE NOT \(isThere)"),
                (old(table), "SELECT t.* FROM \(target) AS t JOIN \(stage) AS s ON \(match)"),
            ]
        }
    }

    /// In which types the values of a row stand.
    enum RowForm {
        /// As they wait for the target.
        case waiting
        /// As the target has them.
        case final
    }

    /// That a row of the target, `t`, has the key of another one.
    static func match(_ alias: String, _ form: RowForm, _ table: BoundTable) -> String {
        (table.existing?.key ?? []).map { name in
            let column = table.columns.first { $0.name == name }
            return "t.\(QuotedIdentifier(name)) = \(value(name, alias, form, column))"
        }.joined(separator: " AND ")
    }

    /// A value in the target's type.
    private static func value(_ name: String, _ alias: String, _ form: RowForm, _ column: BoundColumn?) -> String {
        let value = "\(alias).\(QuotedIdentifier(name))"
        switch form {
        case .waiting: return value + (column?.finalType.map { "::\($0)" } ?? "")
        case .final: return value
        }
    }

    /// What became of a table's rows, as a text in SQL.
    private func tally(_ table: BoundTable) -> String {
        func told(_ words: String, _ counted: QualifiedName...) -> String {
            let counts = counted.map { ", (SELECT count(*) FROM \($0))" }.joined()
            let name = table.object.description.replacing("%", with: "%%")
            return "format(\(QuotedLiteral("\(name): \(words)"))\(counts))"
        }
        switch table.existing?.policy {
        case .fail?, nil: return told("%s added", stage(table))
        case .append?: return told("%s added", added(table))
        case .skip?: return told("%s added, %s left", added(table), left(table))
        case .update?: return told("%s added, %s changed", added(table), old(table))
        case .truncate?, .replace?: return told("%s in the place of %s", stage(table), old(table))
        }
    }

    // MARK: Before and after

    func lock(_ tables: [BoundTable]) -> String {
        "LOCK TABLE \(tables.map(\.target.description).sorted().joined(separator: ", ")) IN SHARE ROW EXCLUSIVE MODE"
    }

    /// A table that must be empty still is, and one whose key the target does not keep unique has none of the keys.
    private func requireNone(_ table: BoundTable) -> String? {
        guard let existing = table.existing else { return nil }
        switch existing.policy {
        case .fail:
            return Self.refusal(
                where: "EXISTS (SELECT FROM \(table.target))", "\(table.object) has rows, and must have none")
        case .append where !existing.isKeyUnique:
            let match = Self.match("s", .waiting, table)
            return Self.refusal(
                where: "EXISTS (SELECT FROM \(table.target) AS t JOIN \(stage(table)) AS s ON \(match))",
                "\(table.object) has rows with keys of those that come")
        case .append, .truncate, .replace, .skip, .update: return nil
        }
    }

    static func refusal(where condition: String, _ message: String) -> String {
        PostgresDDL.anonymousBlock(
            """
            BEGIN
                IF \(condition) THEN
                    RAISE EXCEPTION USING MESSAGE = \(QuotedLiteral(message));
                END IF;
            END
            """)
    }

    /// Takes triggers and foreign keys out of the way, in this transaction alone.
    static func quiet(_ tables: [BoundTable], _ deferred: [BoundMerge.DeferredKey]) -> [String] {
        tables.compactMap { table in
            let triggers = table.firing
            if triggers.isEmpty { return nil }
            let list = triggers.map { "DISABLE TRIGGER \(QuotedIdentifier($0.name))" }.joined(separator: ", ")
            return "ALTER TABLE \(table.target) \(list)"
        }
            + deferred.map { key in
                let name = QuotedIdentifier(key.name)
                switch key.deferral {
                case nil: return "ALTER TABLE \(key.table) ALTER CONSTRAINT \(name) DEFERRABLE INITIALLY DEFERRED"
                case .immediate?, .deferred?:
                    return "SET CONSTRAINTS \(QuotedIdentifier(key.table.schema)).\(name) DEFERRED"
                }
            }
    }

    /// Checks what was put off, and puts everything back as it was.
    static func loud(_ tables: [BoundTable], _ deferred: [BoundMerge.DeferredKey]) -> [String] {
        ["SET CONSTRAINTS ALL IMMEDIATE"]
            + deferred.filter { $0.deferral == nil }.map {
                "ALTER TABLE \($0.table) ALTER CONSTRAINT \(QuotedIdentifier($0.name)) NOT DEFERRABLE"
            }
            + tables.compactMap { table in
                let triggers = table.firing
                if triggers.isEmpty { return nil }
                let list = triggers.map { trigger in
                    "ENABLE \(trigger.state.word)TRIGGER \(QuotedIdentifier(trigger.name))"
                }.joined(separator: ", ")
                return "ALTER TABLE \(table.target) \(list)"
            }
    }

    // MARK: The rows

    private func clearing(_ tables: [BoundTable]) -> [String] {
        let truncated = tables.filter { $0.existing?.policy == .truncate }.map(\.target.description).sorted()
        let replaced = tables.filter { $0.existing?.policy == .replace }.reversed()
        return (truncated.isEmpty ? [] : ["TRUNCATE TABLE \(truncated.joined(separator: ", "))"])
            + replaced.map { "DELETE FROM \($0.target)" }
    }

    private func filling(_ table: BoundTable) -> [String] {
        guard let existing = table.existing else { return [] }
        let names = PostgresDDL.list(table.columns.map(\.name))
        let values = table.columns.map { Self.value($0.name, "s", .waiting, $0) }
        var insert =
            "INSERT INTO \(table.target) (\(names)) OVERRIDING SYSTEM VALUE\n"
            + "SELECT \(values.joined(separator: ", ")) FROM \(stage(table)) AS s"
        switch existing.policy {
        case .fail, .append, .truncate, .replace: return [insert]
        case .skip, .update:
            let keys = existing.key.map { "a.\(QuotedIdentifier($0)) = s.\(QuotedIdentifier($0))" }
            insert += "\nWHERE EXISTS (SELECT FROM \(added(table)) AS a WHERE \(keys.joined(separator: " AND ")))"
            if existing.policy == .skip { return [insert] }
            return [update(table, from: stage(table), .waiting, existing)].compactMap { $0 } + [insert]
        }
    }

    /// Gives rows the values that another table has for them; nil where there is nothing but the key.
    func update(
        _ table: BoundTable, from other: QualifiedName, _ form: RowForm, _ existing: ExistingTable
    ) -> String? {
        let columns = table.columns.filter { !existing.key.contains($0.name) }
        if columns.isEmpty { return nil }
        let list = columns.map { "\(QuotedIdentifier($0.name)) = \(Self.value($0.name, "o", form, $0))" }
        return "UPDATE \(table.target) AS t SET \(list.joined(separator: ", "))\nFROM \(other) AS o "
            + "WHERE \(Self.match("o", form, table))"
    }
}

extension BoundTable {
    /// Triggers that would fire for rows that a session writes.
    fileprivate var firing: [TableSurroundings.Trigger] {
        (existing?.table.surroundings?.triggers ?? []).filter { trigger in
            switch trigger.state {
            case .origin, .always: true
            case .replica, .disabled: false
            }
        }
    }
}

extension TableSurroundings.Trigger.State {
    /// Between ENABLE and TRIGGER.
    fileprivate var word: String {
        switch self {
        case .origin: ""
        case .always: "ALWAYS "
        case .replica: "REPLICA "
        case .disabled: preconditionFailure("a disabled trigger is left so")
        }
    }
}
