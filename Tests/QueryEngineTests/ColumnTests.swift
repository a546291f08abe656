// Vectors, selections and strings in columns.

import Testing

@testable import QueryEngine

struct ColumnTests {
    @Test func valuesSurviveAColumn() {
        let values: [Value] = [.string("短"), .null, .string(""), .string("a string of more than twelve bytes")]
        let vector = Vector(.string, values: values)
        #expect((0..<values.count).map(vector.value) == values)
    }

    @Test func sliceInTheMiddleOfAWordKeepsNulls() {
        let values: [Value] = (0..<200).map { $0 % 3 == 0 ? .null : .int64(Int64($0)) }
        let slice = Vector(.int64, values: values).slice(70..<140)
        #expect((0..<70).map(slice.value) == Array(values[70..<140]))
    }

    @Test func sliceAtAWordKeepsNulls() {
        let values: [Value] = (0..<200).map { $0 % 3 == 0 ? .null : .date(Int32($0)) }
        let slice = Vector(.date, values: values).slice(128..<200)
        #expect((0..<72).map(slice.value) == Array(values[128..<200]))
    }

    @Test func filtersNarrowASelection() {
        let even = Selection(all: 10).filter { $0 % 2 == 0 }
        let late = even.filter { $0 > 3 }
        #expect((0..<late.count).map { late[$0] } == [4, 6, 8])
        let last = late.slice(offset: 1, limit: 5)
        #expect((0..<last.count).map { last[$0] } == [6, 8])
    }

    @Test func compactionMovesSelectedRowsTogether() {
        let vector = Vector(.float64, values: [.float64(0.5), .null, .float64(2), .float64(3)])
        let batch = Batch([vector], count: 4).selecting(Selection(positions: [1, 3])).compacted()
        #expect(batch.count == 2)
        #expect(batch.columns[0].value(0) == .null)
        #expect(batch.columns[0].value(1) == .float64(3))
    }

    @Test func gatherOfANegativePositionIsNull() {
        let vector = Vector(.string, values: [.string("left"), .string("a right side that is long")])
        let rows: [Int32] = [1, -1, 0]
        let picked = rows.withUnsafeBufferPointer { vector.gather($0) }
        #expect((0..<3).map(picked.value) == [.string("a right side that is long"), .null, .string("left")])
    }

    @Test func stringsCompareByBytesAcrossTheInlineLimit() {
        let words = ["", "a", "ab", "abcdefghijkl", "abcdefghijklm", "abcdefghijklmn", "b", "é", "中国国际进口博览会", "🚢"]
        let vector = Vector(.string, values: words.map { .string($0) })
        let views = vector.values(StringView.self)
        for i in words.indices {
            for j in words.indices {
                #expect(StringView.less(views + i, views + j) == (i < j))
                #expect(StringView.equal(views[i], views[j]) == (i == j))
            }
        }
    }

    @Test func intervalsCompareWithMonthsOfThirtyDays() {
        #expect(Interval(months: 1) == Interval(days: 30))
        #expect(Interval(days: 1) == Interval(microseconds: 86_400_000_000))
        #expect(Interval(months: -1, days: 29) < Interval(microseconds: -1))
    }
}
