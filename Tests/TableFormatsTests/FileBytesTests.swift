// Files that are there, and files that are not.

import Foundation
import QueryLanguage
import Testing

@testable import TableFormats

struct FileBytesTests {
    @Test func aFileIsReadWhole() throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try folder.write("data", bytes)
        let file = try FileBytes.reading(folder.path("data"))
        withExtendedLifetime(file) { #expect(Array(file.bytes) == bytes) }
    }

    @Test func aMissingFileSuggestsTheNearestName() throws {
        let folder = try TemporaryFolder()
        try folder.write("visits.csv", [])
        let error = #expect(throws: Diagnostic.self) { try FileBytes.reading(folder.path("vists.csv")) }
        #expect(error?.message == "no file '\(folder.path("vists.csv"))'")
        #expect(error?.hints == ["did you mean '\(folder.path("visits.csv"))'?"])
    }

    @Test func aFolderIsNoFile() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: Diagnostic.self) { try FileBytes.reading(folder.path("")) }
        #expect(error?.message == "'\(folder.path(""))' is a folder")
    }
}

/// A folder that goes when the test is done.
final class TemporaryFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "expoq-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.path + "/" + name }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(filePath: path(name)))
    }
}
