// What a window function is made of.

import QueryLanguage

/// The rows of a window, sorted by partition and then by the window's order.
package struct WindowInput {
    /// The number of rows.
    package let count: Int
    /// The arguments' values, in the sorted order.
    package let arguments: [Vector]
    /// The partitions: they follow one another and cover all rows.
    package let partitions: [Range<Int>]
    /// For each row the first row of its peer group (the rows equal in the window's order).
    package let peerStart: [Int32]
    /// For each row the row behind its peer group.
    package let peerEnd: [Int32]
    /// For each row the first row of its frame, and the row behind it; empty frames have `start >= end`.
    package let frameStart: [Int32]
    package let frameEnd: [Int32]
    /// Whether `IGNORE NULLS` is written.
    package let ignoresNulls: Bool
}

/// Computes a window function for all rows; the result's rows stand in the input's sorted order.
package typealias WindowKernel = @Sendable (WindowInput) throws(Diagnostic) -> Vector
