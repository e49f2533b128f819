internal import Glibc

/// Lets the calling thread sleep.
package enum Pause {
    package static func milliseconds(_ count: UInt32) { usleep(count * 1000) }
}
