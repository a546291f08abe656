// Over many rows too all ways give the same: groups and joins by direct address, by hash and by several keys,
// dictionaries of strings, the first rows of an order.

import Testing

@testable import QueryEngine

struct LargeTableTests {
    /// Enough for what is found out of stored columns, and in the second case for several threads.
    @Test(arguments: Nightly.isOn ? [20_000, 140_000] : [17_000])
    func allWaysGiveTheSameRows(_ rows: Int) {
        let databases = Nightly.count(1, nightly: rows > 100_000 ? 1 : 3)
        let queries = Nightly.count(12, nightly: rows > 100_000 ? 30 : 100)
        var answered = 0
        for index in 0..<databases {
            let seed = Nightly.seed &* 3_000_017 &+ UInt64(index + rows)
            var random = SeededGenerator(state: seed)
            let big = LargeTables.table(rows: rows, using: &random)
            let dim = LargeTables.table(rows: [30, 700, 5000][index % 3], using: &random)
            let ways = Ways([("big", big), ("dim", dim)])
            var generator = LargeQueryGenerator(random: SeededGenerator(state: seed))
            for _ in 0..<queries {
                let query = generator.query()
                guard
                    let found = ways.disagreements(
                        query.text, isOrdered: query.isOrdered,
                        // Of a string column the dictionary is made when it is asked for the second time.
                        ways: [.known, .known, .knownByTwoThreads, .sevenRows, .singleRows, .unoptimized])
                else { continue }
                answered += 1
                for text in found { Issue.record("\(text)") }
            }
        }
        print("asked over \(rows) rows: \(answered) of \(databases * queries)")
        #expect(answered >= databases * queries * 3 / 4)
    }
}
