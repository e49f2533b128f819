/// What becomes of a graph that asks to be run.
enum Admission {
    case refused(AdmissionRefusal)
    /// Nothing is there of an earlier run.
    case fresh
    /// An earlier run is to be gone on with.
    case resume(RunRecord)
    /// An earlier run is to be undone first.
    case restart(RunRecord)
    /// There is nothing to do: an earlier run has come to its end.
    case finished(RunRecord)
}
