// REGEXP_CONTAINS, REGEXP_EXTRACT, REGEXP_INSTR and REGEXP_REPLACE.

import QueryLanguage

extension FunctionTable {
    static let regularExpressions: [Function] = [
        Function(
            "REGEXP_CONTAINS", .string, "whether the text matches a regular expression somewhere",
            Overload(
                ["text": .string, "expression": .string], returns: .bool,
                compiled("REGEXP_CONTAINS", .bool) { (arguments, row, expression) throws(Diagnostic) in
                    expression.contains(arguments[0].bytes(row))
                })),
        Function(
            "REGEXP_EXTRACT", .string, "what a regular expression, or its one group, matches; NULL if nothing",
            Overload(
                ["text": .string, "expression": .string, "position": .int64, "occurrence": .int64], optional: 2,
                returns: .string, extract)),
        Function(
            "REGEXP_SUBSTR", .string, "the same as REGEXP_EXTRACT",
            Overload(
                ["text": .string, "expression": .string, "position": .int64, "occurrence": .int64], optional: 2,
                returns: .string, extract)),
        Function(
            "REGEXP_INSTR", .string, "the position of what a regular expression matches, from 1; 0 if nothing",
            Overload(
                ["text": .string, "expression": .string, "position": .int64, "occurrence": .int64, "end": .int64],
                optional: 3, returns: .int64,
                compiled("REGEXP_INSTR", .int64) { (arguments, row, expression) throws(Diagnostic) -> Int64? in
                    let text = arguments[0].bytes(row)
                    let end: Int64 = arguments.count > 4 ? arguments[4].element(row) : 0
                    guard end == 0 || end == 1 else {
                        throw Diagnostic(
                            "REGEXP_INSTR: the fifth argument is 0 for the start or 1 for the end, not \(end)")
                    }
                    let match = try occurrence("REGEXP_INSTR", arguments, row, expression)
                    guard let match, !arguments[1].bytes(row).isEmpty else { return 0 }
                    return Int64(Characters.count(text.part(0..<(end == 0 ? match.lowerBound : match.upperBound))) + 1)
                })),
        Function(
            "REGEXP_REPLACE", .string, "the text with each match replaced; \\1 to \\9 are the groups, \\0 the match",
            Overload(
                ["text": .string, "expression": .string, "replacement": .string], returns: .string, replace)),
    ]

    /// A kernel whose body gets the compiled expression: made once if it is constant, else for each row.
    private static func compiled<R: ColumnElement>(
        _ name: String, _ type: DataType,
        _ body: @escaping @Sendable ([Vector], Int, RegularExpression) throws(Diagnostic) -> R?
    ) -> Implementation {
        Kernel.prepared(type) { (constants) throws(Diagnostic) in
            let known = try expression(constants[1], of: name)
            return Kernel.fixed(type) { (arguments, row, _) throws(Diagnostic) in
                try body(arguments, row, known.or(try RegularExpression(arguments[1].bytes(row), of: name)))
            }
        }
    }

    /// The expression of a constant argument; `nil` if it is not constant.
    private static func expression(_ constant: Value?, of name: String) throws(Diagnostic) -> RegularExpression? {
        guard case .string(let text)? = constant else { return nil }
        return try text.withBytes { (bytes) throws(Diagnostic) in try RegularExpression(bytes, of: name) }
    }

    private static let extract = Kernel.prepared(.string) { (constants) throws(Diagnostic) in
        let name = "REGEXP_EXTRACT"
        let known = try expression(constants[1], of: name)
        return Kernel.slice { (text, arguments, row) throws(Diagnostic) in
            let expression = try known.or(try RegularExpression(arguments[1].bytes(row), of: name))
            return try occurrence(name, arguments, row, expression).map { text.part($0) }
        }
    }

    /// What the asked occurrence matched: the group if the expression has one; `nil` if nothing did.
    private static func occurrence(
        _ name: String, _ arguments: [Vector], _ row: Int, _ expression: RegularExpression
    ) throws(Diagnostic) -> Range<Int>? {
        guard expression.groups <= 1 else {
            throw Diagnostic(
                "\(name): the expression has \(expression.groups) groups, which of them is meant?",
                hints: ["write (?:…) for a group that captures nothing"])
        }
        let position: Int64 = arguments.count > 2 ? arguments[2].element(row) : 1
        let occurrence: Int64 = arguments.count > 3 ? arguments[3].element(row) : 1
        guard position > 0 else { throw Diagnostic("\(name) from position \(position); positions begin at 1") }
        guard occurrence > 0 else {
            throw Diagnostic("\(name) for occurrence \(occurrence); occurrences count from 1")
        }
        let text = arguments[0].bytes(row)
        let start = Characters.advance(0, by: Int(position) - 1, in: text)
        if start >= text.count && position > 1 { return nil }
        return expression.occurrence(Int(occurrence), in: text, from: start, group: expression.groups)?.group
    }

    private static let replace = Kernel.prepared(.string) { (constants) throws(Diagnostic) in
        let name = "REGEXP_REPLACE"
        let known = try expression(constants[1], of: name)
        var replacement: Replacement?
        if let known, case .string(let text)? = constants[2] {
            replacement = try text.withBytes { (bytes) throws(Diagnostic) in try Replacement(bytes, for: known) }
        }
        return Kernel.text { [replacement] (arguments, row, out) throws(Diagnostic) in
            let expression = try known.or(try RegularExpression(arguments[1].bytes(row), of: name))
            let parts = try replacement.or(try Replacement(arguments[2].bytes(row), for: expression))
            parts.replaceAll(expression, in: arguments[0].bytes(row), &out)
            return true
        }
    }
}
