import Synchronization
import Testing

@testable import PlanExecutor

@Suite struct CancellationTests {
    @Test func `the second request is the urgent one, and each is told to those who observe`() {
        let told = Mutex<[CancellationToken.Urgency]>([])
        let token = CancellationToken()
        #expect(token.urgency == .none)
        token.observing({ urgency in told.withLock { $0.append(urgency) } }) {
            token.request()
            #expect(token.urgency == .stop)
            token.request()
        }
        token.request()
        #expect(token.urgency == .stopNow)
        #expect(told.withLock { $0 } == [.stop, .stopNow])
    }
}
