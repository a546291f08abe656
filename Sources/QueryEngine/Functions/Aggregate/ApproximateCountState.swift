// APPROX_COUNT_DISTINCT.

/// A sketch of the different values of each group.
final class ApproximateCountState: AggregateState {
    private let layout: KeyLayout
    private var sketches = GrowableBuffer<DistinctSketch>()

    init(_ type: DataType) { layout = KeyLayout([type]) }

    deinit {
        for group in 0..<sketches.count { sketches[group].deallocate() }
    }

    func resize(groups: Int) { sketches.grow(to: groups, filling: DistinctSketch()) }

    func update(_ arguments: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) {
        let argument = arguments[0]
        let rows = rows.filter { argument.isValid($0) }
        let words = UnsafeMutablePointer<UInt64>.allocate(capacity: rows.count * (layout.stride + 1))
        defer { words.deallocate() }
        let hashes = words + rows.count * layout.stride
        layout.pack([argument], rows: rows, ranks: 0..<rows.count, words: words, hashes: hashes)
        for rank in 0..<rows.count {
            // Mixed once more: the sketch looks at single bits, a hash table only at all of them.
            sketches.base[Int(groups[rows[rank]])].insert(KeyHash.mix(hashes[rank], KeyHash.seed))
        }
    }

    func merge(
        _ other: any AggregateState, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) {
        let other = unsafeDowncast(other, to: ApproximateCountState.self)
        for (source, target) in zip(sources, targets) {
            sketches.base[Int(target)].merge(other.sketches[Int(source)])
        }
    }

    func finish(groups: Int) -> Vector {
        let writer = VectorWriter<Int64>(count: groups)
        for group in 0..<groups { writer[group] = sketches[group].estimate }
        return writer.finish(.int64)
    }
}
