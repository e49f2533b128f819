internal import PlanGraph
internal import PlanSupport

/// Operations that stand in a file of their own.
private struct TableSection {
    /// From the bundle's directory.
    let path: String
    /// What the file is about.
    let subject: String
    var operations: [Operation]

    /// Changes with what is in the file alone, so that a change of one table leaves the files of the others as they are.
    var version: ContentDigest { ContentDigest(of: operations.map(\.digest.description).joined(separator: "\n")) }
}

extension BundleWriter {
    /// The operations of a part, or the files that they are in.
    func render(_ part: BundlePart, into script: inout SQLScript) {
        switch layout {
        case .whole: for operation in operations(of: part) { render(operation, in: part, into: &script) }
        case .byTable:
            for operation in operations(of: part) where operation.table == nil && operation.kind.stage == .tables {
                render(operation, in: part, into: &script)
            }
            for section in sections(of: part) {
                script.heading(section.subject)
                script.line("\\ir \(section.path)")
            }
        }
    }

    /// The files of tables, where there are any.
    var tableFiles: [SQLBundle.File] {
        switch layout {
        case .whole: []
        case .byTable:
            [BundlePart.schema, .constraints].flatMap { part in
                sections(of: part).map { section in
                    var script = SQLScript(
                        graph, version: section.version, about: "\(section.path): \(section.subject)")
                    for operation in section.operations { render(operation, in: part, into: &script) }
                    return SQLBundle.File(path: section.path, text: script.text)
                }
            }
        }
    }

    /// By stage, so that what a table waits for of another is there, and then by table in the order of the graph.
    private func sections(of part: BundlePart) -> [TableSection] {
        BundleStage.allCases.flatMap { stage -> [TableSection] in
            var sections: [TableSection] = []
            var places: [String: Int] = [:]
            for operation in operations(of: part) where operation.kind.stage == stage {
                guard let owner = operation.table ?? (stage == .views ? ObjectName("views") : nil) else { continue }
                let name = SQLText.fileName(owner)
                let place = places[name] ?? sections.count
                if place == sections.count {
                    places[name] = place
                    let file = stage == .views ? "views" : name + stage.suffix
                    sections.append(
                        TableSection(
                            path: "\(part.directory)/\(file).sql",
                            subject: stage == .views ? stage.rawValue : "\(stage.rawValue) of \(owner)",
                            operations: []))
                }
                sections[place].operations.append(operation)
            }
            return sections
        }
    }
}

/// What may be made for all tables side by side before the next is begun.
private enum BundleStage: String, CaseIterable {
    case tables = "columns and checks"
    case keys = "keys, indexes and sequences"
    case foreignKeys = "foreign keys"
    case views
    case triggers

    var suffix: String {
        switch self {
        case .tables, .keys, .views: ""
        case .foreignKeys: ".foreign_keys"
        case .triggers: ".triggers"
        }
    }
}

extension OperationKind {
    fileprivate var stage: BundleStage {
        switch self {
        case .createSchema, .createExtension, .createTable: .tables
        case .copyRows, .mergeRows, .verifyCounts, .verifyValues, .verifySchema, .runHook, .checkHealth, .takeBackup:
            .tables
        case .addPrimaryKey, .addUnique, .createIndex, .setSequence: .keys
        case .addForeignKey: .foreignKeys
        case .createView: .views
        case .createTrigger, .enableRowSecurity: .triggers
        }
    }
}

extension BundlePart {
    /// Where the files of its tables are: the script's name without its ending.
    fileprivate var directory: String { String(fileName.dropLast(".sql".count)) }
}
