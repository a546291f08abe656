// Runs the built command, for every test target that looks at the command from outside.

import Foundation

/// What a run of the command gave.
package struct CommandRun {
    package let status: Int32
    package let output: String
    package let errors: String

    /// Runs `expoq` in `folder`, or where the tests run.
    ///
    /// - Parameter input: what it reads from standard input.
    package init(_ arguments: [String], input: String = "", in folder: TemporaryFolder? = nil) throws {
        try self.init(Self.executable, arguments, input: input, directory: folder?.url)
    }

    /// Runs `expoq` in `directory`.
    package init(_ arguments: [String], directory: URL) throws {
        try self.init(Self.executable, arguments, input: "", directory: directory)
    }

    /// Runs any program in `folder`, with the command on its path.
    package init(
        _ program: URL, _ arguments: [String], input: String = "", in folder: TemporaryFolder? = nil
    ) throws {
        try self.init(program, arguments, input: input, directory: folder?.url)
    }

    private init(_ program: URL, _ arguments: [String], input: String, directory: URL?) throws {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = directory
        var environment = ProcessInfo.processInfo.environment
        let beside = try Self.executable.deletingLastPathComponent().path
        environment["PATH"] = "\(beside):\(environment["PATH"] ?? "/usr/bin:/bin")"
        process.environment = environment
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
    package static var executable: URL {
        get throws { try product("expoq") }
    }

    /// A program of the package, which is built beside the tests.
    package static func product(_ name: String) throws -> URL {
        // On Linux the test bundle is the running program, on macOS it is a bundle that another one loads.
        let beside = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        let folders = [beside, URL(filePath: CommandLine.arguments[0])].compactMap {
            $0?.deletingLastPathComponent().appending(path: name)
        }
        guard let command = folders.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw CommandNotBuilt(folders: folders)
        }
        return command
    }
}

/// There is no command beside the tests: their target does not depend on it.
package struct CommandNotBuilt: Error {
    package let folders: [URL]
}

/// A folder that goes when the test is done.
package final class TemporaryFolder {
    package let url: URL

    package init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "expoq-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    package func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: url.appending(path: name))
    }

    package func read(_ name: String) throws -> String {
        try String(contentsOf: url.appending(path: name), encoding: .utf8)
    }

    package var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
    }
}
