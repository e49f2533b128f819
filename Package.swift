// swift-tools-version: 6.2

import PackageDescription

/// Settings of every target: Swift 6, warnings are errors.
let common: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Targets that hold no C handle and no raw memory are compiled so that unsafe code in them does not build.
let safe: [SwiftSetting] = common + [.strictMemorySafety()]

/// The layers, top to bottom, are those of HOUSE.md; `Tests/ArchitectureTests` compares the imports with this list.
let package = Package(
    name: "plan",
    targets: [
        // Layer 5
        .target(
            name: "PlanExecutor",
            dependencies: ["PlanGraph", "PlanSQLite", "PlanPostgres", "PlanCatalog", "PlanSupport"],
            exclude: ["README.md"], swiftSettings: common),

        // Test support: may import every library
        .target(
            name: "PlanTestSupport", dependencies: ["PlanPostgres", "PlanSupport"], exclude: ["README.md"],
            swiftSettings: common),

        // Layer 3
        .target(
            name: "PlanSQLite", dependencies: ["CSQLite", "PlanCatalog", "PlanSupport"], exclude: ["README.md"],
            swiftSettings: common),
        .target(
            name: "PlanPostgres", dependencies: ["CPostgres", "PlanSupport"], exclude: ["README.md"],
            swiftSettings: common),
        .target(
            name: "PlanGraph", dependencies: ["PlanCatalog", "PlanSupport"], exclude: ["README.md"],
            swiftSettings: safe),

        // Layer 2
        .target(name: "PlanCatalog", dependencies: ["PlanSupport"], exclude: ["README.md"], swiftSettings: safe),
        .target(
            name: "PlanDiagnostics", dependencies: ["PlanSupport"], exclude: ["README.md"], swiftSettings: safe),

        // Layer 1
        .target(
            name: "PlanSupport", dependencies: ["CLinux", "COpenSSL"], exclude: ["README.md"], swiftSettings: common),

        // Layer 0: one importer each
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        // Tests
        .testTarget(
            name: "PlanExecutorTests",
            dependencies: [
                "PlanExecutor", "PlanGraph", "PlanSQLite", "PlanPostgres", "PlanCatalog", "PlanSupport",
                "PlanTestSupport",
            ], swiftSettings: common),
        .testTarget(name: "PlanSupportTests", dependencies: ["PlanSupport"], swiftSettings: common),
        .testTarget(
            name: "PlanDiagnosticsTests", dependencies: ["PlanDiagnostics", "PlanSupport"], swiftSettings: common),
        .testTarget(
            name: "PlanSQLiteTests", dependencies: ["PlanSQLite", "PlanCatalog", "PlanSupport"], swiftSettings: common),
        .testTarget(name: "PlanCatalogTests", dependencies: ["PlanCatalog", "PlanSupport"], swiftSettings: common),
        .testTarget(
            name: "PlanGraphTests", dependencies: ["PlanGraph", "PlanCatalog", "PlanSupport"], swiftSettings: common),
        .testTarget(
            name: "PlanPostgresTests", dependencies: ["PlanPostgres", "PlanSupport", "PlanTestSupport"],
            swiftSettings: common),
    ]
)
