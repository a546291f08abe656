// Where results go: standard output, or a file that is there only when it is whole.

import QueryLanguage
import QueryShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open descriptor and what becomes of it.
struct OutputTarget {
    /// What errors call it.
    let name: String
    let descriptor: Int32
    /// Whether a person reads along.
    let isTerminal: Bool
    /// The file that takes `path`'s name at the end; `nil` where there is none to rename.
    private let temporary: String?
    private let path: String
    private let interruption: Interruption

    /// Opens `path`, or standard output if there is none.
    ///
    /// A regular file is written under another name in the same folder, and named in `close`; until then an older
    /// file keeps its content. Devices and pipes are written directly.
    init(_ path: String?, _ interruption: Interruption) throws(Diagnostic) {
        self.interruption = interruption
        guard let path else {
            name = "standard output"
            descriptor = STDOUT_FILENO
            isTerminal = isatty(STDOUT_FILENO) != 0
            temporary = nil
            self.path = ""
            return
        }
        isTerminal = false
        name = "'\(path)'"
        // A link keeps pointing at what it points at.
        let target = Self.resolved(path)
        self.path = target
        var status = stat()
        let exists = stat(target, &status) == 0
        if exists && status.st_mode & S_IFMT != S_IFREG {
            descriptor = open(target, O_WRONLY | O_CLOEXEC)
            temporary = nil
        } else {
            var template = Array("\(target).XXXXXX".utf8CString)
            descriptor = mkstemp(&template)
            let created = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            temporary = descriptor < 0 ? nil : created
            if descriptor >= 0 {
                let mask = umask(0)
                umask(mask)
                fchmod(descriptor, exists ? status.st_mode & 0o7777 : 0o666 & ~mask)
                interruption.setTemporaryFile(created)
            }
        }
        if descriptor < 0 { throw Self.failure(name, errno) }
    }

    /// Gives the file its name.
    func close() throws(Diagnostic) {
        guard let temporary else { return }
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw Self.failure(name, errno) }
        interruption.setTemporaryFile(nil)
    }

    private static func failure(_ name: String, _ code: Int32) -> Diagnostic {
        Diagnostic("cannot write \(name): \(String(cString: strerror(code)))")
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}
