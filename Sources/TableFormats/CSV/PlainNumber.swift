// Which texts are numbers where nobody has said that they are: those of which nothing is lost when they become one.

import QueryEngine

/// How numbers are written. Postal codes (`01067`), telephone numbers (`+49…`) and hexadecimal are no numbers.
enum PlainNumber {
    static func isWritten(_ text: UTF8Bytes) -> Bool {
        guard let first = (text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]).first else { return false }
        return (first &- 0x30 <= 9 || first == UInt8(ascii: ".")) && !startsOddly(text)
    }

    /// Whether it is for sure a number that nothing is lost of, seen at a glance: at most 15 digits, and perhaps a
    /// point behind the first. Of others this says nothing.
    static func isUsual(_ text: UTF8Bytes, allowsPoint: Bool) -> Bool {
        let start = text.first == UInt8(ascii: "-") ? 1 : 0
        guard start < text.count, text.count - start <= 15, isDigit(text[start]), !startsOddly(text) else {
            return false
        }
        var pointsLeft = allowsPoint ? 1 : 0
        for index in start + 1..<text.count where !isDigit(text[index]) {
            guard text[index] == UInt8(ascii: "."), pointsLeft > 0 else { return false }
            pointsLeft -= 1
        }
        return true
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

    /// Whether it has a sign or zeros in front that a number would lose.
    static func startsOddly(_ text: UTF8Bytes) -> Bool {
        if text.first == UInt8(ascii: "+") { return true }
        let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        guard digits.first == UInt8(ascii: "0"), let second = digits.dropFirst().first else { return false }
        return second != UInt8(ascii: ".") && second | 0x20 != UInt8(ascii: "e")
    }

    /// Whether it is one of the words `nan` and `inf`, which among numbers are numbers.
    static func isWord(_ text: UTF8Bytes) -> Bool {
        let letters = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        return letters.count == 3 && letters.allSatisfy { $0 | 0x20 &- 0x61 < 26 }
    }

    /// Whether a FLOAT64 holds a number that is written so: any fraction, since those are rounded anyway, but of whole
    /// numbers, which name things, only those that it can tell from their neighbours.
    static func isHeld(_ text: UTF8Bytes, as number: Double) -> Bool {
        if !number.isFinite { return false }
        // Fewer digits always fit.
        if text.count <= 15 || text.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }) {
            return true
        }
        guard let whole = IntText.parse(text) else { return false }
        return Int64(exactly: number) == whole
    }
}

/// INT64 as it is written in columns whose type was found out.
enum PlainInt64Cell: CellKind {
    static let type = DataType.int64
    static func parse(_ text: UTF8Bytes) -> Int64? { PlainNumber.isWritten(text) ? IntText.parse(text) : nil }
    @inline(__always)
    static func parseUsual(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int64? { UsualNumber.int64(start, count) }
}

/// FLOAT64 as it is written in columns whose type was found out.
enum PlainFloat64Cell: CellKind {
    static let type = DataType.float64
    static func parse(_ text: UTF8Bytes) -> Double? {
        guard PlainNumber.isWritten(text) else { return PlainNumber.isWord(text) ? FloatText.parse(text) : nil }
        return FloatText.parse(text).flatMap { PlainNumber.isHeld(text, as: $0) ? $0 : nil }
    }
    @inline(__always)
    static func parseUsual(_ start: UnsafePointer<UInt8>, _ count: Int) -> Double? { UsualNumber.double(start, count) }
}

/// QUANTITY as it is written in columns whose type was found out.
enum PlainQuantity {
    static func parse(_ text: UTF8Bytes) -> Quantity? {
        guard let quantity = QuantityText.parse(text) else { return nil }
        let isNumber = quantity.isExact && quantity.unit == .one
        return isNumber && PlainNumber.startsOddly(text) ? nil : quantity
    }
}
