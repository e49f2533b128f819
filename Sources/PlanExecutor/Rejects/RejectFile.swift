internal import PlanSupport

/// The rows of one copy that were set aside: a CSV file, made when the first of them comes.
///
/// A chunk's lines are on the disk before its rows are committed, and are cut off if they are not: whatever the ledger
/// counts is in the file, and the file has nothing else.
final class RejectFile {
    private static let header = "table,key,column,value,reason\n"
    /// Bytes gathered before they are written.
    private static let pieceSize = 1 << 16

    private let directory: String
    private let table: String
    private var file: AppendedFile?
    private var pending: [UInt8] = []
    /// The length after the last chunk that is committed; nil while there is no file.
    private var committed: Int64?

    /// - Parameter committed: the length after the last chunk that an earlier attempt has committed; what comes after it is
    ///   cut off.
    init(directory: String, table: String, committed: Int64? = nil) {
        self.directory = directory
        self.table = table
        self.committed = committed
    }

    var path: String { Path.resolve(Self.name(of: table), against: directory) }

    /// Whether a row has been set aside.
    var exists: Bool { committed != nil }

    /// Adds a row.
    ///
    /// - Parameters:
    ///   - key: a condition that finds the row in the source.
    ///   - value: as SQLite would write it.
    ///   - reason: a word, the same for all values of its kind.
    func add(key: String, column: String, value: String, reason: String) throws(StepFailure) {
        for field in [table, key, column, value] {
            append(field)
            pending.append(UInt8(ascii: ","))
        }
        append(reason)
        pending += Array("\n".utf8)
        if pending.count >= Self.pieceSize { try flush() }
    }

    /// Puts the lines of a chunk on the disk.
    ///
    /// - Returns: the file's length; nil while there is no file.
    func endChunk() throws(StepFailure) -> Int64? {
        try flush()
        if file == nil { return committed }
        do throws(FileFailure) { try file?.synchronize() } catch { throw .failed(.rejectFile(error)) }
        return file?.length
    }

    /// The rows of the last chunk are committed.
    func keepChunk() { committed = file?.length ?? committed }

    /// The rows of the last chunk are not committed: their lines go.
    func abandonChunk() {
        pending.removeAll()
        // What cannot be cut off is cut off when the copy is resumed, from the ledger; the first failure is the one to tell.
        _ = try? file?.cut(to: committed ?? 0)
    }

    private func flush() throws(StepFailure) {
        guard !pending.isEmpty else { return }
        do throws(FileFailure) {
            if file == nil {
                try Files.makeDirectory(directory)
                file = try AppendedFile(path, committed == nil ? .empty : .kept)
                if let committed { try file?.cut(to: committed) }
            }
            if file?.length == 0 { try file?.append(Array(Self.header.utf8)) }
            try file?.append(pending)
        } catch {
            throw .failed(.rejectFile(error))
        }
        pending.removeAll(keepingCapacity: true)
    }

    private func append(_ field: String) {
        let quoted = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        guard quoted else {
            pending += Array(field.utf8)
            return
        }
        pending.append(0x22)
        for byte in field.utf8 {
            if byte == 0x22 { pending.append(0x22) }
            pending.append(byte)
        }
        pending.append(0x22)
    }

    /// The name of a table's file: letters, digits and `_-.` as they are, other bytes as `%` and two hexadecimal digits.
    static func name(of table: String) -> String {
        var name = ""
        for (place, byte) in table.utf8.enumerated() {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "-"): name += String(Unicode.Scalar(byte))
            case UInt8(ascii: ".") where place > 0: name += "."
            default: name += "%" + Hexadecimal.text(of: [byte])
            }
        }
        // A file's name has at most 255 bytes.
        if name.utf8.count > 200 { name = String(name.prefix(180)) + "-" + ContentDigest(of: table).short }
        return name + ".csv"
    }
}
