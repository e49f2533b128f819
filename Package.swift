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
/// No row passes through them, so that they are compiled for size.
let safe: [SwiftSetting] =
    common + [.strictMemorySafety(), .unsafeFlags(["-Osize"], .when(configuration: .release))]

/// A library target of this package, with the modules that it may import.
func library(
    _ name: String, _ settings: [SwiftSetting], embedding resources: [Resource] = [],
    imports dependencies: Target.Dependency...
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: ["README.md"], resources: resources, swiftSettings: settings)
}

func tests(_ name: String, imports dependencies: Target.Dependency...) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: common)
}

/// The layers, top to bottom. `Tests/ArchitectureTests` compares the imports with its own copy of the arrows.
let package = Package(
    name: "plan",
    targets: [
        // Layer 7
        .executableTarget(
            name: "plan", dependencies: ["PlanCommands"], exclude: ["README.md"], swiftSettings: common),

        // Layer 6
        library(
            "PlanCommands", common,
            imports: "PlanCompiler", "PlanEmitters", "PlanExecutor", "PlanDocument", "PlanDialects", "PlanYAML",
            "PlanGraph", "PlanSQL", "PlanSQLite", "PlanPostgres", "PlanDiagnostics", "PlanCatalog", "PlanArguments",
            "PlanSupport"),

        // For tests: may import every library
        library("PlanTestSupport", common, imports: "PlanPostgres", "PlanSQLite", "PlanSupport"),

        // Layer 5
        library(
            "PlanCompiler", safe,
            imports: "PlanDocument", "PlanDialects", "PlanSQL", "PlanCatalog", "PlanGraph", "PlanDiagnostics",
            "PlanSupport"),
        library(
            "PlanEmitters", safe,
            embedding: [
                .embedInCode("Page/Resources/page.css"), .embedInCode("Page/Resources/shared.js"),
                .embedInCode("Page/Resources/graph.html"), .embedInCode("Page/Resources/graph.js"),
                .embedInCode("Page/Resources/report.html"), .embedInCode("Page/Resources/report.js"),
            ], imports: "PlanGraph", "PlanSupport"),
        library(
            "PlanExecutor", common, imports: "PlanGraph", "PlanCatalog", "PlanSQLite", "PlanPostgres", "PlanSupport"),

        // Layer 4
        library(
            "PlanDialects", safe,
            imports: "PlanSQL", "PlanCatalog", "PlanGraph", "PlanDiagnostics", "PlanSupport"),
        library("PlanDocument", safe, imports: "PlanYAML", "PlanDiagnostics", "PlanSupport"),

        // Layer 3
        library("PlanGraph", safe, imports: "PlanCatalog", "PlanSupport"),
        library("PlanPostgres", common, imports: "CPostgres", "PlanCatalog", "PlanSupport"),
        library("PlanSQL", safe, imports: "PlanDiagnostics", "PlanSupport"),
        library("PlanSQLite", common, imports: "CSQLite", "PlanCatalog", "PlanSupport"),
        library("PlanYAML", common, imports: "CYAML", "PlanDiagnostics", "PlanSupport"),

        // Layer 2
        library("PlanArguments", safe, imports: "PlanSupport"),
        library("PlanCatalog", safe, imports: "PlanSupport"),
        library("PlanDiagnostics", safe, imports: "PlanSupport"),

        // Layer 1
        library("PlanSupport", common, imports: "CLinux", "COpenSSL", "CXXHash", "CZlib"),

        // Layer 0: one importer each
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // Tests
        tests("ArchitectureTests", imports: "PlanSupport", "PlanTestSupport"),
        tests(
            "SchemaTests",
            imports: "PlanExecutor", "PlanGraph", "PlanDiagnostics", "PlanCatalog", "PlanSupport", "PlanTestSupport"),
        .testTarget(
            name: "DocumentationTests",
            dependencies: [
                "plan", "PlanCommands", "PlanDialects", "PlanGraph", "PlanSQL", "PlanDiagnostics", "PlanArguments",
                "PlanSupport", "PlanTestSupport",
            ], swiftSettings: common),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "plan", "PlanCommands", "PlanArguments", "PlanGraph", "PlanPostgres", "PlanSupport", "PlanTestSupport",
            ], swiftSettings: common),
        tests("PlanArgumentsTests", imports: "PlanArguments", "PlanSupport", "PlanTestSupport"),
        tests("PlanCatalogTests", imports: "PlanCatalog", "PlanSupport"),
        tests(
            "PlanCompilerTests",
            imports: "PlanCompiler", "PlanDocument", "PlanDialects", "PlanGraph", "PlanSQLite", "PlanDiagnostics",
            "PlanCatalog", "PlanSupport", "PlanTestSupport"),
        tests("PlanDiagnosticsTests", imports: "PlanDiagnostics", "PlanSupport"),
        tests(
            "PlanDialectsTests",
            imports: "PlanDialects", "PlanSQL", "PlanSQLite", "PlanPostgres", "PlanCatalog", "PlanGraph", "PlanSupport",
            "PlanTestSupport"),
        .executableTarget(
            name: "coverage",
            dependencies: [
                "PlanCompiler", "PlanDocument", "PlanSQL", "PlanSQLite", "PlanDiagnostics", "PlanCatalog",
                "PlanSupport",
            ], path: "Tests/Fixtures/Coverage", swiftSettings: common),
        .executableTarget(
            name: "executor-host",
            dependencies: ["PlanExecutor", "PlanGraph", "PlanSQLite", "PlanPostgres", "PlanCatalog", "PlanSupport"],
            path: "Tests/Fixtures/ExecutorHost", swiftSettings: common),
        tests(
            "PlanExecutorTests",
            imports: "PlanExecutor", "PlanDialects", "PlanGraph", "PlanSQLite", "PlanPostgres", "PlanCatalog",
            "PlanSupport", "PlanTestSupport", "executor-host"),
        .testTarget(
            name: "PlanDocumentTests",
            dependencies: ["PlanDocument", "PlanYAML", "PlanDiagnostics", "PlanSupport", "PlanTestSupport"],
            exclude: ["Plans"], swiftSettings: common),
        tests(
            "PlanEmittersTests", imports: "PlanEmitters", "PlanCatalog", "PlanGraph", "PlanSupport", "PlanTestSupport"),
        tests("PlanGraphTests", imports: "PlanGraph", "PlanCatalog", "PlanSupport"),
        tests("PlanPostgresTests", imports: "PlanPostgres", "PlanSupport", "PlanTestSupport"),
        tests(
            "PlanSQLTests", imports: "PlanSQL", "PlanPostgres", "PlanDiagnostics", "PlanSupport", "PlanTestSupport"),
        tests("PlanSQLiteTests", imports: "PlanSQLite", "PlanCatalog", "PlanSupport", "PlanTestSupport"),
        tests("PlanSupportTests", imports: "PlanSupport", "PlanTestSupport"),
        tests("PlanYAMLTests", imports: "PlanYAML", "PlanDiagnostics", "PlanSupport", "PlanTestSupport"),
    ]
)
