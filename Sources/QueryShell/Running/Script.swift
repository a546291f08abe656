// A script: its text, and where the files stand that it names.

import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A text of statements and dot-commands.
package struct Script: Sendable {
    package let source: SourceText
    /// What stands before the names of files beside it: nothing, or a path that ends with `/`.
    let folder: String

    /// A text that is in no file: what it names is in the working folder.
    package init(_ source: SourceText) {
        self.source = source
        folder = ""
    }

    /// The script in a file.
    ///
    /// - Parameter name: what errors call it.
    package init(file path: String, name: String? = nil) throws(Diagnostic) {
        let file = try FileBytes.reading(path)
        let foreign = withExtendedLifetime(file) { ForeignFormat(path: path, beginning: file.bytes) }
        if let foreign { throw foreign.failure(path) }
        source = withExtendedLifetime(file) { SourceText(Array(file.bytes), name: name ?? path) }
        folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}

/// The folders of the scripts that are being run, each read by the one before it.
///
/// Paths are kept as they were written, since errors show them; they stay right when the working folder changes.
struct ScriptFolders {
    private var folders: [String] = []
    /// Where the paths of the command's arguments begin, once the working folder is another one.
    private(set) var start: String?

    /// How many scripts are being run.
    var depth: Int { folders.count }

    /// Goes into a script that was named by the command's arguments, or by the script before it.
    mutating func enter(_ script: Script) {
        let isAbsolute = script.folder.hasPrefix("/")
        folders.append(depth > 0 || isAbsolute ? script.folder : (start ?? "") + script.folder)
    }

    mutating func leave() { folders.removeLast() }

    /// The path that the innermost script means by `path`.
    func resolved(_ path: String) -> String {
        let path = ShellText.expanded(path)
        return path.hasPrefix("/") ? path : (folders.last ?? "") + path
    }

    /// To be called before the working folder changes.
    mutating func willChangeFolder() {
        guard let current = Self.current else { return }
        if start == nil { start = current }
        folders = folders.map { $0.hasPrefix("/") ? $0 : current + $0 }
    }

    /// The working folder with a `/` behind it.
    private static var current: String? {
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        let text = String(cString: path)
        return text.hasSuffix("/") ? text : text + "/"
    }
}
