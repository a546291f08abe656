// What `~/.editrc` says.

import EditLineShim
import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The lines of `~/.editrc`, or of the file that EDITRC names.
///
/// They are read here because the choice of a keymap, which may stand in any line, undoes all bindings: it is made first,
/// so that the editor's own bindings and then the user's can follow.
struct EditorConfiguration {
    private(set) var isVi = false
    /// Whether bindings of sequences are among the lines.
    private(set) var hasSequences = false
    private var lines: [String] = []

    static func load() -> EditorConfiguration {
        let path =
            getenv("EDITRC").map { String(cString: $0) } ?? getenv("HOME").map { String(cString: $0) + "/.editrc" }
        guard let path, let file = fopen(path, "re") else { return EditorConfiguration("") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        // More than this is no file of settings.
        while bytes.count < 1 << 20 {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return EditorConfiguration(String(decoding: bytes, as: UTF8.self))
    }

    init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            let isBinding = first.split(separator: ":").last == "bind"
            if isBinding && words.count == 2 && (words[1] == "-v" || words[1] == "-e") {
                isVi = words[1] == "-v"
                continue
            }
            if isBinding {
                hasSequences = hasSequences || ["^[", "\\e", "\\E", "\\033"].contains { line.contains($0) }
            }
            lines.append(String(line))
        }
    }

    func run(in editor: OpaquePointer) {
        for line in lines {
            var line = EditBuffer.wide(line)
            EditLineRunConfiguration(editor, &line)
        }
    }
}
