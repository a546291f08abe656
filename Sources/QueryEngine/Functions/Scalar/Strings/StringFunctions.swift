// The string functions: their rows of the function table, and the short kernels.

import QueryLanguage

extension FunctionTable {
    static let strings: [Function] = lengths + casing + parts + searches + builders + [StringFormat.function]

    private static let lengths: [Function] = [
        length("LENGTH"), length("CHAR_LENGTH"), length("CHARACTER_LENGTH"),
        byteLength("BYTE_LENGTH"), byteLength("OCTET_LENGTH"),
        Function(
            "ASCII", .string, "the code of the first character, which must be ASCII; 0 for an empty text",
            Overload(
                ["text": .string], returns: .int64,
                Kernel.partial(.int64) { (text: UTF8Bytes) throws(Diagnostic) in
                    guard let first = text.first else { return Int64(0) }
                    guard first < 0x80 else { throw Diagnostic("ASCII of a character beyond ASCII: \(quoted(text))") }
                    return Int64(first)
                })),
        Function(
            "UNICODE", .string, "the code point of the first character; 0 for an empty text",
            Overload(
                ["text": .string], returns: .int64,
                Kernel.total(.int64) { (text: UTF8Bytes) in
                    text.isEmpty ? 0 : Int64(Characters.decode(text, at: 0).scalar)
                })),
    ]

    private static func length(_ name: String) -> Function {
        Function(
            name, .string, "the number of characters",
            Overload(
                ["text": .string], returns: .int64,
                Kernel.total(.int64) { (text: UTF8Bytes) in Int64(Characters.count(text)) }))
    }

    private static func byteLength(_ name: String) -> Function {
        Function(
            name, .string, "the number of bytes in UTF-8",
            Overload(
                ["text": .string], returns: .int64, Kernel.total(.int64) { (text: UTF8Bytes) in Int64(text.count) }))
    }

    private static let casing: [Function] = [
        Function("LOWER", .string, "the text in lower case", Overload(["text": .string], returns: .string, Case.lower)),
        Function("UPPER", .string, "the text in upper case", Overload(["text": .string], returns: .string, Case.upper)),
        Function(
            "INITCAP", .string, "each word with a capital first letter and the rest in lower case",
            Overload(["text": .string, "delimiters": .string], optional: 1, returns: .string, Case.capitalized)),
    ]

    private static let parts: [Function] = [
        Function(
            "TRIM", .string, "the text without white space, or the given characters, at both ends",
            Overload(["text": .string, "characters": .string], optional: 1, returns: .string, Trim.kernel(.both))),
        Function(
            "LTRIM", .string, "the text without white space, or the given characters, at its beginning",
            Overload(["text": .string, "characters": .string], optional: 1, returns: .string, Trim.kernel(.leading))),
        Function(
            "RTRIM", .string, "the text without white space, or the given characters, at its end",
            Overload(["text": .string, "characters": .string], optional: 1, returns: .string, Trim.kernel(.trailing))),
        substring("SUBSTR"), substring("SUBSTRING"),
        Function(
            "LEFT", .string, "the first so many characters",
            Overload(
                ["text": .string, "length": .int64], returns: .string,
                Kernel.slice { (text, arguments, row) throws(Diagnostic) in
                    let length = try Self.length(arguments[1], row, of: "LEFT")
                    return text.part(0..<Characters.advance(0, by: length, in: text))
                })),
        Function(
            "RIGHT", .string, "the last so many characters",
            Overload(
                ["text": .string, "length": .int64], returns: .string,
                Kernel.slice { (text, arguments, row) throws(Diagnostic) in
                    let length = try Self.length(arguments[1], row, of: "RIGHT")
                    return text.part((Characters.fromEnd(length, in: text) ?? 0)..<text.count)
                })),
    ]

    private static func substring(_ name: String) -> Function {
        Function(
            name, .string, "the characters from a position on, counted from 1, or from the end if it is negative",
            Overload(
                ["text": .string, "position": .int64, "length": .int64], optional: 1, returns: .string,
                Kernel.slice { (text, arguments, row) throws(Diagnostic) in
                    let position: Int64 = arguments[1].element(row)
                    let start =
                        position > 0
                        ? Characters.advance(0, by: Int(position) - 1, in: text)
                        : position == 0
                            ? 0 : Characters.fromEnd(Int(clamping: position.magnitude), in: text) ?? 0
                    guard arguments.count > 2 else { return text.part(start..<text.count) }
                    let length = try Self.length(arguments[2], row, of: name)
                    return text.part(start..<Characters.advance(start, by: length, in: text))
                }))
    }

    /// The row's length argument.
    private static func length(_ vector: Vector, _ row: Int, of function: String) throws(Diagnostic) -> Int {
        let length: Int64 = vector.element(row)
        guard length >= 0 else { throw Diagnostic("\(function) with a negative length: \(length)") }
        return Int(length)
    }

    private static let builders: [Function] = [
        Function(
            "CONCAT", .string, "all arguments as text, one behind the other",
            Overload(
                ["value": .anything], repeats: true, returns: .string,
                Kernel.text { (arguments, row, out) throws(Diagnostic) in
                    var room = TextRoom()
                    for argument in arguments {
                        if argument.type == .string { try room.add(argument.bytes(row).count) }
                        argument.appendText(row, to: &out)
                    }
                    return true
                })),
        Function(
            "REPLACE", .string, "the text with every occurrence of one part replaced by another",
            Overload(
                ["text": .string, "from": .string, "to": .string], returns: .string,
                Kernel.text { (arguments, row, out) throws(Diagnostic) in
                    try replace(arguments[0].bytes(row), arguments[1].bytes(row), by: arguments[2].bytes(row), &out)
                    return true
                })),
        Function(
            "REVERSE", .string, "the characters in reverse order",
            Overload(
                ["text": .string], returns: .string,
                Kernel.text { (arguments, row, out) throws(Diagnostic) in
                    let text = arguments[0].bytes(row)
                    var end = text.count
                    while end > 0 {
                        let start = Characters.before(end, in: text)
                        out.append(contentsOf: text[start..<end])
                        end = start
                    }
                    return true
                })),
        Function(
            "REPEAT", .string, "the text so many times",
            Overload(
                ["text": .string, "repetitions": .int64], returns: .string,
                Kernel.text { (arguments, row, out) throws(Diagnostic) in
                    let (text, count): (UTF8Bytes, Int64) = (arguments[0].element(row), arguments[1].element(row))
                    guard count >= 0 else { throw Diagnostic("REPEAT a negative number of times: \(count)") }
                    let (total, overflow) = text.count.multipliedReportingOverflow(by: Int(count))
                    guard !overflow, total <= longest else { throw tooLong("REPEAT") }
                    var room = TextRoom()
                    try room.add(total)
                    if !text.isEmpty { for _ in 0..<count { out.append(contentsOf: text) } }
                    return true
                })),
        padding("LPAD", "beginning", leads: true),
        padding("RPAD", "end", leads: false),
        Function(
            "CHR", .string, "the character with this code point; empty for 0",
            Overload(
                ["code": .int64], returns: .string,
                Kernel.text { (arguments, row, out) throws(Diagnostic) in
                    let code: Int64 = arguments[0].element(row)
                    guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else {
                        throw Diagnostic("CHR of a number that is no code point: \(code)")
                    }
                    if code != 0 { Characters.append(scalar.value, to: &out) }
                    return true
                })),
        Function(
            "TRANSLATE", .string, "the text with each of some characters replaced by the one that stands in its place",
            Overload(
                ["text": .string, "from": .string, "to": .string], returns: .string,
                Kernel.text { (arguments, row, out) throws(Diagnostic) in
                    try translate(arguments[0].bytes(row), arguments[1].bytes(row), arguments[2].bytes(row), &out)
                    return true
                })),
    ]

    /// The longest text that a function makes out of shorter ones, in bytes.
    private static let longest = 1 << 24

    private static func tooLong(_ function: String) -> Diagnostic {
        Diagnostic("\(function) would give more than \(longest >> 20) MiB")
    }

    private static func replace(
        _ text: UTF8Bytes, _ from: UTF8Bytes, by to: UTF8Bytes, _ out: inout [UInt8]
    ) throws(Diagnostic) {
        var room = TextRoom()
        var at = 0
        while !from.isEmpty, let found = Characters.find(from, in: text, from: at) {
            try room.add(found - at + to.count)
            out.append(contentsOf: text[at..<found])
            out.append(contentsOf: to)
            at = found + from.count
        }
        out.append(contentsOf: text[at...])
    }

    private static func padding(_ name: String, _ place: String, leads: Bool) -> Function {
        Function(
            name, .string, "the text cut or filled up at its \(place) to so many characters",
            Overload(
                ["text": .string, "length": .int64, "pattern": .string], optional: 1, returns: .string,
                Kernel.text { (arguments, row, out) throws(Diagnostic) in
                    let text = arguments[0].bytes(row)
                    let length = try length(arguments[1], row, of: name)
                    guard length <= longest else { throw tooLong(name) }
                    let missing = length - Characters.count(text)
                    if missing <= 0 {
                        out.append(contentsOf: text[..<Characters.advance(0, by: length, in: text)])
                        return true
                    }
                    if !leads { out.append(contentsOf: text) }
                    if arguments.count < 3 {
                        out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: missing))
                    } else {
                        let pattern = arguments[2].bytes(row)
                        guard !pattern.isEmpty else { throw Diagnostic("\(name) with an empty pattern") }
                        let (whole, rest) = missing.quotientAndRemainder(dividingBy: Characters.count(pattern))
                        var room = TextRoom()
                        try room.add(text.count + (whole + 1) * pattern.count)
                        for _ in 0..<whole { out.append(contentsOf: pattern) }
                        out.append(contentsOf: pattern[..<Characters.advance(0, by: rest, in: pattern)])
                    }
                    if leads { out.append(contentsOf: text) }
                    return true
                }))
    }

    private static func translate(
        _ text: UTF8Bytes, _ from: UTF8Bytes, _ to: UTF8Bytes, _ out: inout [UInt8]
    ) throws(Diagnostic) {
        let source = Characters.decode(from)
        let target = Characters.decode(to)
        guard Set(source).count == source.count else {
            throw Diagnostic("TRANSLATE from characters of which one stands twice: \(quoted(from))")
        }
        var room = TextRoom()
        for scalar in Characters.decode(text) {
            try room.add(4)
            guard let place = source.firstIndex(of: scalar) else {
                Characters.append(scalar, to: &out)
                continue
            }
            if place < target.count { Characters.append(target[place], to: &out) }
        }
    }
}
