import Glibc
import PlanSupport
import Synchronization
import Testing

@Suite struct ThreadTests {
    @Test func `a thread runs its body once and can be waited for`() throws {
        let count = Mutex(0)
        let threads = try (0..<8).map { _ in try WorkerThread { count.withLock { $0 += 1 } } }
        for thread in threads { thread.join() }
        threads[0].join()
        #expect(count.withLock { $0 } == 8)
    }

    @Test func `a waiter sees the change that another thread makes`() throws {
        let monitor = Monitor(0)
        let thread = try WorkerThread {
            for _ in 0..<1000 { monitor.update { $0 += 1 } }
        }
        #expect(monitor.wait { $0 >= 1000 ? $0 : nil } == 1000)
        thread.join()
        #expect(monitor.read { $0 } == 1000)
    }

    @Test func `waiting ends when the time is up`() {
        let start = ContinuousClock.now
        let value: Int? = Monitor(0).wait(atMost: .milliseconds(50)) { $0 > 0 ? $0 : nil }
        #expect(value == nil)
        #expect(ContinuousClock.now - start >= .milliseconds(50))
    }

    @Test func `signals stay with the thread that waits for them`() throws {
        let isBlocked = Mutex(false)
        try WorkerThread {
            var mask = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &mask)
            isBlocked.withLock { $0 = sigismember(&mask, SIGINT) == 1 && sigismember(&mask, SIGSEGV) == 0 }
        }.join()
        #expect(isBlocked.withLock { $0 })
    }
}
