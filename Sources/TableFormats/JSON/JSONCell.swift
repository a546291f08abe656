// Where a value stands in JSON text.

import QueryEngine

/// A value's place in the text, and what it is.
struct JSONCell: BitwiseCopyable {
    enum Kind: UInt8 {
        /// The object has no such key.
        case missing
        case null
        case bool
        /// A number without fraction and exponent.
        case integer
        /// Any other number.
        case float
        /// A string that stands for itself.
        case string
        /// A string with escape sequences.
        case escapedString
        case object
        case array
    }

    var kind: Kind
    /// The offset of its first byte; of a string the one behind the quote.
    var start: Int
    /// Its length in bytes, without the quotes of a string.
    var length: Int

    static let missing = JSONCell(kind: .missing, start: 0, length: 0)

    var isNull: Bool { kind == .missing || kind == .null }
    var isString: Bool { kind == .string || kind == .escapedString }
}
