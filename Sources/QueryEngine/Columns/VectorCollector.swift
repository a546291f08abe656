// A column put together from the vectors of batches, as they come.

/// Collects the rows of vectors of one type, each vector's behind those before.
///
/// Rows are copied once, into a buffer that grows; long strings too, where their memory is a piece of a file that is to be
/// given back soon.
final class VectorCollector {
    private let type: DataType
    private let data: GrowingMemory
    /// Where in `data` its rows begin; what other collectors put there is not touched.
    private let first: Int
    /// Whether others put rows into `data`, so that it must not grow: there is room for all.
    private let isShared: Bool
    /// Of rows in shared memory.
    private var charge = MemoryCharge()
    /// Of long strings.
    private let strings = MemoryOwner()
    private var heap: StringHeap
    private var validity: GrowingBits?
    /// Of BOOL: the rows that bounds of quantities left undecided.
    private var undecided: GrowingBits?
    /// Of QUANTITY: the unit of all rows so far, while they are plain.
    private var unit: QuantityUnit?
    private var stride: Int
    private(set) var count = 0

    /// - Parameter capacity: how many rows to have room for at first.
    init(_ type: DataType, capacity: Int) {
        self.type = type
        stride = type.stride
        data = GrowingMemory(capacity: capacity * type.stride)
        (first, isShared) = (0, false)
        heap = StringHeap(owner: strings)
    }

    /// Collects the rows of a type other than QUANTITY in memory that has room for all of them from row `first` on.
    init(_ type: DataType, in memory: GrowingMemory, first: Int) {
        self.type = type
        stride = type.stride
        data = memory
        (self.first, isShared) = (first, true)
        heap = StringHeap(owner: strings)
    }

    private var start: UnsafeMutableRawPointer { data.base + first * stride }

    /// Makes room for more rows.
    private func reserve(_ rows: Int) {
        let bytes = rows * stride
        if isShared { return charge.add(bytes) }
        data.reserve(count * stride + bytes)
        data.use(bytes)
    }

    /// Adds the selected rows of `vector`.
    func append(_ vector: Vector, _ rows: Selection) {
        if rows.count == 0 { return }
        let vector = type == .quantity ? fitted(vector) : vector
        reserve(rows.count)
        switch stride {
        case 1: copy(vector, rows, UInt8.self)
        case 4: copy(vector, rows, UInt32.self)
        case 8: copy(vector, rows, UInt64.self)
        default:
            if type == .string {
                copyStrings(vector, rows)
            } else if type == .interval {
                copy(vector, rows, Interval.self)
            } else {
                copy(vector, rows, Quantity.self)
            }
        }
        append(vector.validity, of: vector, rows, to: &validity, else: true)
        append(vector.undecided, of: vector, rows, to: &undecided, else: false)
        count += rows.count
    }

    private func copy<Element: BitwiseCopyable>(_ vector: Vector, _ rows: Selection, _: Element.Type) {
        let target = start.assumingMemoryBound(to: Element.self) + count
        let source = vector.data.assumingMemoryBound(to: Element.self)
        if vector.isConstant {
            target.update(repeating: source[0], count: rows.count)
        } else if let indices = rows.indices {
            for rank in 0..<rows.count { target[rank] = source[Int(indices[rank])] }
        } else {
            target.update(from: source, count: rows.count)
        }
    }

    private func copyStrings(_ vector: Vector, _ rows: Selection) {
        copy(vector, rows, StringView.self)
        guard vector.owner.isTransient else { return strings.keep(vector.owner) }
        let views = start.assumingMemoryBound(to: StringView.self) + count
        // What stands at a NULL row is never looked at, but may be no view.
        for rank in 0..<rows.count where !views[rank].isInline && vector.isValid(rows[rank]) {
            views[rank] = heap.add(StringView.bytes(at: views + rank))
        }
    }

    /// `vector` as plain as the rows so far are, or those rows and `vector` with units in each row.
    private func fitted(_ vector: Vector) -> Vector {
        if count == 0 {
            unit = vector.plainUnit
        } else if let known = unit, vector.plainUnit != known {
            let numbers = Vector(
                .quantity, count: count, data: data.base, validity: nil, owner: strings, plainUnit: known)
            let full = numbers.withRowUnits()
            data.reserve(count * type.stride)
            data.use(count * (type.stride - stride))
            data.base.copyMemory(from: full.data, byteCount: count * type.stride)
            unit = nil
        }
        stride = unit == nil ? type.stride : MemoryLayout<Double>.stride
        return unit == nil ? vector.withRowUnits() : vector
    }

    private func append(
        _ bits: UnsafePointer<UInt64>?, of vector: Vector, _ rows: Selection, to all: inout GrowingBits?,
        else usual: Bool
    ) {
        guard let bits, vector.isConstant || rows.indices != nil else {
            return append(bits, rows.count, to: &all, else: usual)
        }
        let target = grown(&all, by: rows.count, else: usual)
        for rank in 0..<rows.count { target.set(count + rank, Bitmap.isSet(bits, vector.physical(rows[rank]))) }
    }

    /// Adds the first `rows` of the bits, or as many usual ones.
    private func append(
        _ bits: UnsafePointer<UInt64>?, _ rows: Int, to all: inout GrowingBits?, else usual: Bool
    ) {
        if bits == nil && all == nil { return }
        let target = grown(&all, by: rows, else: usual)
        if let bits { return target.append(bits, rows, at: count) }
        for row in count..<count + rows { target.set(row, usual) }
    }

    /// The bits of the rows so far, with room for more.
    private func grown(_ bits: inout GrowingBits?, by rows: Int, else usual: Bool) -> GrowingBits {
        let all = bits ?? GrowingBits(repeating: usual, count: count, capacity: count + rows)
        bits = all
        return all
    }

    /// Adds the rows of another collector, which is used up.
    func append(_ other: VectorCollector) {
        if isShared && other.data === data {
            // They stand behind these ones, if with a gap.
            let bytes = other.count * stride
            if bytes > 0 { (start + count * stride).copyMemory(from: other.start, byteCount: bytes) }
            strings.keep(other.strings)
            append(other.validity?.words, other.count, to: &validity, else: true)
            append(other.undecided?.words, other.count, to: &undecided, else: false)
            charge.add(bytes)
            other.charge.add(-bytes)
            count += other.count
            return
        }
        // Of its memory only that of strings is still needed.
        let rest = other.finish(other.strings)
        append(rest, Selection(all: rest.count))
    }

    /// The rows collected, in one vector; the collector is used up.
    func finish() -> Vector {
        if isShared {
            charge.add(-count * stride)
            data.use(count * stride)
        }
        data.trim(to: (first + count) * stride)
        let owner = MemoryOwner()
        owner.keep(data)
        for bits in [validity, undecided].compactMap(\.self) { owner.keep(bits.memory) }
        owner.keep(strings)
        return finish(owner)
    }

    private func finish(_ owner: MemoryOwner) -> Vector {
        Vector(
            type, count: count, data: start, validity: validity?.words, owner: owner, plainUnit: unit,
            undecided: undecided?.words)
    }
}

/// Bits that grow with the rows of a column.
private struct GrowingBits {
    let memory: GrowingMemory

    var words: UnsafePointer<UInt64> { UnsafePointer(target) }

    private var target: UnsafeMutablePointer<UInt64> { memory.base.assumingMemoryBound(to: UInt64.self) }

    init(repeating bit: Bool, count: Int, capacity: Int) {
        memory = GrowingMemory(capacity: Bitmap.words(capacity) * 8)
        target.update(repeating: bit ? .max : 0, count: Bitmap.words(count))
    }

    @inline(__always)
    func set(_ row: Int, _ bit: Bool) {
        memory.reserve(Bitmap.words(row + 1) * 8)
        if bit { Bitmap.set(target, row) } else { Bitmap.clear(target, row) }
    }

    /// Puts `count` bits behind the first `start`.
    func append(_ bits: UnsafePointer<UInt64>, _ count: Int, at start: Int) {
        // Shifting writes up to a word more.
        memory.reserve((Bitmap.words(start + count) + 1) * 8)
        let (target, shift) = (target + start >> 6, UInt64(start & 63))
        if shift == 0 { return target.update(from: bits, count: Bitmap.words(count)) }
        for word in 0..<Bitmap.words(count) {
            target[word] = target[word] & (1 &<< shift &- 1) | bits[word] &<< shift
            target[word + 1] = bits[word] &>> (64 - shift)
        }
    }
}
