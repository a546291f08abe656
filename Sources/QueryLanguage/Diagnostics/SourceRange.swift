// Where something stands in the source text: what every token and every node of the syntax tree carries.

/// A half-open range of UTF-8 byte offsets in a source text.
///
/// Two ranges always compare equal: a position is no part of a syntax tree's identity, so that a tree that was
/// printed and parsed again equals the first one.
public struct SourceRange: Hashable, Sendable {
    /// The offset of the first byte.
    public var lower: Int
    /// The offset just behind the last byte.
    public var upper: Int

    public init(_ lower: Int, _ upper: Int) {
        self.lower = lower
        self.upper = upper
    }

    /// The range of a node that no text stands for (one that the binder made).
    public static let none = SourceRange(0, 0)

    /// Whether no text stands for the node.
    public var isNone: Bool { lower == 0 && upper == 0 }

    /// The smallest range that holds both.
    public func union(_ other: SourceRange) -> SourceRange {
        SourceRange(min(lower, other.lower), max(upper, other.upper))
    }

    public static func == (_: SourceRange, _: SourceRange) -> Bool { true }
    public func hash(into _: inout Hasher) {}
}
