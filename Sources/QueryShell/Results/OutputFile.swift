// Where results are written: standard output, what the command's arguments name, or the file of `.output`.

import QueryEngine
import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file that results are appended to. One that `.output` names takes its name when it is finished: an older
/// file keeps its content until then.
package final class OutputFile {
    /// What errors call it.
    let name: String
    /// The format that its name asks for: CSV for `deals.csv`; `nil` if none.
    let format: OutputFormat?
    private let descriptor: Int32
    /// Whether a result was written that the next one is to be kept apart from.
    private var hasResult = false
    private let file: AtomicFile?

    /// Standard output, which a prompt keeps results apart on.
    static var standard: OutputFile { OutputFile(name: "standard output", descriptor: STDOUT_FILENO) }

    /// Where results go that nobody wants.
    static var nowhere: OutputFile { OutputFile(name: "nowhere", descriptor: -1) }

    /// A file that is open, and that its owner closes.
    package init(name: String, descriptor: Int32) {
        self.name = name
        self.descriptor = descriptor
        format = nil
        file = nil
    }

    /// Creates the file, under another name so far.
    init(_ path: String) throws(Diagnostic) {
        if FileFormat(path: path) == .sqlite {
            throw Diagnostic(
                "'\(path)' would get text", hints: ["EXPORT DATA OPTIONS (uri = '\(path)') writes a SQLite table"])
        }
        let file = try AtomicFile(path)
        name = file.name
        format = FileFormat(path: path)?.outputFormat
        descriptor = file.descriptor
        self.file = file
    }

    /// Gives the file its name.
    func finish() throws(Diagnostic) {
        try file?.commit()
    }

    /// Whether `.output` names it, so that it is for programs: nothing is cut or coloured.
    var isChosen: Bool { file != nil }
    var isStandard: Bool { descriptor == STDOUT_FILENO }
    var isNowhere: Bool { descriptor < 0 }

    func write(_ result: QueryResult, _ format: OutputFormat, _ options: OutputOptions) throws(Diagnostic) {
        var writer = ResultWriter(format, options: options, isFirst: !hasResult)
        try write { (out) throws(OutputFailure) in try writer.write(result, to: &out) }
        hasResult = true
    }

    /// Writes a text that belongs to the result behind it.
    func write(heading text: String, _ format: OutputFormat) throws(Diagnostic) {
        let space = hasResult && format.isForPeople ? "\n" : ""
        try write(text: "\(space)\(text)\n")
        hasResult = false
    }

    /// Writes a text as it is; to a terminal without control characters.
    package func write(text: String) throws(Diagnostic) {
        let shown = isatty(descriptor) == 0 ? text : text.shownInLines
        try write { (out) throws(OutputFailure) in out.bytes = Array(shown.utf8) }
    }

    /// - Throws: `Diagnostic.unread` where a reader that nobody has chosen in the text has gone.
    func write(_ body: (inout OutputBuffer) throws(OutputFailure) -> Void) throws(Diagnostic) {
        if isNowhere { return }
        var out = OutputBuffer(descriptor: descriptor)
        do throws(OutputFailure) {
            try body(&out)
            try out.flush()
        } catch {
            switch error {
            case .closedPipe: throw isChosen ? Diagnostic("nobody reads \(name) any more") : .unread
            case .failed(let code): throw Diagnostic("cannot write to \(name): \(String(cString: strerror(code)))")
            }
        }
    }
}

extension Diagnostic {
    /// That the reader of the results has gone.
    static let unread = Diagnostic("nobody reads the results any more")
}
