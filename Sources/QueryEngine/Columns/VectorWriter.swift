// How a kernel makes its result.

/// Writes a vector of fixed-width values row by row.
///
/// Rows that are not written hold unspecified values; rows that end NULL are marked with `setNull`. The bitmap is
/// made when the first NULL comes.
package struct VectorWriter<Element: ColumnElement>: ~Copyable {
    package let values: UnsafeMutablePointer<Element>
    package let owner: MemoryOwner
    private let count: Int
    private var validity: UnsafeMutablePointer<UInt64>?

    package init(count: Int) {
        self.count = count
        owner = MemoryOwner()
        values = owner.allocate(Element.self, count: count)
    }

    @inline(__always)
    package subscript(row: Int) -> Element {
        get { values[row] }
        nonmutating set { values[row] = newValue }
    }

    /// Makes the row NULL.
    package mutating func setNull(_ row: Int) {
        if validity == nil {
            let bits = owner.allocate(UInt64.self, count: Bitmap.words(count))
            bits.update(repeating: .max, count: max(Bitmap.words(count), 1))
            validity = bits
        }
        guard let validity else { return }
        Bitmap.clear(validity, row)
        // A NULL row stays readable: no address of nowhere, no Bool that is neither 0 nor 1.
        UnsafeMutableRawPointer(values + row).initializeMemory(
            as: UInt8.self, repeating: 0, count: MemoryLayout<Element>.stride)
    }

    /// The vector; the writer is used up.
    package consuming func finish(_ type: DataType, plainUnit: QuantityUnit? = nil) -> Vector {
        Vector(type, count: count, data: values, validity: validity, owner: owner, plainUnit: plainUnit)
    }

    /// The vector of other data than `values`, which `owner` owns, with the NULLs that were set.
    package consuming func finish(_ type: DataType, data: UnsafeRawPointer) -> Vector {
        Vector(type, count: count, data: data, validity: validity, owner: owner)
    }

    /// The vector with this validity, which `owner` must own or keep alive.
    package consuming func finish(
        _ type: DataType, validity: UnsafePointer<UInt64>?, plainUnit: QuantityUnit? = nil
    ) -> Vector {
        Vector(type, count: count, data: values, validity: validity, owner: owner, plainUnit: plainUnit)
    }
}

/// Writes a STRING vector; long strings are copied into blocks that the vector owns.
package struct StringVectorWriter: ~Copyable {
    private var views: VectorWriter<StringView>
    private var heap: StringHeap

    package init(count: Int) {
        views = VectorWriter(count: count)
        heap = StringHeap(owner: views.owner)
    }

    /// Copies `bytes` to be the row's value.
    @inline(__always)
    package mutating func set(_ row: Int, copying bytes: UTF8Bytes) {
        views[row] = heap.add(bytes)
    }

    /// Makes the row share `bytes`, whose owner must be kept with `keep`.
    @inline(__always)
    package func set(_ row: Int, sharing bytes: UTF8Bytes) {
        views[row] = StringView(bytes)
    }

    /// The rows, for views whose bytes, where they are not inline, have an owner that must be kept with `keep`.
    package var rows: UnsafeMutablePointer<StringView> { views.values }

    package mutating func set(_ row: Int, _ string: String) {
        var string = string
        string.withUTF8 { set(row, copying: $0) }
    }

    package mutating func setNull(_ row: Int) { views.setNull(row) }

    /// Keeps the memory alive that shared rows point into.
    package func keep(_ owner: MemoryOwner) { views.owner.keep(owner) }

    package consuming func finish() -> Vector { views.finish(.string) }
}

/// Blocks of bytes for strings that are too long to lie inline.
package struct StringHeap {
    private let owner: MemoryOwner
    private var next: UnsafeMutablePointer<UInt8>?
    private var room = 0
    private var blockSize = 1 << 10

    /// The blocks belong to `owner`.
    package init(owner: MemoryOwner) {
        self.owner = owner
    }

    /// A view of a copy of `bytes`.
    @inline(__always)
    package mutating func add(_ bytes: UTF8Bytes) -> StringView {
        if bytes.count <= StringView.inlineCapacity { return StringView(bytes) }
        return StringView(copy(bytes))
    }

    private mutating func copy(_ bytes: UTF8Bytes) -> UTF8Bytes {
        if room < bytes.count {
            // Blocks double, so that a long column costs few of them and a short one little memory.
            blockSize = min(blockSize * 2, 1 << 20)
            room = max(blockSize, bytes.count)
            next = owner.allocate(UInt8.self, count: room)
        }
        guard let start = next else { return bytes }
        UnsafeMutableRawPointer(start).copyMemory(
            from: UnsafeRawPointer(bytes.baseAddress ?? UnsafePointer(start)), byteCount: bytes.count)
        next = start + bytes.count
        room -= bytes.count
        return UTF8Bytes(start: start, count: bytes.count)
    }
}
