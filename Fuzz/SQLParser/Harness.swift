import Glibc

/// What libFuzzer calls with each input. An input for which the property does not hold ends the program, which is how
/// libFuzzer learns of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try ParserProperty(Array(UnsafeBufferPointer(start: start, count: count))).check()
    } catch {
        // Optimised code traps without a word.
        let reason = Array("\(error)\n".utf8)
        _ = write(STDERR_FILENO, reason, reason.count)
        preconditionFailure("the property does not hold")
    }
    return 0
}
