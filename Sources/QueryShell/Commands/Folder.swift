// What is in a folder, for completion.

import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package enum Folder {
    /// The files and folders in a folder in the order of the alphabet; the current one's for an empty path, none where
    /// they cannot be listed. A leading `~` is the home folder.
    package static func entries(_ path: String) -> [(name: String, isFolder: Bool)] {
        // In safe mode nobody is told what there is.
        if FileGate.isClosed { return [] }
        let path = path.isEmpty ? "." : ShellText.expanded(path)
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var found: [(name: String, isFolder: Bool)] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            var status = stat()
            let isFolder = stat(path + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            found.append((name, isFolder))
        }
        return found.sorted { $0.name < $1.name }
    }
}
