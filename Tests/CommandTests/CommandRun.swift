// Runs the built command.

import Foundation
import Testing

/// What a run of the command gave.
struct CommandRun {
    let status: Int32
    let output: String
    let errors: String

    /// Runs `expoq` in a folder of its own or in `folder`.
    ///
    /// - Parameter input: what it reads from standard input.
    init(_ arguments: [String], input: String = "", in folder: TemporaryFolder? = nil) throws {
        let process = Process()
        process.executableURL = try Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder?.url
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        // The pipe holds more than any input of these tests.
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        output = String(decoding: try stdout.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        errors = String(decoding: try stderr.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationStatus
    }

    /// The command, which is built beside the tests.
    static var executable: URL {
        get throws {
            // On Linux the test bundle is the running program, on macOS it is a bundle that another one loads.
            let beside = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
            let folders = [beside, URL(filePath: CommandLine.arguments[0])].compactMap {
                $0?.deletingLastPathComponent().appending(path: "expoq")
            }
            return try #require(folders.first { FileManager.default.isExecutableFile(atPath: $0.path) })
        }
    }
}

/// A folder that goes when the test is done.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "expoq-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: url.appending(path: name))
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: url.appending(path: name), encoding: .utf8)
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
    }
}
