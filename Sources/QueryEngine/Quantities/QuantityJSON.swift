// Quantities in JSON: {"nominal":100,"lower":100,"upper":null,"unit":"item","lower_open":true}

import QueryLanguage

package enum QuantityJSON {
    /// Appends the object: infinite bounds are null, and finite ends that do not belong to the interval are marked.
    package static func append(_ quantity: Quantity, to out: inout [UInt8]) {
        out.append(ascii: "{\"nominal\":")
        FloatText.append(quantity.nominal, to: &out)
        out.append(ascii: ",\"lower\":")
        append(bound: quantity.lower, to: &out)
        out.append(ascii: ",\"upper\":")
        append(bound: quantity.upper, to: &out)
        // A unit's text has no character that JSON escapes.
        out.append(ascii: ",\"unit\":\"")
        out.append(contentsOf: quantity.unit.text.utf8)
        out.append(ascii: "\"")
        if quantity.lowerIsOpen && quantity.lower.isFinite { out.append(ascii: ",\"lower_open\":true") }
        if quantity.upperIsOpen && quantity.upper.isFinite { out.append(ascii: ",\"upper_open\":true") }
        out.append(ascii: "}")
    }

    private static func append(bound: Double, to out: inout [UInt8]) {
        if bound.isFinite { FloatText.append(bound, to: &out) } else { out.append(ascii: "null") }
    }

    /// The quantity that an object as `append` writes it says, its members in any order; `nil` for other text.
    static func parse(_ text: UTF8Bytes) -> Quantity? {
        var reader = ByteReader(text)
        var members: [String: Member] = [:]
        guard reader.takeToken(UInt8(ascii: "{")) else { return nil }
        repeat {
            guard let key = reader.plainString(), reader.takeToken(UInt8(ascii: ":")), let member = reader.member(),
                members.updateValue(member, forKey: key) == nil
            else { return nil }
        } while reader.takeToken(UInt8(ascii: ","))
        guard reader.takeToken(UInt8(ascii: "}")), reader.isAtEnd else { return nil }
        return quantity(members)
    }

    private static func quantity(_ members: [String: Member]) -> Quantity? {
        let known: Set = ["nominal", "lower", "upper", "unit", "lower_open", "upper_open"]
        guard members.keys.allSatisfy(known.contains), case .number(let nominal)? = members["nominal"] else {
            return nil
        }
        var unit = QuantityUnit.one
        if let member = members["unit"] {
            guard case .text(let text) = member, let read = try? QuantityUnit(text) else { return nil }
            unit = read
        }
        func bound(_ key: String, missing: Double) -> Double? {
            switch members[key] {
            case .number(let number): number
            case .null: missing
            case nil: nominal
            default: nil
            }
        }
        guard let lower = bound("lower", missing: -.infinity), let upper = bound("upper", missing: .infinity) else {
            return nil
        }
        func flag(_ key: String) -> Bool? {
            switch members[key] {
            case .flag(let flag): flag
            case nil: false
            default: nil
            }
        }
        guard let lowerIsOpen = flag("lower_open"), let upperIsOpen = flag("upper_open") else { return nil }
        return Quantity(
            nominal: nominal, lower: lower, upper: upper, lowerIsOpen: lowerIsOpen, upperIsOpen: upperIsOpen, unit)
    }

    /// A member's value.
    fileprivate enum Member {
        case null
        case flag(Bool)
        case number(Double)
        case text(String)
    }
}

extension ByteReader {
    /// Moves over a sign and the white space around it.
    fileprivate mutating func takeToken(_ byte: UInt8) -> Bool {
        skipSpace()
        guard take(byte) else { return false }
        skipSpace()
        return true
    }

    /// A string without escapes.
    fileprivate mutating func plainString() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return nil }
            position += 1
        }
        let text = String(UTF8Bytes(rebasing: bytes[start..<position]))
        return take(UInt8(ascii: "\"")) ? text : nil
    }

    fileprivate mutating func member() -> QuantityJSON.Member? {
        if next == UInt8(ascii: "\"") { return plainString().map { .text($0) } }
        let start = position
        while let byte = next, isASCIIDigit(byte) || isASCIILetter(byte) || "+-.".utf8.contains(byte) { position += 1 }
        let word = UTF8Bytes(rebasing: bytes[start..<position])
        if word.elementsEqual("null".utf8) { return .null }
        if word.elementsEqual("true".utf8) { return .flag(true) }
        if word.elementsEqual("false".utf8) { return .flag(false) }
        guard let number = FloatText.parse(word), number.isFinite else { return nil }
        return .number(number)
    }
}
