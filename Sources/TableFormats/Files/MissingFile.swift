// What is wrong with a path that names no file.

import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum MissingFile {
    /// The error that there is no file at `path`, with what may have been meant.
    static func diagnostic(_ path: String) -> Diagnostic {
        if let scheme = scheme(of: path) { return address(path, scheme) }
        if path.hasPrefix("~"), let home = getenv("HOME").map({ String(cString: $0) }) {
            let whole = path.hasPrefix("~/") ? "'\(home)\(path.dropFirst())'" : "the whole path"
            return Diagnostic("no file '\(path)'", hints: ["`~` is no folder within quotes; write \(whole)"])
        }
        if path == "-" { return Diagnostic("no file '-'", hints: ["standard input is '/dev/stdin'"]) }
        var status = stat()
        if lstat(path, &status) == 0, case .path(let target)? = LinkTarget(path) {
            return Diagnostic("the link '\(path)' leads to '\(target)', which does not exist")
        }
        if let folder = missingFolder(of: path) {
            return Diagnostic("no file '\(path)'", hints: ["there is no folder '\(folder)'"])
        }
        if path.contains("{") && path.contains("}") {
            return Diagnostic(
                "no file '\(path)'",
                hints: ["braces choose nothing here; *, ? and […] do, and UNION ALL puts files together"])
        }
        let parts = split(path)
        let guess = nearest(parts.file, among: fileNames(in: parts.folder))
        return Diagnostic("no file '\(path)'", hints: guess.map { ["did you mean '\(parts.prefix)\($0)'?"] } ?? [])
    }

    /// Why nothing can be written to an address; `nil` for paths.
    static func unwritable(_ path: String) -> Diagnostic? {
        guard scheme(of: path) != nil else { return nil }
        return Diagnostic(
            "'\(path)' is an address, and only files are written", hints: ["write a file, and send it there"])
    }

    /// The folder that is missing for there to be a file; `nil` if it is there.
    static func missingFolder(of path: String) -> String? {
        let folder = split(path).folder
        var status = stat()
        guard stat(folder, &status) != 0, errno == ENOENT else { return nil }
        return folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    }

    /// `https` of `https://example.org/a.csv`.
    private static func scheme(of path: String) -> String? {
        guard let colon = path.firstIndex(of: ":"), path[colon...].hasPrefix("://") else { return nil }
        let scheme = path[..<colon].lowercased()
        return scheme.count > 1 && scheme.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 } ? scheme : nil
    }

    private static func address(_ path: String, _ scheme: String) -> Diagnostic {
        let rest = path.drop { $0 != ":" }.dropFirst(3)
        let hint =
            switch scheme {
            case "http", "https", "ftp":
                "fetch it first, or pass it on: curl -s '\(path)' | expoq -c \"FROM '/dev/stdin'\""
            case "file": "did you mean '\(rest)'?"
            default: "copy it into a file first"
            }
        return Diagnostic("'\(path)' is an address, and only files are read", hints: [hint])
    }

    /// The path's folder (`.` if it names none), its last part, and all before that part.
    private static func split(_ path: String) -> (folder: String, file: String, prefix: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path, "") }
        let prefix = path[...slash]
        return (String(prefix), String(path[path.index(after: slash)...]), String(prefix))
    }

    static func fileNames(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
                    String(cString: $0)
                }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        // Folders have no order of their own; the hint should not depend on chance.
        return names.sorted()
    }
}
