internal import PlanGraph

extension CopyInstruction {
    /// The encoders of its columns, in order.
    ///
    /// - Parameter variable: the value of a variable that holds a key.
    func encoders(
        serverVersion: Int, variable: @Sendable (String) -> String? = { _ in nil }
    ) throws(UnknownConversion) -> [ColumnEncoder] {
        var encoders: [ColumnEncoder] = []
        for column in columns {
            encoders.append(try ColumnEncoder(column, table: table, serverVersion: serverVersion, variable: variable))
        }
        return encoders
    }
}
