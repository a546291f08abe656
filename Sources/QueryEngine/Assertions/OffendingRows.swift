// The rows that make an assertion fail, as notes of its error.
//
// An assertion that holds costs no more than its condition. Only when one has failed, the rows for which it is not TRUE
// are looked for, by a run of their own: the query that the assertion stands in may have dropped the columns that tell
// what a row is about, stops at the first row, and carries no lineage. That run reads all of the assertion's input, also
// where a LIMIT behind it would have stopped sooner, so that it can say how many rows there are.

import QueryLanguage
import Synchronization

/// Describes the rows of a plan that was to give none.
struct OffendingRows {
    /// As it was bound, so that it still gives all of its columns.
    let plan: LogicalPlan
    /// What a note of a row begins with: `it fails for`.
    let title: String
    private let context: ExecutionContext

    private static let rowsTold = 5
    private static let columnsTold = 8
    private static let originsTold = 3
    /// The columns of base tables that tell where a row was read.
    private static let told = ["source", "locator", "statement"]

    init(_ plan: LogicalPlan, title: String, _ context: ExecutionContext) {
        self.plan = plan
        self.title = title
        // WITH tables are computed anew, with their lineage; what is undecided now was counted before.
        var own = ExecutionContext(now: context.now, threads: context.threads, cancellation: context.cancellation)
        own.outer = context.outer
        own.progress = context.progress
        self.context = own
    }

    /// The first rows, each followed by the rows of base tables that it comes from, and how many more there are.
    ///
    /// None where the rows cannot be computed: the assertion's own error is the one to tell of.
    func notes() -> [String] {
        do throws(Diagnostic) {
            var tracking = LineageTracking()
            let first = LogicalPlan.limit(.init(input: plan, count: Self.rowsTold, offset: 0))
            let rows = try Executor(context).rows(of: Optimizer.optimize(tracking.track(first)))
            var notes: [String] = []
            for row in 0..<rows.count {
                notes.append("\(title) \(cells(of: row, rows))")
                if let origin = try origin(of: row, rows, tracking.tables) { notes.append("  from \(origin)") }
            }
            // Rows far behind the first ones may be in error themselves.
            let more = rows.count < Self.rowsTold ? 0 : ((try? count()) ?? rows.count) - rows.count
            if more > 0 { notes.append("\(title) \(more) more \(more == 1 ? "row" : "rows")") }
            return notes
        } catch {
            return []
        }
    }

    private func count() throws(Diagnostic) -> Int {
        var node = 0
        let pipeline = try Executor(context).pipeline(Optimizer.optimize(plan), &node)
        let counters = try pipeline.run(context, RowCounter.init) { (counter, batch) throws(Diagnostic) in
            counter.rows += batch.count
            return true
        }
        return counters.reduce(0) { $0 + $1.rows }
    }

    /// `edition 7, city "Shanghai"`
    private func cells(of row: Int, _ rows: StoredTable) -> String {
        let columns = plan.columns.prefix(Self.columnsTold)
        let texts = columns.enumerated().map { RowText.cell($1.name, rows.vectors[$0], row) }
        return (texts + (columns.count < plan.columns.count ? ["…"] : [])).joined(separator: ", ")
    }

    /// `row 314 of figures: source "A1", …; row 7 of editions and 2 more rows`; `nil` where it comes from no table.
    /// Tables that state something come first.
    private func origin(
        of row: Int, _ rows: StoredTable, _ scans: [LogicalPlan.Scan]
    ) throws(Diagnostic) -> String? {
        let lineage = rows.vectors[rows.vectors.count - 1]
        guard lineage.isValid(row) else { return nil }
        let places = LineageCode.decode(lineage.bytes(row))
        if places.isEmpty { return nil }
        var tables: [StoredTable] = []
        for scan in scans { tables.append(try Executor(context).table(scan.table)) }
        let states = tables.map { $0.column(Self.told[2], .string) != nil }
        let ordered = places.filter { states[$0.table] } + places.filter { !states[$0.table] }
        let texts = ordered.prefix(Self.originsTold).map { place in
            let cells = Self.told.compactMap { name in
                tables[place.table].column(name, .string).flatMap {
                    $0.isValid(place.row) ? RowText.cell(name, $0, place.row) : nil
                }
            }
            let colon = cells.isEmpty ? "" : ": "
            let origin = tables[place.table].place(of: place.row, in: scans[place.table].name)
            return "row \(origin.number) of \(origin.name)\(colon)\(cells.joined(separator: ", "))"
        }
        let more = places.count - texts.count
        return texts.joined(separator: "; ") + (more > 0 ? " and \(more) more \(more == 1 ? "row" : "rows")" : "")
    }
}

extension Diagnostic {
    /// Tells the condition of a failed assertion where the one line that an error shows has only its beginning: where
    /// it was written longer than its text in one line is, it was written in several.
    mutating func addConditionNote(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        // A parenthesis that stands at the end of its line.
        let line = words.dropFirst().reduce(String(words.first ?? "")) { $0 + ($0.last == "(" ? "" : " ") + $1 }
        guard let range, range.upper - range.lower > line.utf8.count + Self.slack else { return }
        notes.append("the condition is \(line.shortened(toCells: Self.conditionCells))")
    }

    /// As many bytes may be blanks within a line.
    private static let slack = 2
    private static let conditionCells = 300
}

/// The rows that one thread counted.
private final class RowCounter: @unchecked Sendable {
    // One thread adds, and nobody reads before it is done.
    var rows = 0
}

/// The notes on a failed assertion, which several threads may ask for and one makes.
final class AssertionNotes: Sendable {
    private let made = Mutex<[String]?>(nil)

    func notes(_ make: () -> [String]) -> [String] {
        made.withLock { made in
            let notes = made ?? make()
            made = notes
            return notes
        }
    }
}
