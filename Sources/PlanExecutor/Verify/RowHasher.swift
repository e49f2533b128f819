internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// What a row is compared by.
struct RowHashes: Hashable, Sendable {
    /// The hash of the columns that tell rows apart; where none do, that of the row.
    let key: Hash128
    let row: Hash128
}

/// Hashes rows in COPY's binary form, after bringing their values into the one form that equal values share. Both sides
/// of a comparison use it.
struct RowHasher: ~Copyable {
    private let forms: [ValueForm]
    private let key: KeyColumns
    /// Whether the bytes can be hashed as they are.
    private let isExact: Bool
    private var formed = CopyBuffer()

    /// - Parameter key: columns of the copy; none where rows are told apart by all their values.
    init(_ copy: CopyInstruction, key: [String]) {
        forms = copy.columns.map { ValueForm(type: $0.type) }
        self.key = KeyColumns(places: key.compactMap { name in copy.columns.firstIndex { $0.name == name } })
        isExact = forms.allSatisfy(\.isExact)
    }

    /// The hashes of a row.
    ///
    /// - Parameter fields: the row after the number of its fields.
    mutating func hash(_ fields: UnsafeRawBufferPointer) -> RowHashes {
        let key = key
        if isExact { return key.hashes(of: fields) }
        formed.reset()
        var reader = FieldReader(fields)
        for form in forms {
            if let field = reader.next() { form.append(field, to: &formed) } else { formed.appendNull() }
        }
        return formed.withBytes { key.hashes(of: $0) }
    }
}

/// Where the columns stand that tell rows apart.
private struct KeyColumns: Sendable {
    /// Ascending.
    private let places: [Int]
    /// Whether they are the first columns of the row.
    private let areFirst: Bool

    init(places: [Int]) {
        self.places = places.sorted()
        areFirst = self.places.last == places.count - 1
    }

    /// - Parameter fields: of one form for equal values.
    func hashes(of fields: UnsafeRawBufferPointer) -> RowHashes {
        let row = Hash128(of: fields)
        if places.isEmpty { return RowHashes(key: row, row: row) }
        var reader = FieldReader(fields)
        if areFirst {
            for _ in places { _ = reader.next() }
            return RowHashes(key: Hash128(of: UnsafeRawBufferPointer(rebasing: fields[..<reader.offset])), row: row)
        }
        var key = Hash128.zero
        var column = 0
        for place in places {
            while column < place {
                _ = reader.next()
                column += 1
            }
            let start = reader.offset
            _ = reader.next()
            column += 1
            let field = Hash128(of: UnsafeRawBufferPointer(rebasing: fields[start..<reader.offset]))
            key = withUnsafeBytes(of: (key.high, key.low, field.high, field.low)) { Hash128(of: $0) }
        }
        return RowHashes(key: key, row: row)
    }
}
