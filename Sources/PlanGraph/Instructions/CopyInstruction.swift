/// Copies rows of the source into a table of the target, chunk by chunk, each chunk in one transaction.
package struct CopyInstruction: Hashable, Sendable {
    /// What the chunks are cut by.
    package enum ChunkKey: String, Sendable, CaseIterable {
        /// The last column of `read` is the row's rowid; `?1` and `?2` bound it, both included, and `?3` is the number of rows.
        case rowID = "rowid"
        /// Not cut: all rows are one chunk, and `read` has no parameters.
        case none
    }

    /// What happens to a value that its codec refuses.
    package enum InvalidValuePolicy: String, Sendable, CaseIterable {
        case fail
    }

    /// A column of the target, in the order of `read`'s columns.
    package struct Column: Hashable, Sendable {
        package let name: String
        /// The type as PostgreSQL writes it, such as `character varying(20)`.
        package let type: String
        package let codec: CodecID

        package init(name: String, type: String, codec: CodecID) {
            self.name = name
            self.type = type
            self.codec = codec
        }
    }

    /// The source's table, for messages.
    package let table: String
    package let read: String
    package let chunkBy: ChunkKey
    package let chunkRows: Int
    /// The table and its columns as SQL: `"public"."accounts" ("id", "email")`.
    package let into: String
    package let columns: [Column]
    package let invalid: InvalidValuePolicy

    package init(
        table: String, read: String, chunkBy: ChunkKey, chunkRows: Int, into: String, columns: [Column],
        invalid: InvalidValuePolicy
    ) {
        self.table = table
        self.read = read
        self.chunkBy = chunkBy
        self.chunkRows = chunkRows
        self.into = into
        self.columns = columns
        self.invalid = invalid
    }
}
