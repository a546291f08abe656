// The benchmark's tables as CSV files in a folder.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files of the tables, written where they are not yet there.
struct DataFiles {
    let generator: DataGenerator

    /// Says of which size the files beside it are; written last, so that files cut short are not taken for whole ones.
    private static let stamp = "rows.txt"

    /// Writes what is missing into the working folder.
    ///
    /// - Throws: `BenchmarkFailure` if a file cannot be written.
    /// - Complexity: linear in the number of rows; the memory does not grow with it.
    func write(withJoins: Bool) throws {
        try write("G1", "id1,id2,id3,id4,id5,id6,v1,v2,v3", generator.rows) { row, line in
            let cells = generator.grouping(row)
            line.id(cells.id1, 3).id(cells.id2, 3).id(cells.id3, 10).number(cells.id4).number(cells.id5)
                .number(cells.id6).number(cells.v1).number(cells.v2).last(cells.v3Millionths)
        }
        guard withJoins else { return }
        try write("x", "id1,id2,id3,id4,id5,id6,v1", generator.rows) { row, line in
            let cells = generator.joined(row)
            line.number(cells.id1).number(cells.id2).number(cells.id3).id(cells.id1).id(cells.id2).id(cells.id3)
                .last(cells.v1Millionths)
        }
        try write("small", "id1,id4,v2", generator.smallRows) { row, line in
            let cells = generator.lookup(row)
            line.number(cells.id1).id(cells.id1).last(cells.v2Millionths)
        }
        try write("medium", "id1,id2,id4,id5,v2", generator.mediumRows) { row, line in
            let cells = generator.lookup(row)
            line.number(cells.id1).number(cells.id2).id(cells.id1).id(cells.id2).last(cells.v2Millionths)
        }
        try write("big", "id1,id2,id3,id4,id5,id6,v2", generator.rows) { row, line in
            let cells = generator.lookup(row)
            line.number(cells.id1).number(cells.id2).number(cells.id3).id(cells.id1).id(cells.id2).id(cells.id3)
                .last(cells.v2Millionths)
        }
    }

    private func write(_ table: String, _ header: String, _ rows: Int, _ row: (Int, CSVLines) -> Void) throws {
        let stamp = "\(table).\(Self.stamp)"
        let content = "\(generator.rows)\n"
        if access("\(table).csv", R_OK) == 0, (try? readText(stamp)) == content { return }
        unlink(stamp)
        guard let file = fopen("\(table).csv", "w") else {
            throw BenchmarkFailure(system: "cannot write '\(table).csv'")
        }
        let lines = CSVLines(header)
        var isWritten = true
        for number in 0..<rows {
            row(number, lines)
            if lines.bytes.count > 1 << 16 { isWritten = isWritten && lines.flush(to: file) }
        }
        isWritten = lines.flush(to: file) && isWritten
        guard fclose(file) == 0, isWritten else { throw BenchmarkFailure(system: "cannot write '\(table).csv'") }
        try writeText(content, to: stamp)
    }
}

/// Lines on their way to a file; a class, so that the cells of a line are added in one expression.
private final class CSVLines {
    private(set) var bytes: [UInt8]

    init(_ header: String) { bytes = Array((header + "\n").utf8) }

    /// Adds a whole number.
    func number(_ number: Int64) -> CSVLines {
        digits(UInt64(number), 1)
        bytes.append(UInt8(ascii: ","))
        return self
    }

    /// Adds a number behind `id`, with zeros before it to be as wide as `width`.
    func id(_ number: Int64, _ width: Int = 1) -> CSVLines {
        bytes.append(UInt8(ascii: "i"))
        bytes.append(UInt8(ascii: "d"))
        digits(UInt64(number), width)
        bytes.append(UInt8(ascii: ","))
        return self
    }

    /// Adds a number in millionths, and ends the line.
    func last(_ millionths: Int64) {
        digits(UInt64(millionths / 1_000_000), 1)
        bytes.append(UInt8(ascii: "."))
        digits(UInt64(millionths % 1_000_000), 6)
        bytes.append(UInt8(ascii: "\n"))
    }

    private func digits(_ number: UInt64, _ width: Int) {
        var rest = number
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0 || bytes.count - start < width
        bytes[start...].reverse()
    }

    /// Whether all was written.
    func flush(to file: UnsafeMutablePointer<FILE>) -> Bool {
        defer { bytes.removeAll(keepingCapacity: true) }
        return fwrite(bytes, 1, bytes.count, file) == bytes.count
    }
}
