// Columns that are put together from batches hold what the batches held.

import QueryLanguage
import Testing

@testable import QueryEngine

struct VectorCollectorTests {
    /// Values of a type, of which every fifth is NULL.
    private func values(_ type: DataType, _ range: Range<Int>) -> [Value] {
        range.map { row in
            if row % 5 == 3 { return .null }
            return switch type {
            case .bool: .bool(row % 3 == 0)
            case .int64: .int64(Int64(row) * 1_000_003)
            case .float64: .float64(Double(row) / 7)
            case .date: .date(Int32(row))
            case .timestamp: .timestamp(Int64(row) * 7)
            case .interval: .interval(Interval(months: Int32(row), days: 1, microseconds: Int64(row)))
            case .string: .string(String(repeating: "ab", count: row % 11) + "\(row)")
            case .quantity: .quantity(Quantity(Double(row), .one))
            }
        }
    }

    private func collected(_ vector: Vector) -> [Value] { (0..<vector.count).map { vector.value($0) } }

    @Test(arguments: DataType.allCases)
    func rowsOfBatchesFollowOneAnother(_ type: DataType) {
        let collector = VectorCollector(type, capacity: 1)
        var expected: [Value] = []
        // Lengths that end within words of bitmaps and at their ends, and more than fits at first.
        for (index, count) in [1, 64, 63, 0, 2048, 100, 28, 5000, 1].enumerated() {
            let rows = values(type, expected.count..<(expected.count + count))
            let vector = Vector(type, values: rows)
            switch index % 3 {
            case 1 where count > 0:
                let odd = (0..<count).filter { $0 % 2 == 1 }
                collector.append(vector, Selection(positions: odd))
                expected += odd.map { rows[$0] }
            case 2 where count > 0:
                collector.append(.constant(rows[0], type: type, count: count), Selection(all: count))
                expected += Array(repeating: rows[0], count: count)
            default:
                collector.append(vector, Selection(all: count))
                expected += rows
            }
        }
        #expect(collected(collector.finish()) == expected)
    }

    @Test(arguments: DataType.allCases)
    func partsFollowOneAnother(_ type: DataType) {
        var expected: [Value] = []
        // Without NULLs, with, and without again.
        let parts = [0..<3, 1000..<4001, 10..<13].map { range in
            let part = VectorCollector(type, capacity: 2)
            let rows = values(type, range)
            expected += rows
            for row in rows { part.append(Vector(type, values: [row]), Selection(all: 1)) }
            return part
        }
        parts[0].append(parts[1])
        parts[0].append(parts[2])
        #expect(collected(parts[0].finish()) == expected)
    }

    private func quantity(_ text: String) -> Quantity? {
        var text = text
        return text.withUTF8 { QuantityText.parse($0) }
    }

    @Test func quantitiesAreInOneUnitUntilTheyAreNot() throws {
        let collector = VectorCollector(.quantity, capacity: 1)
        let person = try #require(quantity("3 person"))
        let hedged = try #require(quantity("> 5 person"))
        var expected: [Value] = []
        for quantity in [person, person, hedged, person, Quantity(7, .one)] {
            collector.append(Vector(.quantity, values: [.quantity(quantity), .null]), Selection(all: 2))
            expected += [.quantity(quantity), .null]
        }
        #expect(collected(collector.finish()) == expected)
    }

    /// What lies in a piece of a file is copied, so that the piece need not be kept.
    @Test func longStringsOutliveThePieceOfAFileTheyCameFrom() {
        let text = Array("a string that is too long to lie inline".utf8)
        let collector = VectorCollector(.string, capacity: 4)
        do {
            let piece = MemoryOwner(isTransient: true)
            let bytes = piece.allocate(UInt8.self, count: text.count)
            bytes.update(from: text, count: text.count)
            let writer = StringVectorWriter(count: 2)
            writer.keep(piece)
            writer.set(0, sharing: UTF8Bytes(start: bytes, count: text.count))
            writer.set(1, sharing: UTF8Bytes(start: bytes, count: 3))
            let vector = writer.finish()
            collector.append(vector, Selection(all: 2))
            bytes.update(repeating: 0, count: text.count)
        }
        let vector = collector.finish()
        #expect(collected(vector) == [.string(String(decoding: text, as: UTF8.self)), .string("a s")])
        #expect(!vector.owner.isTransient)
    }
}
