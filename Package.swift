// swift-tools-version: 6.1
import PackageDescription

// The house: data flows text → tokens → syntax tree → plan → operators → batches → writer, and so do the imports.
let package = Package(
    name: "expoq",
    products: [
        .library(name: "ExpoQuery", targets: ["ExpoQuery"]),
        .executable(name: "expoq", targets: ["expoq"]),
        .executable(name: "expoq-bench", targets: ["expoq-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ],
    targets: [
        .target(name: "QueryLanguage"),
        // RE2 is the regular expression dialect of GoogleSQL, in linear time; C++ stays behind a C header. The static
        // library makes the command start sooner.
        .target(
            name: "RegexShim",
            linkerSettings: [
                .linkedLibrary(":libre2.a", .when(platforms: [.linux])),
                .linkedLibrary("re2", .when(platforms: [.macOS])),
            ]),
        // Scanning of columns by vector instructions.
        .target(name: "CColumnScan"),
        // Memory that grows by pages.
        .target(name: "CPages"),
        .target(name: "QueryEngine", dependencies: ["QueryLanguage", "RegexShim", "CColumnScan", "CPages"]),
        // zlib and Zstandard, for files that are compressed.
        .systemLibrary(name: "CCompression", providers: [.apt(["zlib1g-dev", "libzstd-dev"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        // Scanning of text by vector instructions.
        .target(name: "CByteScan"),
        .target(
            name: "TableFormats",
            dependencies: ["QueryLanguage", "QueryEngine", "CByteScan", "CCompression", "CSQLite"],
            linkerSettings: [
                .linkedLibrary(":libsqlite3.a", .when(platforms: [.linux])),
                .linkedLibrary("m", .when(platforms: [.linux])),
                .linkedLibrary("sqlite3", .when(platforms: [.macOS])),
                .linkedLibrary(":libz.a", .when(platforms: [.linux])),
                .linkedLibrary(":libzstd.a", .when(platforms: [.linux])),
                .linkedLibrary("z", .when(platforms: [.macOS])),
                .linkedLibrary("zstd", .when(platforms: [.macOS])),
            ]),
        .target(name: "CExpoFiles", exclude: ["Files"]),
        .target(name: "ExpoDataset", dependencies: ["QueryLanguage", "QueryEngine", "TableFormats", "CExpoFiles"]),
        .target(name: "ExpoQuery", dependencies: ["QueryLanguage", "QueryEngine", "TableFormats", "ExpoDataset"]),
        .systemLibrary(name: "CEdit", providers: [.apt(["libedit-dev"])]),
        // libedit and what it stands on, statically too, which saves the loader a millisecond at each start.
        .target(
            name: "EditLineShim", dependencies: ["CEdit"],
            linkerSettings: [
                .linkedLibrary(":libedit.a", .when(platforms: [.linux])),
                .linkedLibrary(":libtinfo.a", .when(platforms: [.linux])),
                .linkedLibrary(":libbsd.a", .when(platforms: [.linux])),
                .linkedLibrary(":libmd.a", .when(platforms: [.linux])),
                .linkedLibrary("edit", .when(platforms: [.macOS])),
            ]),
        // Of the language, the line editor needs only how wide text is on a terminal.
        .target(name: "LineEditor", dependencies: ["QueryLanguage", "CEdit", "EditLineShim"]),
        // The grammar's file inside the program.
        .target(name: "CGrammar"),
        .target(
            name: "QueryShell",
            dependencies: ["QueryLanguage", "QueryEngine", "TableFormats", "ExpoQuery", "LineEditor", "CGrammar"]),
        .executableTarget(
            name: "expoq",
            dependencies: [
                "ExpoQuery", "QueryShell", "LineEditor",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            // Without symbols the statically linked command is half as large, and at a fixed address the loader has
            // 40,000 places less to adjust, and with the C++ library inside far fewer names to look up. Only the
            // command's link takes the flags, so that packages may depend on the library.
            linkerSettings: [
                .unsafeFlags(["-Xlinker", "-s"], .when(configuration: .release)),
                .unsafeFlags(
                    ["-Xlinker", "-no-pie", "-Xlinker", "--as-needed", "-Xlinker", "-l:libstdc++.a"],
                    .when(platforms: [.linux], configuration: .release)),
            ]),
        // Measures the library as an app sees it.
        .executableTarget(
            name: "expoq-bench",
            dependencies: ["ExpoQuery", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        .testTarget(name: "BenchmarkTests", dependencies: ["CommandSupport", "expoq-bench"]),
        .testTarget(name: "QueryLanguageTests", dependencies: ["QueryLanguage"]),
        .testTarget(name: "QueryEngineTests", dependencies: ["QueryEngine"]),
        // SQLite comes linked with the formats.
        .testTarget(name: "DifferentialTests", dependencies: ["QueryEngine", "TableFormats", "CSQLite"]),
        // Inputs that are almost right.
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "QueryLanguage", "QueryEngine", "TableFormats", "CSQLite", "ExpoQuery", "LineEditor", "QueryShell",
            ]),
        .testTarget(name: "TableFormatsTests", dependencies: ["TableFormats", "ExpoQuery"]),
        // What the tests of the built command share; they depend on the command themselves, so that it is built.
        .target(name: "CommandSupport", path: "Tests/CommandSupport"),
        // A pseudo-terminal with a program in it, and what its screen shows; C starts the program.
        .target(name: "TerminalStarter", path: "Tests/TerminalStarter"),
        .target(
            name: "TerminalSupport", dependencies: ["CommandSupport", "TerminalStarter", "QueryLanguage"],
            path: "Tests/TerminalSupport"),
        .testTarget(name: "TerminalSupportTests", dependencies: ["CommandSupport", "TerminalSupport"]),
        .testTarget(name: "LineEditorTests", dependencies: ["LineEditor", "CommandSupport", "TerminalSupport"]),
        .testTarget(
            name: "ShellTests",
            dependencies: ["QueryShell", "LineEditor", "CommandSupport", "TerminalSupport", "expoq"]),
        .testTarget(name: "CommandTests", dependencies: ["CommandSupport", "expoq"]),
        .testTarget(name: "ScriptTests", dependencies: ["CommandSupport", "expoq"]),
        .testTarget(
            name: "DocumentationTests",
            dependencies: ["CommandSupport", "ExpoQuery", "ExpoDataset", "QueryEngine", "QueryLanguage", "expoq"]),
        // As an app sees the library: by its one import.
        .testTarget(name: "ExpoQueryTests", dependencies: ["ExpoQuery", "CommandSupport", "EmbeddingExample"]),
        // An app in under 60 lines, which the tests build and run.
        .executableTarget(name: "EmbeddingExample", dependencies: ["ExpoQuery"], path: "Tests/EmbeddingExample"),
        .testTarget(name: "ExpoDatasetTests", dependencies: ["ExpoQuery", "ExpoDataset", "CExpoFiles"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
