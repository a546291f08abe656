// The history: its file, several shells at once, and what is damaged.

import CommandSupport
import Foundation
import Testing

@testable import LineEditor

struct HistoryFileTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.url.appending(path: "state/expoq/history").path
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private func write(_ text: String) throws {
        _ = HistoryFile(path: path)
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    @Test func entriesComeBackWhole() throws {
        let entries = ["SELECT 1;", "FROM x\n|> WHERE a = '\\n';\n", "进博会 \\ \u{1B} \r\n\t", "\\\\n"]
        let history = HistoryFile(path: path)
        for entry in entries { history.append(entry) }
        #expect(history.entries == entries)
        #expect(HistoryFile(path: path).entries == entries)
        #expect(try mode(path) == 0o600)
        #expect(try mode(folder.url.appending(path: "state/expoq").path) == 0o700)
        #expect(try mode(folder.url.appending(path: "state").path) == 0o700)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == entries.count)
    }

    @Test func someEntriesAreNotKept() {
        let history = HistoryFile(path: path)
        for entry in ["a", "a", " secret", "", "\n", "b", "a", "a\0b"] { history.append(entry) }
        #expect(history.entries == ["a", "b", "a"])
        #expect(HistoryFile(path: path).entries == ["a", "b", "a"])
    }

    @Test func shellsSeeWhatOthersAdded() {
        let one = HistoryFile(path: path)
        let two = HistoryFile(path: path)
        one.append("a")
        two.append("b")
        one.append("c")
        #expect(one.entries == ["a", "b", "c"])
        #expect(two.entries == ["a", "b"])
        two.refresh()
        #expect(two.entries == ["a", "b", "c"])
        // Now it is what another shell added last.
        two.append("c")
        #expect(HistoryFile(path: path).entries == ["a", "b", "c"])
    }

    @Test func manyWritersLoseNothing() async {
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask { [path] in
                    let history = HistoryFile(path: path)
                    for index in 0..<50 { history.append("\(writer)\n\(index)") }
                }
            }
        }
        let entries = HistoryFile(path: path).entries
        #expect(entries.count == 400)
        for writer in 0..<8 {
            #expect(entries.filter { $0.hasPrefix("\(writer)\n") } == (0..<50).map { "\(writer)\n\($0)" })
        }
    }

    @Test func theNewestEntriesRemain() throws {
        let history = HistoryFile(path: path, limit: 10)
        for index in 0..<25 { history.append("\(index)") }
        #expect(history.entries.suffix(10) == (15..<25).map { "\($0)" })
        #expect(history.entries.count <= 11)
        let next = HistoryFile(path: path, limit: 10)
        #expect(next.entries == (15..<25).map { "\($0)" })
        #expect(try String(contentsOfFile: path, encoding: .utf8) == (15..<25).map { "\($0)\n" }.joined())
        #expect(try mode(path) == 0o600)
        // The first shell still has the old file.
        history.append("from before")
        next.append("from after")
        #expect(
            HistoryFile(path: path, limit: 10).entries == (17..<25).map { "\($0)" } + ["from before", "from after"])
    }

    @Test func tenThousandAreKept() throws {
        try write((0..<12_000).map { "SELECT \($0);\n" }.joined())
        let history = HistoryFile(path: path)
        #expect(history.entries.count == 10_000)
        #expect(history.entries.first == "SELECT 2000;")
        #expect(history.entries(containing: "select 11999") == ["SELECT 11999;"])
    }

    @Test func aTruncatedEndDoesNotTakeTheNextEntryWithIt() throws {
        try write("whole\nSELECT cut o")
        let history = HistoryFile(path: path)
        #expect(history.entries == ["whole", "SELECT cut o"])
        history.append("next")
        #expect(HistoryFile(path: path).entries == ["whole", "SELECT cut o", "next"])
    }

    @Test func damagedLinesAreSkipped() throws {
        _ = HistoryFile(path: path)
        let bytes =
            Array("a\n".utf8) + [0xFF, 0xFE, 0x0A] + Array("b\\\n\n".utf8) + [0x00, 0x01, 0x0A] + Array("c\\q\n".utf8)
        try Data(bytes).write(to: URL(filePath: path))
        let history = HistoryFile(path: path)
        #expect(history.entries == ["a", "b\\", "c\\q"])
        history.append("d")
        #expect(HistoryFile(path: path).entries == ["a", "b\\", "c\\q", "d"])
    }

    @Test func withoutAFileItIsInMemory() throws {
        let history = HistoryFile(path: nil)
        history.append("a")
        history.refresh()
        #expect(history.entries == ["a"])
        for path in ["/proc/no/such/history", "/dev/null", folder.url.path] {
            let history = HistoryFile(path: path)
            history.append("a")
            history.refresh()
            history.append("a")
            #expect(history.entries == ["a"])
        }
    }

    @Test func aFileThatIsEditedIsReadAnew() throws {
        let history = HistoryFile(path: path)
        history.append("a")
        history.append("b")
        try write("b\n")
        history.refresh()
        #expect(history.entries == ["b"])
    }
}
