// How Swift types stand in a column's buffer.

/// A Swift type that a column buffer holds directly: `Bool`, `Int64`, `Double`, `Int32` (DATE), `Interval`,
/// `StringView`, `Quantity`.
package protocol ColumnElement: BitwiseCopyable, Sendable {}

extension Bool: ColumnElement {}
extension Int64: ColumnElement {}
extension Double: ColumnElement {}
extension Int32: ColumnElement {}
extension Interval: ColumnElement {}
extension Quantity: ColumnElement {}

/// What a kernel's body takes as an argument: a column element, or the bytes of a string.
package protocol KernelInput: SendableMetatype {
    /// The value at place `index` of the vector's buffer.
    static func read(_ vector: Vector, _ index: Int) -> Self
}

extension KernelInput where Self: ColumnElement {
    @inline(__always)
    package static func read(_ vector: Vector, _ index: Int) -> Self {
        vector.data.assumingMemoryBound(to: Self.self)[index]
    }
}

extension Bool: KernelInput {}
extension Int64: KernelInput {}
extension Double: KernelInput {}
extension Int32: KernelInput {}
extension Interval: KernelInput {}

extension Quantity: KernelInput {
    @inline(__always)
    package static func read(_ vector: Vector, _ index: Int) -> Quantity {
        if let unit = vector.plainUnit {
            return Quantity(vector.data.assumingMemoryBound(to: Double.self)[index], unit)
        }
        return vector.data.assumingMemoryBound(to: Quantity.self)[index]
    }
}

extension UnsafeBufferPointer: KernelInput where Element == UInt8 {
    @inline(__always)
    package static func read(_ vector: Vector, _ index: Int) -> UTF8Bytes {
        StringView.bytes(at: vector.data.assumingMemoryBound(to: StringView.self) + index)
    }
}
