// Files that are there only when they are whole.

import Foundation
import QueryEngine
import QueryLanguage
import TableFormats
import Testing

struct AtomicFileTests {
    /// It is removed with the test.
    private final class Folder {
        let url = FileManager.default.temporaryDirectory.appending(path: "expoq-\(UUID().uuidString)")

        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: url) }
    }

    private let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private func path(_ name: String) -> String { folder.url.appending(path: name).path }
    private func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() }
    }

    private func write(_ text: String, to file: AtomicFile) throws {
        var out = OutputBuffer(descriptor: file.descriptor)
        out.bytes = Array(text.utf8)
        try out.flush()
    }

    @Test func itTakesItsNameWhenItIsCommitted() throws {
        try "old".write(toFile: path("a"), atomically: false, encoding: .utf8)
        let file = try AtomicFile(path("a"))
        try write("new", to: file)
        #expect(try read("a") == "old")
        #expect(try names.count == 2)
        try file.commit()
        #expect(try read("a") == "new")
        #expect(try names == ["a"])
    }

    @Test func whatIsNotCommittedIsGone() throws {
        do {
            let file = try AtomicFile(path("a"))
            try write("new", to: file)
            #expect(try names.count == 1)
        }
        #expect(try names == [])
    }

    @Test func aLinkStaysALink() throws {
        try "old".write(toFile: path("real"), atomically: false, encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "real")
        let file = try AtomicFile(path("link"))
        try write("new", to: file)
        try file.commit()
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("link")) == "real")
        #expect(try read("real") == "new")
    }

    @Test func devicesAreWrittenDirectly() throws {
        let file = try AtomicFile("/dev/null")
        #expect(file.temporaryPath == nil)
        try file.commit()
    }

    @Test func aFileThatIsThereMayBeRefused() throws {
        #expect(throws: Never.self) { try AtomicFile(path("a"), overwrites: false) }
        try "old".write(toFile: path("a"), atomically: false, encoding: .utf8)
        #expect(throws: Diagnostic.self) { try AtomicFile(path("a"), overwrites: false) }
    }

    /// An export that is cancelled leaves the older file, and no other.
    @Test func aCancelledExportLeavesNothing() throws {
        try "old".write(toFile: path("a.csv"), atomically: false, encoding: .utf8)
        let cancellation = Cancellation()
        cancellation.cancel()
        let rows = QueryResult(
            columns: [Column("a", .int64)], batches: [Batch([Vector(.int64, values: [.int64(1)])], count: 1)])
        let export = FileExport(path: path("a.csv"), format: .csv)
        #expect(throws: Diagnostic.interrupted) { try export.write(rows, cancellation) }
        #expect(try read("a.csv") == "old")
        #expect(try names == ["a.csv"])
        try export.write(rows, Cancellation())
        #expect(try read("a.csv") == "a\n1\n")
    }

    @Test func whatIsOpenAlreadyIsWrittenWhereItStands() throws {
        let descriptor = open(path("a"), O_RDWR | O_CREAT | O_APPEND, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        #expect(Glibc.write(descriptor, "first ", 6) == 6)
        symlink("/proc/self/fd/\(descriptor)", path("out"))
        for name in ["/dev/fd/\(descriptor)", path("out")] {
            let file = try AtomicFile(name)
            #expect(file.temporaryPath == nil)
            try write("second ", to: file)
            try file.commit()
        }
        #expect(try String(contentsOfFile: path("a"), encoding: .utf8) == "first second second ")
    }

    @Test func aLinkToNothingYetLeadsToTheNewFile() throws {
        symlink("willbe", path("link"))
        let file = try AtomicFile(path("link"))
        try write("new", to: file)
        try file.commit()
        #expect(try String(contentsOfFile: path("willbe"), encoding: .utf8) == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("link")) == "willbe")
    }

    @Test func linksInACircleAreAnError() throws {
        symlink("b", path("a"))
        symlink("a", path("b"))
        #expect(throws: Diagnostic.self) { try AtomicFile(path("a")) }
    }

    @Test func nothingIsWrittenUnpackedUnderAPackedName() throws {
        #expect(throws: Diagnostic.self) { try AtomicFile(path("a.csv.gz")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }
}
