internal import PlanCatalog
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// The operations of a plan that moves rows alone: rows are copied into tables of the graph's own, where nothing is in
    /// the way of copying side by side, and from there come into the target's tables all at one moment.
    func rowOperations(_ merge: BoundMerge) -> [OperationDraft] {
        var drafts = plan.tables.flatMap { [createStage($0), stageRows($0)] }
        drafts.append(mergeRows(merge))
        for table in plan.tables {
            drafts += existingSequences(table).map { setExistingSequence(table, $0.column, $0.sequence) }
            switch plan.verify {
            case .none: break
            case .counts: drafts.append(verifyExistingCounts(table))
            case .values: drafts += [verifyExistingCounts(table), verifyExistingValues(table)]
            }
        }
        return drafts
    }

    /// A table of the graph's own, beside the ledger.
    func scratch(_ what: String, of table: String) -> QualifiedName {
        QualifiedName(schema: "_plan", name: PostgresName.fitted("\(table)_\(what)_\(mark)"))
    }

    /// Where the rows of a table wait.
    func stage(_ table: BoundTable) -> QualifiedName { scratch("rows", of: table.target.name) }

    private func createStage(_ table: BoundTable) -> OperationDraft {
        let stage = stage(table)
        let columns = table.columns.map { "    \(QuotedIdentifier($0.name)) \($0.stagedType)" }
        return OperationDraft(
            .createTable, stage.object, reads: [], writes: [Effect(.target, .scratch, stage.object)],
            origin: table.origin,
            do: [.sql(SQLInstruction("CREATE TABLE \(stage) (\n\(columns.joined(separator: ",\n"))\n)"))],
            // It goes when the rows have left it.
            undo: .instructions([.sql(SQLInstruction("DROP TABLE IF EXISTS \(stage)"))]))
    }

    private func stageRows(_ table: BoundTable) -> OperationDraft {
        let stage = stage(table)
        let empty = PostgresDDL.anonymousBlock(
            """
            BEGIN
                IF to_regclass(\(QuotedLiteral(stage.description))) IS NOT NULL THEN
                    TRUNCATE TABLE \(stage);
                END IF;
            END
            """)
        return OperationDraft(
            .copyRows, table.object,
            reads: [
                Effect(.source, .table, ObjectName(table.source.name)), Effect(.target, .scratch, stage.object),
            ],
            writes: [Effect(.target, .rows, stage.object)], origin: table.origin,
            do: [.copy(copyInstruction(table, into: stage))],
            undo: .instructions([.sql(SQLInstruction(empty))]))
    }
}

extension QualifiedName {
    var object: ObjectName { ObjectName(schema, name) }
}
