internal import PlanGraph

extension Operation {
    /// The table of the target that it makes, fills or makes something on; nil for what belongs to no table.
    var table: ObjectName? {
        switch kind {
        case .createTable, .copyRows, .verifyCounts, .verifyValues, .enableRowSecurity: name
        case .addPrimaryKey, .addUnique, .addForeignKey, .setSequence, .createTrigger:
            ObjectName(parts: Array(name.parts.dropLast()))
        case .createIndex: reads.first { $0.side == .target && $0.object == .table }?.name
        case .createSchema, .createExtension, .createView, .verifySchema, .mergeRows, .runHook, .checkHealth,
            .takeBackup:
            nil
        }
    }
}
