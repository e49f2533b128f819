internal import Glibc
internal import PlanExecutor
internal import PlanSupport

/// Turns SIGINT, SIGTERM and SIGHUP into requests to stop.
///
/// The signals are blocked in every thread and waited for in one, so that nothing runs inside a signal handler.
enum SignalWatcher {
    /// Watches from now on to the end of the process. Must be called before other threads are started.
    static func start(_ token: CancellationToken) {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        // Without the thread the signals stay blocked; a run that cannot be stopped is better than none.
        _ = try? WorkerThread { [signals] in
            var signals = signals
            while true {
                var received: Int32 = 0
                if sigwait(&signals, &received) == 0 { token.request() }
            }
        }
    }
}
