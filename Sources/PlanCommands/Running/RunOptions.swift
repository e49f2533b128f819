internal import PlanArguments

extension ArgumentSpec {
    /// What `GraphLoader` reads.
    static let planOrGraph = ArgumentSpec(
        "FILE", help: "A plan or a graph", completion: .file(extensions: ["yml", "yaml", "json"]))
}

extension OptionSpec {
    static let jobs = OptionSpec(
        "jobs", short: "j", .integer(placeholder: "N", range: 1...64), help: "Parallel streams",
        defaultsTo: .described("load.jobs of the plan"))

    static let rejects = OptionSpec(
        "rejects", .value(placeholder: "DIR"),
        help: "Where the rows that are set aside are written, a file for each table",
        defaultsTo: .described("rejects/RUN beside the report or the graph"), completion: .directory)

    static let backups = OptionSpec(
        "backups", .value(placeholder: "DIR"), help: "Where the target is backed up to",
        defaultsTo: .described("backups beside the plan"), completion: .directory)

    static let metrics = OptionSpec(
        "metrics", .value(placeholder: "FILE"), help: "Keep metrics for Prometheus in a file while it runs",
        completion: .file(extensions: ["prom"]))

    static let report = OptionSpec(
        "report", .value(placeholder: "FILE"),
        help: "Write the report, also of a run that failed: a page where FILE ends in .html, else JSON",
        completion: .file(extensions: ["json", "html"]))
}
