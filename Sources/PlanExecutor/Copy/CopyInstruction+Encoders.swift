internal import PlanGraph

extension CopyInstruction {
    /// The encoders of its columns, in order.
    func encoders(serverVersion: Int) throws(UnknownConversion) -> [ColumnEncoder] {
        var encoders: [ColumnEncoder] = []
        for column in columns {
            encoders.append(try ColumnEncoder(column, table: table, serverVersion: serverVersion))
        }
        return encoders
    }
}
