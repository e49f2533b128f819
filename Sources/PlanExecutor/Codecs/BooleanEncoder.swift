internal import PlanCatalog
internal import PlanPostgres
internal import PlanSQLite

/// The integers 0 and 1, and truth words where they are taken, as one byte.
struct BooleanEncoder: Sendable {
    /// Whether texts such as `yes` are truth values.
    enum Words {
        case taken, refused
    }

    private let words: Words

    init?(_ type: TargetType, words: Words) {
        guard type == .boolean else { return nil }
        self.words = words
    }

    @inline(__always)
    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        let value: Bool
        switch (cell, words) {
        case (.integer(let integer), _):
            guard integer == 0 || integer == 1 else { throw .notBoolean }
            value = integer == 1
        case (.text(let bytes), .taken):
            guard let word = NumberText.boolean(bytes.bindMemory(to: UInt8.self).span) else { throw .notBoolean }
            value = word
        case (.text, .refused), (.real, _), (.blob, _), (.null, _): throw .storageClass
        }
        buffer.append(1 as Int32)
        buffer.append(value ? 1 : 0 as UInt8)
    }
}
