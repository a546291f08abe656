// How a base-table row is written in a lineage.

/// Eight bytes that name a row of a base table.
///
/// They fit a STRING's row inline, so that the lineage of a scan takes no memory beside its column. Each holds seven
/// bits, which keeps them the UTF-8 that a STRING must be.
enum LineageCode {
    static let size = 8

    private static let bitsPerByte = 7
    private static let rowBits = 40

    /// The lineages of the rows from `start` on.
    static func vector(table: Int, start: Int, count: Int) -> Vector {
        let writer = VectorWriter<StringView>(count: count)
        for row in 0..<count {
            let code = table << rowBits | (start + row)
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { bytes in
                for index in 0..<size {
                    bytes[index] = UInt8(truncatingIfNeeded: code >> (bitsPerByte * index)) & 0x7F
                }
                writer[row] = StringView(UTF8Bytes(bytes))
            }
        }
        return writer.finish(.string)
    }

    /// The rows that a lineage names, each once, in the order of tables and rows.
    static func decode(_ lineage: UTF8Bytes) -> [(table: Int, row: Int)] {
        var codes = stride(from: 0, to: lineage.count - size + 1, by: size).map { start in
            (0..<size).reduce(0) { $0 | Int(lineage[start + $1]) << (bitsPerByte * $1) }
        }
        codes.sort()
        var result: [(table: Int, row: Int)] = []
        var last: Int?
        for code in codes where code != last {
            result.append((code >> rowBits, code & (1 << rowBits - 1)))
            last = code
        }
        return result
    }
}
