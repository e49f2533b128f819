/// Copies rows of the source into a table of the target, chunk by chunk, each chunk in one transaction.
package struct CopyInstruction: Hashable, Sendable {
    /// What the chunks are cut by.
    package enum ChunkKey: String, Sendable, CaseIterable {
        /// The last column of `read` is the row's rowid; `?1` and `?2` bound it, both included, and `?3` is the number of rows.
        case rowID = "rowid"
        /// After the columns of `read` come those of a key by which it is ordered, and `?1` is the number of rows; `continuation` has
        /// the query for what comes after a row.
        case key
        /// Not cut: all rows are one chunk, and `read` has no parameters.
        case none
    }

    /// How a copy that is cut by a key goes on after a chunk.
    package struct Continuation: Hashable, Sendable {
        /// The source's columns of the key, in its order; none of them is ever NULL.
        package let key: [String]
        /// Like `read`, but of the rows after the one whose key is `?2`, `?3`, …
        package let read: String

        package init(key: [String], read: String) {
            self.key = key
            self.read = read
        }
    }

    /// What happens to a value that its codec refuses, where neither of the other two policies is meant.
    package enum InvalidValuePolicy: String, Sendable, CaseIterable {
        case fail
        /// The row is set aside.
        case reject
        case null
    }

    /// What happens to a NUL inside a text.
    package enum NULPolicy: String, Sendable, CaseIterable {
        case fail
        case strip
        case reject
    }

    /// What happens to a text that is not UTF-8.
    package enum EncodingPolicy: String, Sendable, CaseIterable {
        case fail
        /// Each part that is none becomes U+FFFD.
        case replace
        /// All bytes of the text are characters of ISO 8859-1.
        case latin1
        case reject
    }

    /// A column of the target, in the order of `read`'s columns.
    package struct Column: Hashable, Sendable {
        package let name: String
        /// The type as PostgreSQL writes it, such as `character varying(20)`.
        package let type: String
        package let codec: CodecID
        /// What the codec is told besides the value: a namespace, a number, or a key as `${VARIABLE}`.
        package let argument: String?
        package let invalid: InvalidValuePolicy
        package let nul: NULPolicy
        package let encoding: EncodingPolicy

        package init(
            name: String, type: String, codec: CodecID, argument: String? = nil, invalid: InvalidValuePolicy = .fail,
            nul: NULPolicy = .fail,
            encoding: EncodingPolicy = .fail
        ) {
            self.name = name
            self.type = type
            self.codec = codec
            self.argument = argument
            self.invalid = invalid
            self.nul = nul
            self.encoding = encoding
        }

        /// Whether a value of the column may set its row aside.
        package var canReject: Bool { invalid == .reject || nul == .reject || encoding == .reject }
    }

    /// A reason to set rows aside that the source finds, whatever their values become.
    package struct RowTest: Hashable, Sendable {
        package enum Reason: String, Sendable, CaseIterable {
            /// The row names a parent that is not moved, or does not exist.
            case orphan
            /// A column of the primary key is NULL.
            case nullKey = "null_key"
        }

        /// The column of `columns` that is to blame.
        package let column: String
        package let reason: Reason

        package init(column: String, reason: Reason) {
            self.column = column
            self.reason = reason
        }
    }

    /// What must be true of the source's rows before the first one is written.
    package struct Requirement: Hashable, Sendable {
        /// A query in the source for what is against it; each row names one offender.
        package let offenders: String
        /// What is wrong with them: a sentence without a full stop.
        package let message: String

        package init(offenders: String, message: String) {
            self.offenders = offenders
            self.message = message
        }
    }

    /// The source's table, for messages.
    package let table: String
    package let read: String
    package let chunkBy: ChunkKey
    /// Nil unless the copy is cut by a key.
    package let continuation: Continuation?
    package let chunkRows: Int
    /// The table and its columns as SQL: `"public"."accounts" ("id", "email")`.
    package let into: String
    package let columns: [Column]
    /// The names of those columns that tell rows apart, in the key's order; empty where only the rowid does.
    package let key: [String]
    /// For the columns that state no other.
    package let invalid: InvalidValuePolicy
    /// The names of the columns whose values are looked at before the first row is written: those that may hold values
    /// that end the run.
    package let scan: [String]
    /// The last columns of `read`, after those of the key, in order: 1 sets the row aside.
    package let tests: [RowTest]
    package let requirements: [Requirement]

    package init(
        table: String, read: String, chunkBy: ChunkKey, continuation: Continuation? = nil, chunkRows: Int,
        into: String, columns: [Column], key: [String] = [], invalid: InvalidValuePolicy, scan: [String] = [],
        tests: [RowTest] = [],
        requirements: [Requirement] = []
    ) {
        self.table = table
        self.read = read
        self.chunkBy = chunkBy
        self.continuation = continuation
        self.chunkRows = chunkRows
        self.into = into
        self.columns = columns
        self.key = key
        self.invalid = invalid
        self.scan = scan
        self.tests = tests
        self.requirements = requirements
    }

    /// Whether rows may be set aside.
    package var canReject: Bool { !tests.isEmpty || columns.contains(where: \.canReject) }
}
