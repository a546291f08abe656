// Rows on their way to groups, held back while it is not known which ones are the first of theirs.

import QueryLanguage
import Synchronization

/// What the threads of one grouping find out together: whether groups are about as many as rows.
final class GroupEstimate: Sendable {
    /// About how many rows come.
    private let rows: Int
    private let answer: Mutex<Bool?>

    /// A thread tells by so many rows.
    static let sample = 1 << 16
    /// Of fewer rows the groups' table stays in the cache.
    private static let least = 1 << 18

    init(rows: Int) {
        self.rows = rows
        answer = Mutex(rows < Self.least ? false : nil)
    }

    /// Whether groups are about as many as rows; `nil` as long as no thread has seen enough of them.
    var isManyGroups: Bool? { answer.withLock { $0 } }

    /// Tells by some rows, unless it is known.
    ///
    /// Of n rows drawn from g groups about n² / 2g meet a group that is known.
    func tell(groups: Int, of seen: Int) {
        let estimate = seen * seen / (2 * max(1, seen - groups))
        answer.withLock { $0 = $0 ?? (2 * estimate >= rows) }
    }

    /// Says that groups have to be found as if they were few.
    func giveUp() { answer.withLock { $0 = false } }
}

/// One thread's rows: their keys, each as one word, and the aggregates' arguments.
final class DeferredRows: @unchecked Sendable {
    /// The rows of a batch and for each call its arguments.
    struct Piece {
        let batch: Batch
        let arguments: [[Vector]]
    }

    private(set) var pieces: [Piece] = []
    /// What the keys are made of; `nil` where there is no row.
    private(set) var digits: KeyDigits?
    private var numbers = GrowableBuffer<Int64>()
    /// Rows of the columns that are held, selected or not.
    private var places = 0

    /// The rows' keys, one piece's behind the other's; they move when there are more.
    var words: KeyWords { KeyWords(base: UnsafePointer(numbers.base), count: numbers.count) }

    /// Adds the batch's rows.
    ///
    /// - Parameter digits: what the keys are made of; the same each time.
    /// - Returns: `false`, and nothing is added, where to hold the batch would hold a piece of a file, or columns of which
    ///   few rows are meant.
    func append(_ batch: Batch, _ keys: [Vector], _ arguments: [[Vector]], _ digits: KeyDigits) -> Bool {
        let vectors = batch.columns + arguments.joined()
        places += batch.capacity
        guard places <= 4 * (numbers.count + GroupEstimate.sample), vectors.allSatisfy({ !$0.owner.isTransient })
        else { return false }
        self.digits = digits
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: max(1, batch.capacity)) { room in
            guard let places = room.baseAddress else { return }
            digits.write(keys, batch.selection, to: places)
            let target = numbers.extend(by: batch.count)
            if let indices = batch.selection.indices {
                for rank in 0..<batch.count { target[rank] = places[Int(indices[rank])] }
            } else {
                target.update(from: places, count: batch.count)
            }
        }
        pieces.append(Piece(batch: batch, arguments: arguments))
        return true
    }

    /// Forgets the keys, when they are no longer needed.
    func dropWords() { numbers = GrowableBuffer() }

    /// Forgets the rows, when they are no longer needed.
    func dropPieces() { pieces = [] }
}
