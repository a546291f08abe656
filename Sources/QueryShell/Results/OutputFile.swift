// Where the shell writes results: the terminal, or the file of `.output`.

import QueryEngine
import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file that results are appended to. It takes its name when it is finished: an older file keeps its content
/// until then.
final class OutputFile {
    /// What errors call it.
    let name: String
    /// The format that its name asks for: CSV for `deals.csv`; `nil` if none.
    let format: OutputFormat?
    private let descriptor: Int32
    private let file: AtomicFile?
    private let interruption: Interruption?

    /// Standard output.
    static var standard: OutputFile { OutputFile() }

    private init() {
        name = "standard output"
        format = nil
        descriptor = STDOUT_FILENO
        file = nil
        interruption = nil
    }

    /// Creates the file, under another name so far.
    init(_ path: String, _ interruption: Interruption) throws(Diagnostic) {
        let file = try AtomicFile(path)
        name = file.name
        format = Self.format(of: path)
        descriptor = file.descriptor
        self.file = file
        self.interruption = interruption
        if let temporary = file.temporaryPath { interruption.addTemporaryFile(temporary) }
    }

    /// Gives the file its name.
    func finish() throws(Diagnostic) {
        try file?.commit()
        if let temporary = file?.temporaryPath { interruption?.forgetTemporaryFile(temporary) }
    }

    private static func format(of path: String) -> OutputFormat? {
        let ending = path.split(separator: "/").last?.split(separator: ".").dropFirst().last?.lowercased() ?? ""
        return ending == "md" ? .markdown : OutputFormat(rawValue: ending)
    }

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
