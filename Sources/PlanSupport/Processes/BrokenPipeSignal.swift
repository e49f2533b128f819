internal import Glibc

/// Keeps a write to a child that no longer reads from killing us: SIGPIPE is blocked in this thread meanwhile.
enum BrokenPipeSignal {
    static func block() -> sigset_t {
        var (signals, before) = (sigset_t(), sigset_t())
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, &before)
        return before
    }

    static func restore(_ mask: sigset_t) {
        if contains(mask) { return }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        // Takes a signal that is pending, or it would be delivered now.
        var now = timespec()
        while sigtimedwait(&signals, nil, &now) < 0, errno == EINTR {}
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    private static func contains(_ mask: sigset_t) -> Bool {
        var mask = mask
        return sigismember(&mask, SIGPIPE) == 1
    }
}
