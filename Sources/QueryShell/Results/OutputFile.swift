// Where the shell writes results: the terminal, or the file of `.output`.

import QueryEngine
import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file that results are appended to.
final class OutputFile {
    /// What errors call it.
    let name: String
    /// The format that its name asks for: CSV for `deals.csv`; `nil` if none.
    let format: OutputFormat?
    private let descriptor: Int32

    /// Standard output.
    static var standard: OutputFile { OutputFile(name: "standard output", nil, STDOUT_FILENO) }

    private init(name: String, _ format: OutputFormat?, _ descriptor: Int32) {
        self.name = name
        self.format = format
        self.descriptor = descriptor
    }

    /// Creates the file, or empties it.
    convenience init(_ path: String) throws(Diagnostic) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw Diagnostic("cannot write '\(path)': \(String(cString: strerror(errno)))")
        }
        self.init(name: "'\(path)'", Self.format(of: path), descriptor)
    }

    private static func format(of path: String) -> OutputFormat? {
        let ending = path.split(separator: "/").last?.split(separator: ".").dropFirst().last?.lowercased() ?? ""
        return ending == "md" ? .markdown : OutputFormat(rawValue: ending)
    }

    deinit { if descriptor != STDOUT_FILENO { close(descriptor) } }

    func write(_ body: (inout OutputBuffer) throws(OutputFailure) -> Void) throws(Diagnostic) {
        var out = OutputBuffer(descriptor: descriptor)
        do throws(OutputFailure) {
            try body(&out)
            try out.flush()
        } catch {
            switch error {
            case .closedPipe: throw Diagnostic("nobody reads \(name) any more")
            case .failed(let code): throw Diagnostic("cannot write \(name): \(String(cString: strerror(code)))")
            }
        }
    }
}
