// Reads the text of a quantity from left to right.

import QueryLanguage

struct QuantityReader {
    private var reader: ByteReader

    init(_ text: UTF8Bytes) {
        reader = ByteReader(text)
    }

    /// The quantity that the whole text writes; `nil` if it writes none.
    mutating func quantity() -> Quantity? {
        reader.skipSpace()
        let hedge = takeHedge()
        guard let first = number() else { return nil }
        if hedge == .exact && takeDots() { return range(from: first) }
        guard let (unit, scale) = takeUnit() else { return nil }
        guard let nominal = scaled(first, scale) else { return nil }
        if reader.isAtEnd { return Self.hedged(nominal, hedge, unit) }
        return hedge == .exact ? bounded(nominal, unit, scale) : nil
    }

    private static func hedged(_ number: Double, _ hedge: Hedge, _ unit: QuantityUnit) -> Quantity? {
        switch hedge {
        case .exact, .bounds: return Quantity(number, unit)
        case .more: return Quantity(number, number, .infinity, unit, .lowerOpen)
        case .moreOrEqual: return Quantity(number, number, .infinity, unit, [])
        case .less: return Quantity(number, -.infinity, number, unit, .upperOpen)
        case .lessOrEqual: return Quantity(number, -.infinity, number, unit, [])
        case .about:
            return Hedge.halfOfLastDigit(number).map { Quantity(number, $0.lower, $0.upper, unit, []) }
        }
    }

    /// The rest of `1.5..2.5 percent`.
    private mutating func range(from first: Substring) -> Quantity? {
        guard let second = number(), let (unit, scale) = takeUnit(), reader.isAtEnd,
            let lower = scaled(first, scale), let upper = scaled(second, scale), lower <= upper
        else { return nil }
        let middle = lower / 2 + upper / 2
        return Quantity(nominal: middle, lower: lower, upper: upper, unit)
    }

    /// The rest of `80.01 billion USD [80.005, 80.015)`.
    private mutating func bounded(_ nominal: Double, _ unit: QuantityUnit, _ scale: Int) -> Quantity? {
        let lowerIsOpen = reader.take(UInt8(ascii: "("))
        guard lowerIsOpen || reader.take(UInt8(ascii: "[")) else { return nil }
        guard let lower = bound(scale), reader.take(UInt8(ascii: ",")), let upper = bound(scale) else { return nil }
        let upperIsOpen = reader.take(UInt8(ascii: ")"))
        guard upperIsOpen || reader.take(UInt8(ascii: "]")) else { return nil }
        reader.skipSpace()
        guard reader.isAtEnd else { return nil }
        return Quantity(
            nominal: nominal, lower: lower, upper: upper, lowerIsOpen: lowerIsOpen, upperIsOpen: upperIsOpen, unit)
    }

    private mutating func bound(_ scale: Int) -> Double? {
        reader.skipSpace()
        let start = reader.position
        let isNegative = reader.takeSign()
        if reader.rest.starts(with: "inf".utf8) {
            reader.position += 3
            reader.skipSpace()
            return isNegative ? -.infinity : .infinity
        }
        reader.position = start
        guard let text = number() else { return nil }
        reader.skipSpace()
        return scaled(text, scale)
    }

    // MARK: Parts

    private mutating func takeHedge() -> Hedge {
        defer { reader.skipSpace() }
        if reader.take(UInt8(ascii: ">")) { return reader.take(UInt8(ascii: "=")) ? .moreOrEqual : .more }
        if reader.take(UInt8(ascii: "<")) { return reader.take(UInt8(ascii: "=")) ? .lessOrEqual : .less }
        if reader.take(UInt8(ascii: "~")) { return .about }
        for (sign, hedge) in [("≥", Hedge.moreOrEqual), ("≤", .lessOrEqual), ("≈", .about)]
        where reader.rest.starts(with: sign.utf8) {
            reader.position += sign.utf8.count
            return hedge
        }
        return .exact
    }

    /// A decimal number's text, commas between groups of three digits left out.
    private mutating func number() -> Substring? {
        reader.skipSpace()
        var text: [UInt8] = []
        if reader.takeSign() { text.append(UInt8(ascii: "-")) }
        let start = text.count
        takeDigits(&text)
        let isGrouped = 1...3 ~= text.count - start
        while isGrouped, reader.next == UInt8(ascii: ","), let group = threeDigits() {
            text += group
            reader.position += 4
        }
        // Two dots are no decimal point.
        if reader.next == UInt8(ascii: "."), reader.rest.dropFirst().first != UInt8(ascii: ".") {
            text.append(UInt8(ascii: "."))
            reader.position += 1
            takeDigits(&text)
        }
        guard text[start...].contains(where: isASCIIDigit) else { return nil }
        takeExponent(&text)
        return Substring(decoding: text, as: UTF8.self)
    }

    private mutating func takeDigits(_ text: inout [UInt8]) {
        while let byte = reader.next, isASCIIDigit(byte) {
            text.append(byte)
            reader.position += 1
        }
    }

    /// The three digits behind a comma, if there are just three.
    private func threeDigits() -> [UInt8]? {
        let group = reader.rest.dropFirst().prefix { isASCIIDigit($0) }
        return group.count == 3 ? Array(group) : nil
    }

    /// An exponent, where digits follow its letter: what else begins with `e` is a unit.
    private mutating func takeExponent(_ text: inout [UInt8]) {
        let start = reader.position
        var exponent: [UInt8] = [UInt8(ascii: "e")]
        guard reader.take(letter: UInt8(ascii: "e")) else { return }
        if reader.takeSign() { exponent.append(UInt8(ascii: "-")) }
        takeDigits(&exponent)
        if exponent.last.map(isASCIIDigit) == true, exponent.count < 7 {
            text += exponent
        } else {
            reader.position = start
        }
    }

    private mutating func takeDots() -> Bool {
        reader.skipSpace()
        guard reader.rest.starts(with: "..".utf8) else { return false }
        reader.position += 2
        return true
    }

    /// The unit up to the bounds or the end.
    private mutating func takeUnit() -> (unit: QuantityUnit, scale: Int)? {
        reader.skipSpace()
        let rest = reader.rest
        let length = unitLength(rest)
        let text = String(UTF8Bytes(rebasing: rest[..<length]))
        reader.position += length
        return try? UnitParser.parseScaled(text)
    }

    /// Where the bounds begin: at `[`, or at a `(` behind a blank.
    private func unitLength(_ rest: UTF8Bytes) -> Int {
        for (index, byte) in rest.enumerated() {
            if byte == UInt8(ascii: "[") { return index }
            if byte == UInt8(ascii: "("), index == 0 || isASCIISpace(rest[index - 1]) { return index }
        }
        return rest.count
    }

    /// The number times the scale word's power of ten, as the decimal that it is; `nil` if it is too large.
    private func scaled(_ text: Substring, _ scale: Int) -> Double? {
        let parts = text.split(separator: "e", omittingEmptySubsequences: false)
        let exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + scale
        let whole = exponent == 0 ? String(parts[0]) : "\(parts[0])e\(exponent)"
        var copy = whole
        let value = copy.withUTF8 { FloatText.parse($0) }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }
}
