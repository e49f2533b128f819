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
        // Layer 4
        .target(
            name: "PlanDocument", dependencies: ["PlanDiagnostics", "PlanSupport", "PlanYAML"], exclude: ["README.md"],
            swiftSettings: safe),

        // Layer 3
        .target(
            name: "PlanYAML", dependencies: ["CYAML", "PlanDiagnostics", "PlanSupport"], exclude: ["README.md"],
            swiftSettings: common),

        // Layer 2
        .target(
            name: "PlanDiagnostics", dependencies: ["PlanSupport"], exclude: ["README.md"], swiftSettings: safe),

        // Layer 1
        .target(name: "PlanSupport", dependencies: ["COpenSSL"], exclude: ["README.md"], swiftSettings: common),

        // Layer 0: one importer each
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),

        // Tests
        .testTarget(name: "PlanSupportTests", dependencies: ["PlanSupport"], swiftSettings: common),
        .testTarget(
            name: "PlanDiagnosticsTests", dependencies: ["PlanDiagnostics", "PlanSupport"], swiftSettings: common),
        .testTarget(
            name: "PlanYAMLTests", dependencies: ["PlanDiagnostics", "PlanSupport", "PlanYAML"], swiftSettings: common),
        .testTarget(
            name: "PlanDocumentTests", dependencies: ["PlanDiagnostics", "PlanDocument", "PlanSupport", "PlanYAML"],
            exclude: ["Plans"], swiftSettings: common),
    ]
)
