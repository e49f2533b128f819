internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanSQL

extension PlanBinder {
    /// Names the virtual tables, which are not carried, with what serves their queries in PostgreSQL.
    ///
    /// - Parameter tables: the ordinary tables, by the source's names in lower case.
    mutating func noteVirtualTables(among tables: [String: BoundTable]) {
        for table in catalog.tables where isSelected(table.name) {
            guard case .virtual(let module) = table.kind else { continue }
            let (notes, index) = offer(for: table, among: tables)
            let shadows = catalog.tables.filter { $0.kind == .shadow(of: table.name) }.map(\.name)
            diagnostics.add(
                .virtualTable(
                    table.name, module: module, shadows: shadows, problem: table.problem, notes: notes, index: index,
                    at: text.statement("table", table.name, sql: table.sql)))
        }
    }

    /// What may take the table's place: an index of the target where the plan can make one, else in words.
    private func offer(
        for table: Table, among tables: [String: BoundTable]
    ) -> (notes: [Diagnostic.Note], index: PlanSnippet?) {
        switch VirtualTable(sql: table.sql) {
        case .fullText(let search):
            switch search.content {
            case .table(let name):
                guard let content = tables[name.asciiLowercased] else { return ([], nil) }
                let columns = search.columns.compactMap { content.targetColumn($0) }
                guard !columns.isEmpty, columns.count == search.columns.count else { return ([], nil) }
                let parts = columns.map { (name: $0.name, isText: [.text, .varchar].contains($0.decision.type.name)) }
                let index = PlanSnippet(
                    ["tables", content.source.name, "indexes", table.name, "add"],
                    YAMLText.quoted(search.index(over: parts)), effect: "make an index of words over '\(name)'")
                return ([Diagnostic.Note("the index serves: WHERE \(search.condition(over: parts))")], index)
            case .own: return ([keptNowhereElse(table, "rowid AS docid", search.columns)], nil)
            case .none: return ([], nil)
            }
        case .boxes(let columns):
            guard columns.count >= 5 else { return ([keptNowhereElse(table, nil, columns)], nil) }
            let bounds = columns[1...4].map { QuotedIdentifier($0).description }
            return (
                [
                    keptNowhereElse(table, nil, columns),
                    Diagnostic.Note(
                        "an index for boxes: USING gist (box(point(\(bounds[0]), \(bounds[2])), "
                            + "point(\(bounds[1]), \(bounds[3]))))"),
                ], nil
            )
        case .other: return ([], nil)
        }
    }

    private func keptNowhereElse(_ table: Table, _ key: String?, _ columns: [String]) -> Diagnostic.Note {
        let names = ([key].compactMap { $0 } + columns.map { QuotedIdentifier($0).description }).joined(separator: ", ")
        return Diagnostic.Note(
            "what no other table holds of it is carried if the source has it in an ordinary one: CREATE TABLE "
                + "\(QuotedIdentifier(table.name + "_rows")) AS SELECT \(names) FROM \(QuotedIdentifier(table.name))")
    }
}
