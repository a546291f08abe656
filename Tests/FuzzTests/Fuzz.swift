// Runs a reader on many inputs that are almost right. Whatever comes, it must end, in a result or in an error.

import Foundation
import QueryLanguage
import Testing

/// Inputs and what has come of them.
///
/// An input whose outcome is new (another message, another kind of result) joins the inputs that later ones are made of.
/// With EXPOQ_FUZZ=1000000 in the environment each test tries so many; with EXPOQ_SEED others. The input at hand is in
/// the file `expoq-fuzz-NAME` of the temporary folder, where it stays when it ends the process.
struct Fuzz {
    private static let environment = ProcessInfo.processInfo.environment

    private let name: String
    private var inputs: [[UInt8]]
    private let mutator: Mutator
    private var outcomes: Set<String> = []

    init(_ name: String, inputs: [[UInt8]], words: [String] = [], longest: Int = 3000, changesTokens: Bool = false) {
        self.name = name
        self.inputs = inputs.filter { $0.count <= longest }
        mutator = Mutator(words: words.map { Array($0.utf8) }, longest: longest, changesTokens: changesTokens)
    }

    /// Tries inputs.
    ///
    /// - Parameter body: what reads the input; it returns what came of it, in a word or two.
    mutating func run(_ usual: Int, _ body: ([UInt8], inout SeededGenerator) throws -> String) throws {
        let count = Self.environment["EXPOQ_FUZZ"].flatMap { Int($0) } ?? usual
        var random = SeededGenerator(state: UInt64(Self.environment["EXPOQ_SEED"] ?? "") ?? 1)
        let path = FileManager.default.temporaryDirectory.appending(path: "expoq-fuzz-\(name)")
        try Data().write(to: path)
        let file = try FileHandle(forUpdating: path)
        let own = inputs.count
        var slowest = (seconds: 0.0, input: [UInt8]())
        for index in 0..<count {
            // Each input as it is, then changed ones.
            let input =
                index < own ? inputs[index] : mutator.mutated(random.pick(inputs), with: inputs, &random)
            try file.truncate(atOffset: 0)
            try file.write(contentsOf: Data(input))
            let start = ContinuousClock.now
            let outcome = try Self.shape(body(input, &random))
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            if seconds > slowest.seconds { slowest = (seconds, input) }
            if outcomes.insert(outcome).inserted && index >= own && inputs.count < own + 3000 { inputs.append(input) }
        }
        try file.close()
        try FileManager.default.removeItem(at: path)
        #expect(outcomes.count > 1, "all inputs came to the same")
        print(
            "fuzz \(name): \(count) inputs, \(outcomes.count) outcomes, \(inputs.count - own) inputs learnt; slowest "
                + "\(slowest.seconds) s: \(String(decoding: slowest.input.prefix(300), as: UTF8.self).debugDescription)"
        )
    }

    /// An outcome without numbers and names.
    private static func shape(_ outcome: String) -> String {
        var result = ""
        var quote: Character?
        for character in outcome {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "`" || character == "'" || character == "\"" {
                quote = character
            } else if !character.isNumber {
                result.append(character)
            }
            if result.count > 60 { break }
        }
        return result
    }
}

/// What is in the tests' folders.
enum Samples {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// The files with one of these endings.
    static func files(_ folder: String, _ endings: String...) throws -> [[UInt8]] {
        let urls = try FileManager.default.contentsOfDirectory(
            at: tests.appending(path: folder), includingPropertiesForKeys: nil)
        return try urls.filter { endings.contains($0.pathExtension) }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }.map { [UInt8](try Data(contentsOf: $0)) }
    }
}

/// A file for the length of a test, in memory where there is such a folder.
final class ScratchFile {
    let path: String

    init(_ ending: String) {
        let memory = "/dev/shm"
        let folder = access(memory, W_OK) == 0 ? memory : FileManager.default.temporaryDirectory.path
        path = "\(folder)/expoq-fuzz-\(UUID().uuidString).\(ending)"
    }

    deinit {
        // What SQLite puts beside its files too.
        for ending in ["", "-wal", "-shm", "-journal"] { unlink(path + ending) }
    }

    func write(_ bytes: [UInt8]) throws {
        guard let file = fopen(path, "w") else { throw Diagnostic("cannot write '\(path)'") }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}
