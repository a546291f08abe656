// How Swift types stand in a column's buffer.

/// A Swift type that a column buffer holds directly: `Bool`, `Int64`, `Double`, `Int32` (DATE), `Interval`, `StringView`.
package protocol ColumnElement: BitwiseCopyable, Sendable {}

extension Bool: ColumnElement {}
extension Int64: ColumnElement {}
extension Double: ColumnElement {}
extension Int32: ColumnElement {}
extension Interval: ColumnElement {}

/// What a kernel's body takes as an argument: a column element, or the bytes of a string.
package protocol KernelInput: SendableMetatype {
    /// The value at `index` of the buffer that begins at `base`.
    static func read(_ base: UnsafeRawPointer, _ index: Int) -> Self
}

extension KernelInput where Self: ColumnElement {
    @inline(__always)
    package static func read(_ base: UnsafeRawPointer, _ index: Int) -> Self {
        base.assumingMemoryBound(to: Self.self)[index]
    }
}

extension Bool: KernelInput {}
extension Int64: KernelInput {}
extension Double: KernelInput {}
extension Int32: KernelInput {}
extension Interval: KernelInput {}

extension UnsafeBufferPointer: KernelInput where Element == UInt8 {
    @inline(__always)
    package static func read(_ base: UnsafeRawPointer, _ index: Int) -> UTF8Bytes {
        StringView.bytes(at: base.assumingMemoryBound(to: StringView.self) + index)
    }
}
