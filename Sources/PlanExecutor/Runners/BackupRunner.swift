internal import PlanGraph
internal import PlanPostgres

/// Backs the target up.
struct BackupRunner {
    let instruction: BackupInstruction
    let target: TargetSession
    let location: BackupsLocation
    let toolVersion: String
    let stop: StopSignal

    enum Outcome {
        /// With the path of the backup.
        case made(String)
        /// With the reason.
        case skipped(String)
    }

    func run() throws(StepFailure) -> Outcome {
        let path: String
        switch location {
        case .nowhere: return .skipped("nothing is kept of a throwaway server")
        case .directory(let directory): path = directory
        }
        switch instruction.condition {
        case .always: break
        case .notEmpty: if try isTargetEmpty() { return .skipped("the target is empty") }
        }
        let maker = BackupMaker(
            store: BackupStore(path), toolVersion: toolVersion, occasion: .run, isStopped: { [stop] in stop.isSet })
        do throws(BackupFailure) {
            return .made(try maker.make(of: .postgres(target.settings)).path)
        } catch {
            if case .stopped = error { throw .stopped }
            throw .failed(.backup(error))
        }
    }

    private func isTargetEmpty() throws(StepFailure) -> Bool {
        do throws(PostgresError) {
            return try TargetContents(try target.openForReading(), .withoutLedger).isEmpty
        } catch {
            throw StepFailure(error)
        }
    }
}
