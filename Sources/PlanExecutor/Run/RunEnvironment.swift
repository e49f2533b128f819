package import PlanSupport

/// What a run needs to know that does not stand in the graph.
package struct RunEnvironment: Sendable {
    /// The directory that the source's location is relative to: that of the plan file.
    package var baseDirectory: String
    /// The value of a variable, nil if it is not set.
    package var variable: @Sendable (String) -> String?
    /// Parallel streams, instead of what the graph says.
    package var jobs: Int?
    /// The target's connection string, instead of what the graph says: that of a throwaway server.
    package var target: Secret?
    /// Where rows that are set aside are written.
    package var rejects: RejectsLocation
    /// Where the target is backed up to.
    package var backups: BackupsLocation
    /// What to do about an earlier run of the graph.
    package var mode: RunMode
    /// How long to try to connect again where a connection is lost.
    package var patience: Duration
    /// Hears of points at which a run may be made to fail; nil outside of tests.
    package var probe: (any RunProbe)?
    /// Recorded in the ledger.
    package var toolVersion: String
    /// Who runs it; recorded in the ledger.
    package var userName: String
    /// Hears what may be wrong and does not keep a run from beginning.
    package var warn: @Sendable (RunWarning) -> Void
    /// Asks the run to stop; kept by whoever handles signals.
    package var cancellation: CancellationToken

    package init(
        baseDirectory: String, variable: @escaping @Sendable (String) -> String?, jobs: Int? = nil,
        target: Secret? = nil, rejects: RejectsLocation? = nil, backups: BackupsLocation? = nil,
        mode: RunMode = .begin,
        patience: Duration = .seconds(30), probe: (any RunProbe)? = nil, toolVersion: String, userName: String,
        warn: @escaping @Sendable (RunWarning) -> Void = { _ in },
        cancellation: CancellationToken = CancellationToken()
    ) {
        self.baseDirectory = baseDirectory
        self.variable = variable
        self.jobs = jobs
        self.target = target
        self.rejects = rejects ?? .runsUnder(Path.resolve("rejects", against: baseDirectory))
        self.backups = backups ?? .directory(Path.resolve("backups", against: baseDirectory))
        self.warn = warn
        self.mode = mode
        self.patience = patience
        self.probe = probe
        self.toolVersion = toolVersion
        self.userName = userName
        self.cancellation = cancellation
    }
}
