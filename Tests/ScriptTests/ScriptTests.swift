// The golden scripts: each `Tests/Scripts/NAME.expoq` gives what stands in `NAME.expected`.
//
// A first line `-- options: --param edition=7` gives the command these options; '…' holds one that has spaces.
//
// With EXPOQ_UPDATE=1 in the environment the expected files are written anew; then read every change.

import CommandSupport
import Foundation
import Testing

struct ScriptTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Scripts")

    private static func names(_ pathExtension: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == pathExtension }
            .map { $0.deletingPathExtension().lastPathComponent }.sorted()
    }

    @Test func everyScriptHasItsExpectedOutput() throws {
        let scripts = try Self.names("expoq")
        #expect(scripts == (try Self.names("expected")))
        #expect(scripts.count >= 60)
    }

    @Test(arguments: try names("expoq"))
    func outputIsAsExpected(name: String) throws {
        let script = "\(name).expoq"
        let options = try Self.options(of: script)
        let output = try transcript(options + [script])
        let expected = Self.folder.appending(path: "\(name).expected")
        if ProcessInfo.processInfo.environment["EXPOQ_UPDATE"] == "1" {
            try Data(output.utf8).write(to: expected)
        }
        compare(output, try String(contentsOf: expected, encoding: .utf8), script)
        compare(try transcript(options + ["--threads", "4", script]), output, "\(script) with 4 threads")
    }

    private static func options(of script: String) throws -> [String] {
        let text = try String(contentsOf: folder.appending(path: script), encoding: .utf8)
        let mark = "-- options: "
        guard text.hasPrefix(mark), let line = text.dropFirst(mark.count).split(separator: "\n").first else {
            return []
        }
        // Every other part stands in quotes.
        return line.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
            index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
    }

    /// What the command writes, and behind it the errors and the exit status if it fails.
    private func transcript(_ arguments: [String]) throws -> String {
        let run = try CommandRun(arguments, directory: Self.folder)
        if run.status == 0 && run.errors.isEmpty { return run.output }
        return run.output + "--- exit status \(run.status)\n" + run.errors
    }

    private func compare(_ actual: String, _ expected: String, _ title: String) {
        if actual == expected { return }
        let difference = lines(actual).difference(from: lines(expected)).map { change in
            switch change {
            case .remove(let line, let text, _): (line, "line \(line + 1) expected: \(text)")
            case .insert(let line, let text, _): (line, "line \(line + 1) found:    \(text)")
            }
        }
        let shown = difference.sorted { $0.0 < $1.0 }.prefix(20).map(\.1)
        Issue.record("\(title)\n\(shown.joined(separator: "\n"))")
    }

    private func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
