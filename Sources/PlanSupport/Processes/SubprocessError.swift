internal import Glibc

/// Why a program could not be started or talked to. That it ran and failed is no error but its exit status.
package enum SubprocessError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No such program: neither the path nor, for a bare name, any directory of the search path has it.
    case programNotFound(String)
    /// The system refused to start it, with the error number `errno`.
    case notStarted(String, number: Int32)
    /// A pipe, or the wait for the program's end, failed with the error number `errno`.
    case systemCall(String, number: Int32)

    package var description: String {
        switch self {
        case .programNotFound(let program): "cannot run \(program): there is no such program"
        case .notStarted(let program, let number): "cannot run \(program): \(String(cString: strerror(number)))"
        case .systemCall(let call, let number): "\(call) failed: \(String(cString: strerror(number)))"
        }
    }
}
