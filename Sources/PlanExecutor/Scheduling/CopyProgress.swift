/// A copy under way: what is left of it, and what was committed. Several streams work on it.
struct CopyProgress: Sendable {
    /// Not begun, in the order in which they are.
    var waiting: [CopyRange]
    /// Ranges of which a chunk is being copied now.
    var inFlight = 0
    /// The number of the next chunk.
    var nextNumber: Int
    /// What is committed, by an earlier attempt too.
    var copied: CopiedRows
    /// Rows and bytes that are sent and not yet committed.
    var sentRows: Int64 = 0
    var sentBytes: Int64 = 0
    /// Whether streams other than the one that began it may work on it.
    let isShared: Bool
    /// The length of the reject file after the last chunk that an earlier attempt has committed.
    let rejectsEnd: Int64?
    let start: ContinuousClock.Instant

    /// Whether another stream may take a part of it.
    var canBeHelped: Bool { isShared && !waiting.isEmpty }

    /// Whether nothing of it is left or under way.
    var isExhausted: Bool { waiting.isEmpty && inFlight == 0 }
}

/// A range that a stream has taken, to copy one chunk of it.
struct CopyClaim: Sendable {
    /// The number that the chunk gets, also where it is tried again: the ledger takes each number once.
    let number: Int
    let range: CopyRange
}

extension Schedule {
    /// A copy has begun: from now on streams that have nothing else to do help with it.
    func open(_ index: Int, _ progress: CopyProgress) { update { $0.copies[index] = progress } }

    /// Takes a range of a copy; nil if none is left, or everything is being stopped.
    func claim(_ index: Int) -> CopyClaim? {
        update { state in
            guard state.stop == nil, let copy = state.copies[index], let range = copy.waiting.first else { return nil }
            state.copies[index]?.waiting.removeFirst()
            state.copies[index]?.inFlight += 1
            state.copies[index]?.nextNumber += 1
            return CopyClaim(number: copy.nextNumber, range: range)
        }
    }

    /// Rows have been sent, or taken back where the count is negative.
    ///
    /// - Returns: all rows and bytes of the copy so far.
    func countSent(_ index: Int, rows: Int64, bytes: Int64) -> (rows: Int64, bytes: Int64) {
        update { state in
            state.copies[index]?.sentRows += rows
            state.copies[index]?.sentBytes += bytes
            guard let copy = state.copies[index] else { return (0, 0) }
            return (copy.copied.read + copy.sentRows, copy.copied.bytes + copy.sentBytes)
        }
    }

    /// Whether a chunk that reaches the end of its range is the last of its copy.
    func isLast(_ index: Int) -> Bool {
        read { state in state.copies[index].map { $0.waiting.isEmpty && $0.inFlight == 1 } ?? false }
    }

    /// A range has come as far as a chunk goes. What is left of it goes to the stream that asks first, in halves where
    /// others have nothing to do.
    func giveBack(_ index: Int, rest: CopyRange?) {
        update { state in
            state.copies[index]?.inFlight -= 1
            guard let rest else { return }
            if case .rowIDs(let keys) = rest, state.idle > 0, state.copies[index]?.isShared == true,
                let halves = keys.halves
            {
                state.copies[index]?.waiting.insert(contentsOf: [.rowIDs(halves.lower), .rowIDs(halves.upper)], at: 0)
            } else {
                state.copies[index]?.waiting.insert(rest, at: 0)
            }
        }
    }

    /// A chunk is committed.
    ///
    /// - Returns: all rows and bytes of the copy so far.
    func commit(
        _ index: Int, _ chunk: CopyChunk, _ uses: [PolicyUse], rejectFile: String?
    ) -> (rows: Int64, bytes: Int64) {
        update { state in
            state.copies[index]?.copied.add(chunk, uses, rejectFile: rejectFile)
            state.copies[index]?.sentRows -= chunk.rows + chunk.rejected
            state.copies[index]?.sentBytes -= chunk.bytes
            guard let copy = state.copies[index] else { return (0, 0) }
            return (copy.copied.read + copy.sentRows, copy.copied.bytes + copy.sentBytes)
        }
    }

    /// What has become of a copy so far.
    func progress(of index: Int) -> CopyProgress? { read { $0.copies[index] } }

    /// Closes a copy of which nothing is left.
    ///
    /// - Returns: what was copied, for the one stream that closes it; nil for all others.
    func close(_ index: Int) -> CopyProgress? {
        update { state in
            guard let copy = state.copies[index], copy.isExhausted else { return nil }
            state.copies[index] = nil
            return copy
        }
    }
}
