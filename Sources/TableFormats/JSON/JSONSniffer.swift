// What type a column of JSON values is of.

import QueryEngine

/// The types that every value seen so far fits.
///
/// What JSON says is taken for what it is: a string of digits stays text. Only strings that have no type of their own
/// in JSON are looked into: dates, times, intervals as they are written out, quantities with a unit or a hedge, and the
/// words for the numbers that JSON lacks.
struct JSONSniffer {
    private struct Kinds: OptionSet {
        let rawValue: UInt8
        static let bool = Kinds(rawValue: 1)
        static let integer = Kinds(rawValue: 2)
        static let float = Kinds(rawValue: 4)
        /// `NaN`, `Infinity`, `-Infinity`
        static let word = Kinds(rawValue: 8)
        static let text = Kinds(rawValue: 16)
        static let object = Kinds(rawValue: 32)
        /// What no type but STRING keeps: arrays, and numbers beyond FLOAT64.
        static let other = Kinds(rawValue: 64)
    }

    private var kinds: Kinds = []
    /// Whether FLOAT64 holds all integers.
    private var isHeldByFloat64 = true
    private var isDate = true
    private var isTimestamp = true
    private var isInterval = true
    private var isQuantity = true
    private var hasUnitOrHedge = false

    /// Takes a value into account, whose text is `text`; NULL fits any type.
    mutating func see(_ kind: JSONCell.Kind, _ text: UTF8Bytes) {
        switch kind {
        case .missing, .null: break
        case .bool: kinds.insert(.bool)
        case .integer:
            guard let integer = Int64Cell.parse(text) else { return seeFloat(text) }
            kinds.insert(.integer)
            isHeldByFloat64 = isHeldByFloat64 && PlainNumber.isHeld(text, as: Double(integer))
        case .float: seeFloat(text)
        case .string, .escapedString: seeString(text)
        case .object:
            kinds.insert(.object)
            isQuantity = isQuantity && QuantityText.parse(text) != nil
            hasUnitOrHedge = true
        case .array: kinds.insert(.other)
        }
    }

    private mutating func seeFloat(_ text: UTF8Bytes) {
        kinds.insert(JSONFloat64.parse(text).map { PlainNumber.isHeld(text, as: $0) } == true ? .float : .other)
    }

    private mutating func seeString(_ text: UTF8Bytes) {
        kinds.insert(Self.isWord(text) ? .word : .text)
        isDate = isDate && DateCell.parse(text) != nil
        isTimestamp = isTimestamp && TimestampCell.parse(text) != nil
        isInterval = isInterval && IntervalCell.isWrittenOut(text)
        if isQuantity {
            switch QuantityText.kind(text) {
            case .none: isQuantity = false
            case .number: break
            case .quantity: hasUnitOrHedge = true
            }
        }
    }

    /// The narrowest type; STRING where there is nothing but NULL.
    var type: DataType {
        if kinds == .bool { return .bool }
        if kinds == .integer { return .int64 }
        let numbers: Kinds = [.integer, .float, .word]
        if kinds.isSubset(of: numbers), !kinds.isDisjoint(with: [.integer, .float]), isHeldByFloat64 {
            return .float64
        }
        if kinds == .text {
            if isDate { return .date }
            if isTimestamp { return .timestamp }
            if isInterval { return .interval }
        }
        if kinds.isSubset(of: [.integer, .float, .text, .object]), isQuantity, hasUnitOrHedge { return .quantity }
        return .string
    }

    /// Whether our writer has written a number so that JSON has none for.
    private static func isWord(_ text: UTF8Bytes) -> Bool {
        text.elementsEqual("NaN".utf8) || text.elementsEqual("Infinity".utf8) || text.elementsEqual("-Infinity".utf8)
    }
}

/// INT64 as JSON may write it: `1e3` and `"12"` too.
enum JSONInt64: CellKind {
    static let type = DataType.int64
    static func parse(_ text: UTF8Bytes) -> Int64? {
        IntText.parse(text) ?? FloatText.parse(text).flatMap { Int64(exactly: $0) }
    }
}

/// FLOAT64, and what JSON has only words for; digits that are too large are no number.
enum JSONFloat64: CellKind {
    static let type = DataType.float64
    static func parse(_ text: UTF8Bytes) -> Double? {
        guard let number = FloatText.parse(text) else { return nil }
        let isOverflow = number.isInfinite && text.contains { $0 &- UInt8(ascii: "0") < 10 }
        return isOverflow ? nil : number
    }
}
