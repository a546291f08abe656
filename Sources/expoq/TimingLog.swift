// `--timing FILE`.

import QueryEngine
import QueryLanguage
import QueryShell
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file with a JSON object for each statement.
struct TimingLog {
    private let path: String
    private let descriptor: Int32

    /// Creates the file, or empties it.
    init(_ path: String) throws(Diagnostic) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw failure(errno) }
    }

    /// Adds a statement that has just ended, with the most memory that the process has had so far.
    func add(_ finished: FinishedStatement) throws(Diagnostic) {
        let result = finished.result
        let elapsed = MonotonicClock.seconds - finished.start
        let range = finished.statement.range
        var line = Array("{\"statement\":".utf8)
        finished.source.bytes[range.lower..<range.upper].withUnsafeBufferPointer { JSONText.append($0, to: &line) }
        line.append(contentsOf: ",\"rows\":\(result.rowCount),\"elapsed_s\":\(elapsed)".utf8)
        let undecided = result.undecided.reduce(0) { $0 + $1.rows }
        line.append(contentsOf: ",\"undecided\":\(undecided)".utf8)
        line.append(contentsOf: ",\"peak_rss_bytes\":\(Self.peakMemory)}\n".utf8)
        var out = OutputBuffer(descriptor: descriptor)
        out.bytes = line
        do throws(OutputFailure) {
            try out.flush()
        } catch {
            if case .failed(let code) = error { throw failure(code) }
            throw failure(EPIPE)
        }
    }

    private static var peakMemory: Int {
        var usage = rusage()
        // Darwin counts in bytes, Linux in KiB.
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #else
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss * 1024
        #endif
    }

    private func failure(_ code: Int32) -> Diagnostic {
        Diagnostic("cannot write '\(path)': \(String(cString: strerror(code)))")
    }
}
