/// Where a run backs its target up to.
package enum BackupsLocation: Hashable, Sendable {
    case directory(String)
    /// The target is a throwaway server, of which no backup is taken.
    case nowhere
}
