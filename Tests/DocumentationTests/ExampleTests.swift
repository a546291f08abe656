// Runs every example of the documents and compares what it gives with what they show.

import CommandSupport
import Foundation
import Testing

struct ExampleTests {
    /// The kinds of fenced blocks, of which there are no others:
    /// - `csv NAME` and `sql NAME` are files that later examples read.
    /// - `sql` is a script; it works, and all that it writes is shown.
    /// - `sh` is a line for a new machine; of the one that runs the command, the call of the command is run.
    /// - `text` is what the `sql` or `sh` before it gives: its output, then what it tells on standard error.
    /// - `console` is a session: lines behind `$ `, each with what it gives; how long that takes is not compared.
    /// - `swift` is the rest of EmbeddingExample.swift.
    /// - `ebnf` is a part of the grammar.
    @Test(arguments: ["README.md", "Grammar/README.md"])
    func everyExampleGivesWhatIsShown(_ path: String) throws {
        let document = try Document(path)
        #expect(!document.blocks.isEmpty)
        let folder = try TemporaryFolder()
        var given: String?
        for block in document.blocks {
            let place: Comment = "\(path):\(block.line)"
            let last = given
            given = nil
            #expect(block.kind == "text" || last == nil || last == "", "\(path):\(block.line): what is before?")
            switch block.kind {
            case "csv",
                _ where block.kind == "sql" && !block.argument.isEmpty:
                try folder.write(block.argument, block.text)
            case "sql":
                let run = try CommandRun([], input: block.text, in: folder)
                #expect(run.status == 0, place)
                given = run.output + run.errors
            case "sh":
                #expect(block.text.hasPrefix("apt-get update && apt-get install -y "), place)
                if let call = block.text.firstRange(of: ".build/release/") {
                    given = try shell(block.text[call.upperBound...], in: folder)
                } else {
                    #expect(block.text.hasSuffix(" && swift test\n"), place)
                }
            case "text": #expect(block.text == last, place)
            case "console":
                for (command, shown) in session(block.text) {
                    let given = try shell(command, in: folder)
                    #expect(withoutTimes(given) == withoutTimes(shown), "\(path):\(block.line): \(command)")
                }
            case "swift": #expect(try embeddingExample() == block.text, place)
            case "ebnf":
                let grammar = try String(
                    contentsOf: Document.root.appending(path: "Grammar/ExpoQL.ebnf"), encoding: .utf8)
                #expect(grammar.contains(block.text), place)
            default: Issue.record("\(path):\(block.line): nothing runs blocks of this kind: \(block.kind)")
            }
        }
    }

    /// The commands of a session, each with what is shown below it.
    private func session(_ text: String) -> [(command: Substring, shown: String)] {
        var steps: [(command: Substring, shown: String)] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("$ ") {
                steps.append((line.dropFirst(2), ""))
            } else if steps.isEmpty {
                steps.append(("", line + "\n"))
            } else {
                steps[steps.count - 1].shown += line + "\n"
            }
        }
        return steps
    }

    /// The text with `0.03 s` as `… s`.
    private func withoutTimes(_ text: String) -> String { text.replacing(/[0-9]+\.[0-9]{2} s\b/, with: "… s") }

    /// What a line of the shell writes to both streams.
    private func shell(_ line: Substring, in folder: TemporaryFolder) throws -> String {
        try CommandRun(URL(filePath: "/bin/sh"), ["-c", "{ \(line)\n} 2>&1"], in: folder).output
    }

    private func embeddingExample() throws -> String {
        let url = Document.root.appending(path: "Tests/DocumentationTests/EmbeddingExample.swift")
        let text = try String(contentsOf: url, encoding: .utf8)
        let start = try #require(text.firstRange(of: "\n\n"))
        return String(text[start.upperBound...])
    }

    @Test func theEmbeddingExampleAnswers() throws {
        #expect(try editions(above: 3496).map(\.year) == [2018, 2019, 2025])
    }
}
