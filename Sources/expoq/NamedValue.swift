// `--param name=value`.

import ArgumentParser
import QueryEngine
import QueryLanguage

/// A parameter's name and value.
struct NamedValue {
    /// In lower case.
    let name: String
    let value: Value

    /// The value is what its text is as a literal of the language; a text that is none is a STRING.
    init(_ argument: String) throws {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            throw ValidationError("it needs a name, = and a value")
        }
        name = argument[..<equals].lowercased()
        let text = String(argument[argument.index(after: equals)...])
        guard let value = Self.literal(text) else { throw ValidationError("there is no such value: \(text)") }
        self.value = value
    }

    /// `nil` where the text is a literal without a value: `DATE'2024-13-01'`.
    private static func literal(_ text: String) -> Value? {
        var parser = Parser(text)
        guard let expression = try? parser.expression(), expression.range.upper == text.utf8.count else {
            return .string(text)
        }
        switch expression.node {
        case .literal(let literal): return value(literal, isNegative: false)
        case .unary(.minus, let operand):
            guard case .literal(let literal) = operand.node else { return .string(text) }
            return value(literal, isNegative: true)
        default: return .string(text)
        }
    }

    private static func value(_ literal: Literal, isNegative: Bool) -> Value? {
        switch literal {
        case .integer(let magnitude):
            if !isNegative { return Int64(exactly: magnitude).map { .int64($0) } }
            return magnitude <= 1 << 63 ? .int64(Int64(truncatingIfNeeded: 0 &- magnitude)) : nil
        case .float(let number): return .float64(isNegative ? -number : number)
        case _ where isNegative: return nil
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .string(let text): return .string(text)
        case .date(let text):
            return Array(text.utf8).withUnsafeBufferPointer { DateText.parse($0) }.map { .date($0) }
        case .timestamp(let text):
            return Array(text.utf8).withUnsafeBufferPointer { TimestampText.parse($0) }.map { .timestamp($0) }
        case .quantity, .measured: return nil
        }
    }
}
