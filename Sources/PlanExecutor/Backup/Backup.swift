internal import PlanSupport

/// A finished backup: a directory that holds its data and its manifest.
package struct Backup: Hashable, Sendable {
    /// The directory.
    package let path: String
    package let manifest: BackupManifest

    static let manifestName = "manifest.json"

    var dataPath: String { Path.resolve(manifest.file, against: path) }
    package var name: String { Path.name(of: path) }

    /// Reads the manifest of a directory, and compares neither its data's size nor their digest.
    package init(at path: String) throws(BackupFailure) {
        let file = Path.resolve(Self.manifestName, against: path)
        guard Files.exists(file) else {
            throw .unusable(
                path: path, reason: Files.exists(path) ? "it has no manifest.json" : "there is no such directory")
        }
        let bytes: [UInt8]
        do throws(FileFailure) { bytes = try Files.read(file, limit: 1 << 20) } catch { throw .file(error) }
        do {
            manifest = try BackupManifest(JSONParser.parse(bytes))
        } catch {
            throw .unusable(path: file, reason: "\(error)")
        }
        self.path = path
    }

    /// Compares the data with what the manifest says.
    func requireIntact() throws(BackupFailure) {
        guard Files.exists(dataPath) else {
            throw .unusable(path: path, reason: "its file \(manifest.file) is missing")
        }
        let (digest, bytes): (ContentDigest, Int64)
        do throws(FileFailure) {
            (digest, bytes) = (try ContentDigest(ofFile: dataPath), try Files.size(dataPath))
        } catch {
            throw .file(error)
        }
        guard bytes == manifest.bytes else {
            throw .unusable(
                path: path, reason: "\(manifest.file) has \(bytes) bytes, and \(manifest.bytes) were written")
        }
        guard digest == manifest.digest else {
            throw .unusable(
                path: path,
                reason:
                    "\(manifest.file) is damaged: its digest is \(digest.short), and \(manifest.digest.short) was written"
            )
        }
    }
}
