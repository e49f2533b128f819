internal import PlanSupport

/// Where the files of rows that are set aside are written.
package enum RejectsLocation: Hashable, Sendable {
    case directory(String)
    /// In a directory under this one that is named after the run's number.
    case runsUnder(String)

    /// The directory of a run.
    package func directory(run: Int64) -> String {
        switch self {
        case .directory(let path): path
        case .runsUnder(let path): Path.resolve(String(run), against: path)
        }
    }
}
