// Steps over the values of JSON text, and checks them on the way: RFC 8259.

import QueryEngine

/// A position in JSON text, which is valid UTF-8.
///
/// Nested values are stepped over without recursion, so that no text overflows the stack.
struct JSONScanner {
    let bytes: UTF8Bytes
    private(set) var position = 0
    /// The brackets that are open within a value, the innermost last.
    private var open: [UInt8] = []

    /// Objects and arrays within one another beyond which a text is refused.
    static let depthLimit = 1000

    init(_ bytes: UTF8Bytes, at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// The byte at the position; `nil` at the end.
    @inline(__always)
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Moves over white space; whether there was a line feed in it.
    @inline(__always)
    @discardableResult
    mutating func skipSpace() -> Bool {
        var hasLineFeed = false
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0D: break
            case 0x0A: hasLineFeed = true
            default: return hasLineFeed
            }
            position += 1
        }
        return hasLineFeed
    }

    /// Moves over `byte` if it comes next.
    @inline(__always)
    mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    /// The value at the position.
    @inline(__always)
    mutating func value() throws(JSONFault) -> JSONCell {
        guard let byte = next else { throw fault(expecting: "a value") }
        let start = position
        switch byte {
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try skipNested()
            return cell(byte == UInt8(ascii: "{") ? .object : .array, from: start)
        default: return try word()
        }
    }

    private func cell(_ kind: JSONCell.Kind, from start: Int) -> JSONCell {
        JSONCell(kind: kind, start: start, length: position - start)
    }

    /// An error for what stands at the position.
    func fault(expecting expected: String, hint: String? = nil) -> JSONFault {
        guard position < bytes.count else {
            return JSONFault("the text ends where \(expected) should be", at: position, hint: hint)
        }
        let found = String(UTF8Bytes(rebasing: bytes[position...].prefix(8))).first.map(String.init) ?? ""
        let isVisible = bytes[position] > 0x20
        return JSONFault(
            "\(isVisible ? "'\(found)'" : "a control character") where \(expected) should be", at: position, hint: hint)
    }

    // MARK: Words

    private mutating func word() throws(JSONFault) -> JSONCell {
        let start = position
        var end = start
        while end < bytes.count, bytes[end] | 0x20 &- UInt8(ascii: "a") < 26, end - start < 12 { end += 1 }
        let text = bytes[start..<end]
        position = end
        if text.elementsEqual("true".utf8) || text.elementsEqual("false".utf8) { return cell(.bool, from: start) }
        if text.elementsEqual("null".utf8) { return cell(.null, from: start) }
        position = start
        if text.isEmpty { throw fault(expecting: "a value") }
        let word = String(decoding: text, as: UTF8.self)
        let hint =
            switch word.lowercased() {
            case "true", "false", "null": "it is written \(word.lowercased())"
            case "nan", "infinity": "JSON has no such number; as the string \"\(word)\" it is read as one"
            case "none", "undefined", "nil": "JSON has null"
            default: "text stands in double quotes"
            }
        throw JSONFault("'\(word)' is no value of JSON", at: start, hint: hint)
    }

    // MARK: Strings

    /// The string at the position, which is before its quote.
    @inline(__always)
    mutating func string() throws(JSONFault) -> JSONCell {
        let start = position + 1
        var at = start
        var kind = JSONCell.Kind.string
        while true {
            guard at < bytes.count else {
                throw JSONFault("the string that opens here is not closed", at: start - 1)
            }
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                kind = .escapedString
                at = try JSONEscape.end(of: at, in: bytes)
            } else if byte < 0x20 {
                throw Self.controlCharacter(byte, at: at)
            } else {
                at += 1
            }
        }
        position = at + 1
        return JSONCell(kind: kind, start: start, length: at - start)
    }

    private static func controlCharacter(_ byte: UInt8, at offset: Int) -> JSONFault {
        let (name, escape) =
            switch byte {
            case 0x0A: ("a line end", "\\n")
            case 0x0D: ("a carriage return", "\\r")
            case 0x09: ("a tab", "\\t")
            default: ("a control character", "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))")
            }
        return JSONFault("\(name) inside a string", at: offset, hint: "it is written \(escape)")
    }

    // MARK: Numbers

    // number ::= "-"? ( "0" | [1-9] [0-9]* ) ( "." [0-9]+ )? ( ( "e" | "E" ) ( "+" | "-" )? [0-9]+ )?
    private mutating func number() throws(JSONFault) -> JSONCell {
        let start = position
        _ = take("-")
        if take("0") {
            if let byte = next, Self.isDigit(byte) {
                throw JSONFault("a number with a zero in front", at: start, hint: "as text it stands in quotes")
            }
        } else {
            try digits("a digit")
        }
        var kind = JSONCell.Kind.integer
        if take(".") {
            kind = .float
            try digits("a digit behind the point")
        }
        if take("e") || take("E") {
            kind = .float
            if !take("+") { _ = take("-") }
            try digits("a digit of the exponent")
        }
        return cell(kind, from: start)
    }

    private mutating func digits(_ expected: String) throws(JSONFault) {
        let start = position
        while position < bytes.count, Self.isDigit(bytes[position]) { position += 1 }
        if position == start { throw fault(expecting: expected) }
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    // MARK: Objects and arrays

    /// Moves over the object or array at the position and all that it holds.
    private mutating func skipNested() throws(JSONFault) {
        open.removeAll(keepingCapacity: true)
        try enter()
        while let bracket = open.last {
            // A value has ended, or a bracket has opened before nothing.
            skipSpace()
            let isObject = bracket == UInt8(ascii: "{")
            if take(isObject ? "}" : "]") {
                open.removeLast()
                continue
            }
            guard take(",") else { throw fault(expecting: isObject ? "`,` or `}`" : "`,` or `]`") }
            try element(isObject)
        }
    }

    /// Moves over an opening bracket and, unless the other follows, the first element.
    private mutating func enter() throws(JSONFault) {
        var isInside = true
        while isInside, let bracket = next {
            guard open.count < Self.depthLimit else {
                throw JSONFault("more than \(Self.depthLimit) objects and arrays within one another", at: position)
            }
            open.append(bracket)
            position += 1
            skipSpace()
            let isObject = bracket == UInt8(ascii: "{")
            if next == UInt8(ascii: isObject ? "}" : "]") { return }
            if isObject { try key() }
            isInside = try plainValue()
        }
    }

    /// Moves over what stands behind a comma.
    private mutating func element(_ isObject: Bool) throws(JSONFault) {
        skipSpace()
        if isObject { try key() }
        if try plainValue() { try enter() }
    }

    /// Moves over a value without a bracket; whether there is one with.
    private mutating func plainValue() throws(JSONFault) -> Bool {
        if next == UInt8(ascii: "{") || next == UInt8(ascii: "[") { return true }
        switch next {
        case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","): throw fault(expecting: "a value")
        default: _ = try value()
        }
        return false
    }

    private static let extraComma = "JSON has commas only between two values, and none behind the last"

    /// Moves over a key and its colon; what the key's text is.
    @inline(__always)
    @discardableResult
    mutating func key() throws(JSONFault) -> JSONCell {
        guard next == UInt8(ascii: "\"") else {
            throw fault(
                expecting: "a key in double quotes", hint: next == UInt8(ascii: "}") ? Self.extraComma : nil)
        }
        let key = try string()
        skipSpace()
        guard take(":") else { throw fault(expecting: "`:` behind the key") }
        skipSpace()
        return key
    }

    /// Moves over the object at the position, and calls `member` with each key and its value.
    @inline(__always)
    mutating func object(
        _ member: (_ key: JSONCell, _ value: JSONCell) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        guard take("{") else {
            throw fault(
                expecting: "an object",
                hint: next == UInt8(ascii: "]")
                    ? Self.extraComma : "a table is an array of objects, or an object a line")
        }
        skipSpace()
        if take("}") { return }
        while true {
            let key = try key()
            try member(key, value())
            skipSpace()
            if take("}") { return }
            guard take(",") else { throw fault(expecting: "`,` or `}`") }
            skipSpace()
        }
    }
}
