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
        // Test support: may import every library
        .target(
            name: "PlanTestSupport", dependencies: ["PlanPostgres", "PlanSupport"], exclude: ["README.md"],
            swiftSettings: common),

        // Layer 3
        .target(
            name: "PlanPostgres", dependencies: ["CPostgres", "PlanSupport"], exclude: ["README.md"],
            swiftSettings: common),

        // Layer 1
        .target(
            name: "PlanSupport", dependencies: ["CLinux", "COpenSSL"], exclude: ["README.md"], swiftSettings: common),

        // Layer 0: one importer each
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        // Tests
        .testTarget(name: "PlanSupportTests", dependencies: ["PlanSupport"], swiftSettings: common),
        .testTarget(
            name: "PlanPostgresTests", dependencies: ["PlanPostgres", "PlanSupport", "PlanTestSupport"],
            swiftSettings: common),
    ]
)
