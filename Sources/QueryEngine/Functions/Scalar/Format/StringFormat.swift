// FORMAT: values as text by a format string like printf's.

import QueryLanguage

/// A format string, as literal text and the elements between.
struct StringFormat: Sendable {
    /// A width or a precision.
    enum Size: Sendable {
        case none
        case fixed(Int)
        /// `*`: the next argument.
        case argument
    }

    struct Element: Sendable {
        var isLeft = false
        var showsPlus = false
        var showsSpace = false
        var isAlternate = false
        var fillsZeros = false
        var groups = false
        var width = Size.none
        var precision = Size.none
        /// The letter at the element's end.
        var letter: UInt8 = 0

        /// The element's last letter as text.
        var name: String { "%" + String(decoding: [letter], as: UTF8.self) }
    }

    enum Part: Sendable {
        case text([UInt8])
        case element(Element)
    }

    private(set) var parts: [Part] = []
    /// How many arguments the elements take.
    private var arguments = 0

    init(_ format: UTF8Bytes) throws(Diagnostic) {
        var reader = ByteReader(format)
        var literal: [UInt8] = []
        while let byte = reader.next {
            reader.position += 1
            if byte != UInt8(ascii: "%") || reader.take(UInt8(ascii: "%")) {
                literal.append(byte)
                continue
            }
            parts.append(.text(literal))
            literal = []
            parts.append(.element(try element(&reader, format)))
        }
        parts.append(.text(literal))
    }

    private mutating func element(_ reader: inout ByteReader, _ format: UTF8Bytes) throws(Diagnostic) -> Element {
        var element = Element()
        flags: while let byte = reader.next {
            switch byte {
            case UInt8(ascii: "-"): element.isLeft = true
            case UInt8(ascii: "+"): element.showsPlus = true
            case UInt8(ascii: " "): element.showsSpace = true
            case UInt8(ascii: "#"): element.isAlternate = true
            case UInt8(ascii: "0"): element.fillsZeros = true
            case UInt8(ascii: "'"): element.groups = true
            default: break flags
            }
            reader.position += 1
        }
        element.width = size(&reader)
        if reader.take(UInt8(ascii: ".")) {
            element.precision = size(&reader)
            if case .none = element.precision { element.precision = .fixed(0) }
        }
        guard let letter = reader.next else {
            throw Diagnostic("FORMAT: \(quoted(format)) ends within an element", hints: ["write %% for a percent sign"])
        }
        guard "diouxXfFeEgGstT".utf8.contains(letter), letter != UInt8(ascii: "u") else {
            throw Diagnostic(
                "FORMAT: there is no element %\(String(decoding: [letter], as: UTF8.self))",
                hints: ["%t shows any value, %d a whole number, %f a FLOAT64, %s a STRING; write %% for a percent sign"]
            )
        }
        reader.position += 1
        element.letter = letter
        arguments += 1
        return element
    }

    private mutating func size(_ reader: inout ByteReader) -> Size {
        if reader.take(UInt8(ascii: "*")) {
            arguments += 1
            return .argument
        }
        return reader.digits(1...6).map { .fixed($0) } ?? .none
    }

    /// Throws if the call's other arguments are not those that the elements need.
    func check(_ types: [DataType]) throws(Diagnostic) {
        guard types.count == arguments else {
            throw Diagnostic("FORMAT: the format needs \(arguments) arguments behind it, the call has \(types.count)")
        }
        var next = types.makeIterator()
        for case .element(let element) in parts {
            for case .argument in [element.width, element.precision] {
                guard next.next() == .int64 else { throw Diagnostic("FORMAT: the argument for * must be an INT64") }
            }
            guard let type = next.next() else { return }
            let expected: DataType? =
                switch element.letter {
                case UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "x"), UInt8(ascii: "X"):
                    .int64
                case UInt8(ascii: "s"): .string
                case UInt8(ascii: "t"), UInt8(ascii: "T"): nil
                default: .float64
                }
            if let expected, expected != type {
                throw Diagnostic(
                    "FORMAT: \(element.name) needs a value of type \(expected.name), not \(type.name)",
                    hints: ["%t shows any value"])
            }
        }
    }

    /// Appends the arguments of a row in the format's places; whether the result is not NULL.
    func append(_ arguments: ArraySlice<Vector>, _ row: Int, to out: inout [UInt8]) throws(Diagnostic) -> Bool {
        var next = arguments.startIndex
        for part in parts {
            guard case .element(let element) = part else {
                if case .text(let text) = part { out.append(contentsOf: text) }
                continue
            }
            var sizes: [Int?] = []
            for size in [element.width, element.precision] {
                switch size {
                case .none: sizes.append(nil)
                case .fixed(let number): sizes.append(number)
                case .argument:
                    guard arguments[next].isValid(row) else { return false }
                    sizes.append(Int(arguments[next].element(row, as: Int64.self)))
                    next += 1
                }
            }
            let writer = try ElementWriter(element, width: sizes[0], precision: sizes[1])
            guard try writer.append(arguments[next], row, to: &out) else { return false }
            next += 1
        }
        return true
    }

    static let function = Function(
        "FORMAT", .string, "text with values in the places of %d, %f, %s, %t and other elements",
        Overload(["format": .string], returns: .string, implementation),
        Overload(["format": .string, "value": .anything], repeats: true, returns: .string, implementation))

    private static let implementation = Implementation.prepared { (constants) throws(Diagnostic) in
        var known: StringFormat?
        if case .string(let text)? = constants[0] {
            known = try text.withBytes { (bytes) throws(Diagnostic) in try StringFormat(bytes) }
        }
        return { [known] (arguments, rows, context) throws(Diagnostic) in
            let types = arguments.dropFirst().map(\.type)
            try known?.check(types)
            var writer = StringVectorWriter(count: context.count)
            var out: [UInt8] = []
            try rows.each { (row) throws(Diagnostic) in
                guard arguments[0].isValid(row) else { return writer.setNull(row) }
                out.removeAll(keepingCapacity: true)
                let wrote = try context.attempt { () throws(Diagnostic) -> Bool? in
                    if let known { return try known.append(arguments[1...], row, to: &out) }
                    let format = try StringFormat(arguments[0].bytes(row))
                    try format.check(types)
                    return try format.append(arguments[1...], row, to: &out)
                }
                if wrote != true { return writer.setNull(row) }
                out.withUnsafeBufferPointer { writer.set(row, copying: $0) }
            }
            return writer.finish()
        }
    }
}
