// How a base-table row is written in a lineage.

/// Eight bytes that name a row of a base table.
///
/// They fit a STRING's row inline, so that the lineage of a scan takes no memory beside its column.
enum LineageCode {
    static let size = 8

    private static let rowBits: UInt64 = 48

    /// The lineages of the rows from `start` on.
    static func vector(table: Int, start: Int, count: Int) -> Vector {
        let writer = VectorWriter<StringView>(count: count)
        for row in 0..<count {
            var code = (UInt64(table) << rowBits | UInt64(start + row)).littleEndian
            withUnsafeBytes(of: &code) { raw in
                raw.withMemoryRebound(to: UInt8.self) { writer[row] = StringView($0) }
            }
        }
        return writer.finish(.string)
    }

    /// The rows that a lineage names, each once, in the order of tables and rows.
    static func decode(_ lineage: UTF8Bytes) -> [(table: Int, row: Int)] {
        let raw = UnsafeRawBufferPointer(lineage)
        var codes = stride(from: 0, to: raw.count - size + 1, by: size).map {
            UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
        }
        codes.sort()
        var result: [(table: Int, row: Int)] = []
        var last: UInt64?
        for code in codes where code != last {
            result.append((Int(code >> rowBits), Int(code & (1 << rowBits - 1))))
            last = code
        }
        return result
    }
}
