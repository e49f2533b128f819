internal import CLinux
internal import Glibc

extension Subprocess {
    /// What a program left behind.
    package struct Output: Sendable {
        /// How it ended.
        package let status: ExitStatus
        /// What it wrote to standard output, up to the limit.
        package let standardOutput: [UInt8]
        /// What it wrote to standard error, up to the limit.
        package let standardError: [UInt8]
        /// Whether either stream was longer than what was kept of it.
        package let isTruncated: Bool

        /// Standard output as text, without the line break at its end.
        package var text: String { Output.text(standardOutput) }

        /// Standard error as text, without the line break at its end.
        package var errorText: String { Output.text(standardError) }

        private static func text(_ bytes: [UInt8]) -> String {
            let end = bytes.lastIndex { $0 != 0x0A && $0 != 0x0D }.map { $0 + 1 } ?? 0
            return String(decoding: bytes[..<end], as: UTF8.self)
        }
    }

    /// Runs the program to its end, and keeps what it writes.
    ///
    /// It returns when the program has ended *and* nobody holds its output streams any more.
    ///
    /// - Parameters:
    ///   - input: what its standard input holds; nil leaves it to `inputStream`.
    ///   - inputStream: its standard input where that holds nothing of ours.
    ///   - outputLimit: bytes kept of each stream; the rest is read and thrown away.
    ///   - take: is given the pieces of its standard output, which is not kept then; the program is killed where it says
    ///     that it takes no more.
    ///   - shouldEnd: asked now and then; when it says so, the program is killed, and with a session of its own all that it
    ///     has started there.
    package func run(
        input: [UInt8]? = nil, inputStream: Stream = .null, outputLimit: Int = 1 << 20,
        taking take: ((UnsafeRawBufferPointer) -> Bool)? = nil, endingWhen shouldEnd: (() -> Bool)? = nil
    ) throws(SubprocessError) -> Output {
        let output = try Pipe()
        let error = try Pipe()
        let feed = input == nil ? nil : try Pipe()
        let process = try spawn(
            input: feed.map { .descriptor($0.readEnd) } ?? inputStream,
            output: .descriptor(output.writeEnd), error: .descriptor(error.writeEnd))
        output.closeWriteEnd()
        error.closeWriteEnd()
        feed?.closeReadEnd()

        let end = { [session] in
            switch session {
            case .inherited: process.send(signal: SIGKILL)
            case .new: process.sendToGroup(signal: SIGKILL)
            }
        }
        var wantsMore = true
        let taking = take.map { take in
            { (piece: UnsafeRawBufferPointer) in
                guard wantsMore, !take(piece) else { return }
                wantsMore = false
                end()
            }
        }
        var exchange = Exchange(
            limit: outputLimit, input: input ?? [], feed: feed, output: output, error: error, take: taking)
        let failure = exchange.run {
            if let shouldEnd, shouldEnd() { end() }
        }
        if failure != 0 { process.send(signal: SIGKILL) }
        let status = try process.wait()
        if failure != 0 { throw .systemCall("poll", number: failure) }
        return Output(
            status: status, standardOutput: exchange.kept[0], standardError: exchange.kept[1],
            isTruncated: exchange.isTruncated)
    }
}

/// The traffic with a child: its input is written and its two outputs are read as each is ready.
private struct Exchange {
    let limit: Int
    let input: [UInt8]
    let feed: Pipe?
    let output: Pipe
    let error: Pipe
    let take: ((UnsafeRawBufferPointer) -> Void)?
    private(set) var kept: [[UInt8]] = [[], []]
    private(set) var isTruncated = false
    private var sent = 0
    private var piece = [UInt8](repeating: 0, count: 1 << 16)

    init(
        limit: Int, input: [UInt8], feed: Pipe?, output: Pipe, error: Pipe, take: ((UnsafeRawBufferPointer) -> Void)?
    ) {
        self.take = take
        self.limit = limit
        self.input = input
        self.feed = feed
        self.output = output
        self.error = error
    }

    /// Runs until both outputs have ended.
    ///
    /// - Parameter tick: called several times a second.
    /// - Returns: zero, or the error number of a failed wait.
    mutating func run(_ tick: () -> Void) -> Int32 {
        let mask = BrokenPipeSignal.block()
        defer { BrokenPipeSignal.restore(mask) }
        if let feed { _ = fcntl(feed.writeEnd, F_SETFL, O_NONBLOCK) }
        var isOpen = [true, true]
        var isFeeding = feed != nil
        if isFeeding { isFeeding = writeSome() }
        while isOpen[0] || isOpen[1] {
            // A negative descriptor is skipped.
            var events = [
                pollfd(fd: isOpen[0] ? output.readEnd : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOpen[1] ? error.readEnd : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isFeeding ? feed?.writeEnd ?? -1 : -1, events: Int16(POLLOUT), revents: 0),
            ]
            tick()
            if poll(&events, nfds_t(events.count), 100) < 0 {
                if errno == EINTR { continue }
                return errno
            }
            if events[0].revents != 0 { isOpen[0] = readSome(output.readEnd, into: 0) }
            if events[1].revents != 0 { isOpen[1] = readSome(error.readEnd, into: 1) }
            if events[2].revents != 0 { isFeeding = writeSome() }
        }
        return 0
    }

    /// Reads once; false at the end.
    private mutating func readSome(_ descriptor: Int32, into index: Int) -> Bool {
        let count = read(descriptor, &piece, piece.count)
        if count < 0 { return errno == EINTR || errno == EAGAIN }
        if index == 0, let take {
            piece.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
            return count > 0
        }
        let room = limit - kept[index].count
        if count > room { isTruncated = true }
        kept[index] += piece[..<min(count, max(room, 0))]
        return count > 0
    }

    /// Writes once; false when all is written or the child does not read on.
    private mutating func writeSome() -> Bool {
        guard let feed else { return false }
        let count = input[sent...].withUnsafeBytes { write(feed.writeEnd, $0.baseAddress, $0.count) }
        if count >= 0 { sent += count }
        if count >= 0 ? sent < input.count : errno == EINTR || errno == EAGAIN { return true }
        feed.closeWriteEnd()
        return false
    }
}
