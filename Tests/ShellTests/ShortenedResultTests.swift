// Tables with rows left out.

import QueryEngine
import QueryShell
import TableFormats
import Testing

struct ShortenedResultTests {
    private func table(rows: Int, showing shown: Int?) throws -> [String] {
        let values = (0..<rows).map { Value.int64(Int64($0)) }
        // In several batches, as queries give them.
        var batches: [Batch] = []
        for start in stride(from: 0, to: rows, by: 7) {
            let part = Array(values[start..<min(start + 7, rows)])
            batches.append(Batch([Vector(.int64, values: part)], count: part.count))
        }
        var options = OutputOptions()
        options.rows = shown
        options.hiddenRowsRemark = ".rows 0 shows all"
        var writer = ResultWriter(.table, options: options)
        var out = OutputBuffer()
        try writer.write(QueryResult(columns: [Column("n", .int64)], batches: batches), to: &out)
        return String(decoding: out.bytes, as: UTF8.self).split(separator: "\n").dropFirst(2).map {
            $0.drop { $0 == " " }.description
        }
    }

    @Test func rowsInTheMiddleAreLeftOut() throws {
        #expect(
            try table(rows: 100, showing: 5) == [
                "0", "1", "2", "… 95 rows hidden (.rows 0 shows all) …", "98", "99", "(100 rows)",
            ])
        #expect(try table(rows: 3, showing: 2) == ["0", "… 1 row hidden (.rows 0 shows all) …", "2", "(3 rows)"])
        #expect(try table(rows: 3, showing: 1) == ["0", "… 2 rows hidden (.rows 0 shows all) …", "(3 rows)"])
        #expect(try table(rows: 20, showing: 16).contains("… 4 rows hidden (.rows 0 shows all) …"))
    }

    @Test func whatFitsIsWhole() throws {
        for shown in [3, 4, nil] { #expect(try table(rows: 3, showing: shown) == ["0", "1", "2", "(3 rows)"]) }
        #expect(try table(rows: 0, showing: 4) == ["(0 rows)"])
    }
}
