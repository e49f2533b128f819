/// What a run does about an earlier run of the same graph.
package enum RunMode: Sendable, CaseIterable {
    /// Refuses where one has left anything.
    case begin
    /// Goes on where one stopped; begins where there is none.
    case resume
    /// Undoes it and begins again.
    case restart
}
