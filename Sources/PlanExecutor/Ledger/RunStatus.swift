/// A run and how far it is or was: a row of `plan status`.
package struct RunStatus: Hashable, Sendable {
    /// How many operations are in a state.
    package struct Count: Hashable, Sendable {
        package let state: OperationState
        package let operations: Int

        package init(state: OperationState, operations: Int) {
            self.state = state
            self.operations = operations
        }
    }

    package let run: RunRecord
    /// Whether a session holds the run's lock: if the state is `running` and nobody does, the run was broken off.
    package let isAlive: Bool
    /// One for each state that occurs, in the order of the states; those not begun are `pending`.
    package let counts: [Count]
    /// Rows in committed chunks of operations that are not undone.
    package let rows: Int64

    package init(run: RunRecord, isAlive: Bool, counts: [Count], rows: Int64) {
        self.run = run
        self.isAlive = isAlive
        self.counts = counts
        self.rows = rows
    }
}
