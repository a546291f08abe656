// A column put together from the vectors of batches, as they come.

/// Collects the rows of vectors of one type, each vector's behind those before.
///
/// Rows are copied once, into a buffer that grows; long strings too, where their memory is a piece of a file that is to be
/// given back soon.
final class VectorCollector {
    private let type: DataType
    private let data: GrowingMemory
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
        heap = StringHeap(owner: strings)
    }

    /// Adds the selected rows of `vector`.
    func append(_ vector: Vector, _ rows: Selection) {
        if rows.count == 0 { return }
        let vector = type == .quantity ? fitted(vector) : vector
        data.reserve((count + rows.count) * stride)
        data.use(rows.count * stride)
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
        let target = data.base.assumingMemoryBound(to: Element.self) + count
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
        let start = count
        copy(vector, rows, StringView.self)
        guard vector.owner.isTransient else { return strings.keep(vector.owner) }
        let views = data.base.assumingMemoryBound(to: StringView.self) + start
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
        if bits == nil && all == nil { return }
        let target = all ?? GrowingBits(repeating: usual, count: count, capacity: count + rows.count)
        all = target
        guard let bits, !vector.isConstant, rows.indices == nil else {
            for rank in 0..<rows.count {
                target.set(count + rank, bits.map { Bitmap.isSet($0, vector.physical(rows[rank])) } ?? usual)
            }
            return
        }
        target.append(bits, rows.count, at: count)
    }

    /// Adds the rows of another collector, which is used up.
    func append(_ other: VectorCollector) {
        // Of its memory only that of strings is still needed.
        let rest = other.finish(other.strings)
        append(rest, Selection(all: rest.count))
    }

    /// The rows collected, in one vector; the collector is used up.
    func finish() -> Vector {
        data.trim(to: count * stride)
        let owner = MemoryOwner()
        owner.keep(data)
        for bits in [validity, undecided].compactMap(\.self) { owner.keep(bits.memory) }
        owner.keep(strings)
        return finish(owner)
    }

    private func finish(_ owner: MemoryOwner) -> Vector {
        Vector(
            type, count: count, data: data.base, validity: validity?.words, owner: owner, plainUnit: unit,
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
