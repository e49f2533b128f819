internal import PlanGraph
internal import PlanSupport

/// Asks an address until it answers with a status of success.
struct HTTPRunner {
    let instruction: HTTPInstruction
    let variable: @Sendable (String) -> String?
    let stop: StopSignal

    private static let answerLimit = Duration.seconds(10)
    private static let longestPause = Duration.seconds(60)

    /// - Returns: what it answered.
    func run() throws(StepFailure) -> String {
        let address = try address()
        var pause = Duration.milliseconds(instruction.backoffMilliseconds)
        var attempt = 0
        while true {
            let reason: String
            do throws(WebFailure) {
                let status = try WebRequest.status(of: address, within: Self.answerLimit)
                if (200..<300).contains(status) { return "status \(status)" }
                reason = "it answers with status \(status)"
            } catch {
                reason = error.description
            }
            attempt += 1
            if attempt > instruction.retries {
                throw failure(attempt == 1 ? reason : "\(reason), asked \(attempt) times")
            }
            try wait(pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }

    private func address() throws(StepFailure) -> WebAddress {
        let text: Secret
        do {
            text = try VariableTemplate(instruction.url).resolve(variable)
        } catch let missing as VariableTemplate.MissingVariable {
            throw failure("the variable \(missing.name) is not set")
        } catch {
            throw failure("it is no address")
        }
        guard let address = WebAddress(text.reveal()) else { throw failure("it is no address http://… or https://…") }
        return address
    }

    private func wait(_ pause: Duration) throws(StepFailure) {
        let end = ContinuousClock.now + pause
        while ContinuousClock.now < end {
            if stop.isSet { throw .stopped }
            Pause.milliseconds(20)
        }
    }

    private func failure(_ reason: String) -> StepFailure { .failed(.health(url: instruction.url, reason: reason)) }
}
