/// Something in the source's rows that would end a run, found before it began.
package struct SourceFinding: Hashable, Sendable, CustomStringConvertible {
    /// A row that it was found in.
    package struct Example: Hashable, Sendable, CustomStringConvertible {
        /// How the row is found again.
        package let key: String
        /// The value as SQLite would write it, shortened; nil where the key says it all.
        package let value: String?

        package init(key: String, value: String?) {
            self.key = key
            self.value = value
        }

        package var description: String { value.map { "\(key): \($0)" } ?? key }
    }

    package let table: String
    /// Nil where it is about the row.
    package let column: String?
    /// What is wrong, as a sentence without a full stop.
    package let message: String
    /// Rows that it is found in.
    package private(set) var count: Int64 = 0
    /// The first few of them.
    package private(set) var examples: [Example] = []

    /// How many examples are kept.
    static let exampleLimit = 5

    init(table: String, column: String?, message: String) {
        self.table = table
        self.column = column
        self.message = message
    }

    /// Counts a row; the example is made only where it is kept.
    mutating func add(_ example: () -> Example) {
        count += 1
        if examples.count < Self.exampleLimit { examples.append(example()) }
    }

    package var description: String {
        let shown = examples.map(\.description).joined(separator: ", ")
        let rest = count > Int64(examples.count) ? ", …" : ""
        return
            "\(table)\(column.map { ".\($0)" } ?? ""): \(message): \(count) row\(count == 1 ? "" : "s") (\(shown)\(rest))"
    }
}
