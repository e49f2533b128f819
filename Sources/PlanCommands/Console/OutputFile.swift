internal import PlanSupport

/// Files that commands write: JSON documents, which replace nothing but JSON documents.
enum OutputFile {
    /// Writes a file, at once.
    static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
        try require(path)
        do throws(FileFailure) {
            try Files.writeAtomically(bytes, to: path)
        } catch {
            throw CommandFailure(.failed, .file(error))
        }
    }

    /// Fails if a file could not be written, or would replace what is no JSON: a mistyped path must not cost a database.
    static func require(_ path: String) throws(CommandFailure) {
        let head: [UInt8]
        do throws(FileFailure) {
            try Files.requireWritable(path)
            guard Files.isRegular(path) else { return }
            head = try Files.readHead(path, bytes: 64)
        } catch {
            throw CommandFailure(.failed, .file(error))
        }
        let first = head.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard first == nil || first == UInt8(ascii: "{") else { throw CommandFailure(.failed, .notOurFile(path)) }
    }
}
