import PlanCatalog
import PlanExecutor
import PlanSupport

extension SampleDocuments {
    /// The first has all that a manifest can have.
    static func manifest(_ occasion: BackupManifest.Occasion) -> JSONValue {
        let isFirst = occasion == .create
        return BackupManifest(
            engine: isFirst ? .postgresql : .sqlite, database: "shop", place: "db.example.com:5432",
            createdAt: UTCTime(seconds: 1_764_320_000), occasion: occasion, file: "database.dump", bytes: 12,
            digest: ContentDigest(of: "data"), toolVersion: "0.1.0", writer: "pg_dump 15.18",
            serverVersion: isFirst ? "15.18" : nil, restorePoint: isFirst ? "plan shop 20251128T085320Z" : nil
        ).json
    }
}
