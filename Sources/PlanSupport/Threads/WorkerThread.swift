// The system's types belong to whichever module of C's was the first to see them.
internal import CLinux
internal import COpenSSL
internal import Glibc
internal import Synchronization

/// A thread of the system, for work that blocks: it is none of Swift's cooperative pool.
///
/// Signals are delivered to other threads, those of a fault apart.
package final class WorkerThread: Sendable {
    /// The system refused to start a thread, with the error number `errno`.
    package struct StartFailure: Error, Hashable, CustomStringConvertible {
        package let number: Int32

        package var description: String { "cannot start a thread: \(String(cString: strerror(number)))" }
    }

    private let thread: pthread_t
    private let isJoined = Atomic(false)

    /// Starts a thread that runs `body`.
    ///
    /// - Parameter stackSize: bytes; only those used take memory.
    package init(stackSize: Int = 4 << 20, _ body: @escaping @Sendable () -> Void) throws(StartFailure) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        // A thread starts with the signal mask of the one that starts it.
        var (mask, before) = (Self.mask, sigset_t())
        pthread_sigmask(SIG_SETMASK, &mask, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let box = Unmanaged.passRetained(Body(body))
        var started = pthread_t()
        let code = pthread_create(
            &started, &attributes,
            { context in
                guard let context else { return nil }
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            throw StartFailure(number: code)
        }
        thread = started
    }

    /// A thread that nobody waits for frees itself.
    deinit {
        if !isJoined.load(ordering: .acquiring) { pthread_detach(thread) }
    }

    /// Blocks until the thread has ended. Only the first call waits.
    package func join() {
        guard !isJoined.exchange(true, ordering: .acquiringAndReleasing) else { return }
        pthread_join(thread, nil)
    }

    private final class Body {
        let run: () -> Void

        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// All signals but those that a fault of the thread itself raises.
    private static var mask: sigset_t {
        var signals = sigset_t()
        sigfillset(&signals)
        for signal in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { sigdelset(&signals, signal) }
        return signals
    }
}
