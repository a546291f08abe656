// Parts of a plain file that threads read at the same time.

import QueryEngine
import QueryLanguage
import Synchronization

/// Says where the parts of a file begin: each at the first record from its bound on.
///
/// Whether a line end ends a record depends on the quotes before it, back to the beginning of the file. So nothing is
/// guessed: a part's start is told by the part before once that is read; if it is wanted sooner, a scout goes there, which
/// passes over text without quotes as fast as memory gives it, and over records with quotes as a reader does.
final class CSVParts: Sendable {
    private let file: CSVFile
    /// Offsets in the text; that of the first part is 0.
    private let bounds: [Int]
    private let cancellation: Cancellation
    private let starts: Mutex<Starts>

    /// Of one thread at a time, which the lock sees to.
    private final class Starts: @unchecked Sendable {
        var known: [CSVPlace?]
        var scout: CSVCursor?
        /// The first part whose start the scout has not been at.
        var next = 1
        var failure: Diagnostic?

        init(count: Int) {
            known = Array(repeating: nil, count: count)
        }
    }

    /// Parts that are smaller are not worth a thread.
    private static let smallestPart = 1 << 22

    /// Parts for so many threads; `nil` where the file is to be read in one go.
    convenience init?(_ file: CSVFile, threads: Int, cancellation: Cancellation) {
        guard file.encoding == .utf8, let size = file.data.plainSize else { return nil }
        let count = min(threads, size / Self.smallestPart)
        if count < 2 { return nil }
        self.init(file, bounds: (0..<count).map { size / count * $0 }, cancellation: cancellation)
    }

    init(_ file: CSVFile, bounds: [Int], cancellation: Cancellation) {
        self.file = file
        self.bounds = bounds
        self.cancellation = cancellation
        starts = Mutex(Starts(count: bounds.count))
    }

    var indices: Range<Int> { bounds.indices }

    /// Records that begin here or behind are not the part's.
    func end(of index: Int) -> Int { index + 1 < bounds.count ? bounds[index + 1] : .max }

    /// Where the first record of a part begins that is not the first.
    func start(of index: Int) throws(Diagnostic) -> CSVPlace {
        try starts.withLock { (starts) throws(Diagnostic) in
            if let known = starts.known[index] { return known }
            if let failure = starts.failure { throw failure }
            do throws(Diagnostic) {
                return try scout(to: index, starts)
            } catch {
                starts.failure = error
                throw error
            }
        }
    }

    private func scout(to index: Int, _ starts: Starts) throws(Diagnostic) -> CSVPlace {
        var request = FileRequest()
        request.cancellation = cancellation
        let scout = starts.scout ?? CSVCursor(file, columns: [], for: request)
        var place = CSVPlace()
        while starts.next <= index {
            place = try scout.skip(to: bounds[starts.next])
            starts.known[starts.next] = place
            starts.next += 1
        }
        starts.scout = starts.next < bounds.count ? scout : nil
        return place
    }

    /// Takes note of where a part begins.
    func tell(_ place: CSVPlace, startOf index: Int) {
        guard index < bounds.count else { return }
        starts.withLock { starts in if starts.known[index] == nil { starts.known[index] = place } }
    }
}
