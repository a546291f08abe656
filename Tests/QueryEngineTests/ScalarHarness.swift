// Calls functions as the engine does, on a few values.

import QueryLanguage
import Testing

@testable import QueryEngine

extension Value {
    /// A DATE, TIMESTAMP or INTERVAL from its text; NULL if the text is none, which fails every expectation.
    static func date(_ text: String) -> Value { parsed(text, DateText.parse).map(Value.date) ?? .null }
    static func timestamp(_ text: String) -> Value {
        parsed(text) { TimestampText.parse($0) }.map(Value.timestamp) ?? .null
    }
    static func interval(_ text: String) -> Value {
        parsed(text) { IntervalText.parse($0) }.map(Value.interval) ?? .null
    }

    /// What `parse` reads from the text's bytes.
    static func parsed<T>(_ text: String, _ parse: (UTF8Bytes) -> T?) -> T? {
        var text = text
        return text.withUTF8 { parse($0) }
    }

    /// Type and text: NaN and all parts of an interval compare too.
    var described: String { "\(type?.name ?? "NULL") \(text)" }
}

/// The function or operator, the overload that takes the values, and the values as it takes them.
private func resolve(_ name: String, _ values: [Value]) throws -> (Overload, [Value], [DataType]) {
    let function = try #require(OperatorTable.find(name) ?? FunctionTable.find(name), "\(name) is no function")
    // Exact matches first, then those that take an INT64 as a FLOAT64.
    for allowsWidening in [false, true] {
        for overload in function.overloads {
            var parameters = overload.parameters
            if overload.repeats, let last = parameters.last {
                while parameters.count < values.count { parameters.append(last) }
            }
            guard (parameters.count - overload.optional)...parameters.count ~= values.count else { continue }
            var converted: [Value] = []
            var types: [DataType] = []
            let anyType = zip(values, parameters).first { $1.type == .any && $0 != .null }?.0.type ?? .int64
            for (value, parameter) in zip(values, parameters) {
                let type: DataType =
                    switch parameter.type {
                    case .type(let type): type
                    case .any: anyType
                    case .anything: value.type ?? .string
                    case .datePart: .string
                    }
                if value.type == nil || value.type == type {
                    converted.append(value)
                } else if allowsWidening, type == .float64, case .int64(let number) = value {
                    converted.append(.float64(Double(number)))
                } else {
                    break
                }
                types.append(type)
            }
            if converted.count == values.count { return (overload, converted, types) }
        }
    }
    throw Diagnostic("\(name) has no overload for \(values.map(\.described))")
}

private func kernel(_ implementation: Implementation, _ constants: [Value?]) throws -> ScalarKernel {
    switch implementation {
    case .kernel(let kernel): return kernel
    case .prepared(let make): return try make(constants)
    default: throw Diagnostic("not a scalar kernel")
    }
}

/// What a call gives: with constant arguments, and with columns in which a row of NULLs and an unselected row stand
/// between rows of the arguments; the answers must be the same.
///
/// - Parameter ignored: the arguments of the unselected row, which may be such that the call fails.
func call(
    _ name: String, _ values: Value..., ignored: [Value]? = nil, safe: Bool = false,
    location: SourceLocation = #_sourceLocation
) throws -> Value {
    let (overload, values, types) = try resolve(name, values)
    return try evaluate(
        overload.implementation, overload.parameters.map(\.type), values, types, ignored: ignored, safe: safe,
        location: location)
}

/// What CAST gives, evaluated in the same ways.
func cast(_ value: Value, _ to: DataType, safe: Bool = false, location: SourceLocation = #_sourceLocation) throws
    -> Value
{
    let from = try #require(value.type)
    let implementation = try #require(Casts.implementation(from: from, to: to), "no cast", sourceLocation: location)
    return try evaluate(
        implementation, [.type(from)], [value], [from], ignored: nil, safe: safe, location: location)
}

private func evaluate(
    _ implementation: Implementation, _ parameters: [Overload.ParameterType], _ values: [Value], _ types: [DataType],
    ignored: [Value]?, safe: Bool, location: SourceLocation
) throws -> Value {
    let now: Int64 = 1_730_764_800_000_000
    let one = KernelContext(count: 1, isSafe: safe, now: now)
    let constants = zip(values, types).map { Vector.constant($0, type: $1, count: 1) }
    let alone = try kernel(implementation, values)(constants, Selection(all: 1), one).value(0)

    let context = KernelContext(count: 5, isSafe: safe, now: now)
    let columns = values.indices.map { index in
        parameters[min(index, parameters.count - 1)] == .datePart
            ? Vector.constant(values[index], type: types[index], count: 5)
            : Vector(
                types[index],
                values: [values[index], .null, ignored?[index] ?? values[index], values[index], values[index]])
    }
    let known = values.indices.map { columns[$0].isConstant ? values[$0] : nil }
    let column = try kernel(implementation, known)(columns, Selection(positions: [0, 1, 3, 4]), context)
    for row in [0, 3, 4] {
        #expect(column.value(row).described == alone.described, "as a column", sourceLocation: location)
    }
    if let last = values.indices.last, last > 0, parameters.count > last, parameters[last] != .datePart {
        // A column with a constant beside it.
        let mixed = values.indices.map { $0 == last ? constants[last].withCount(5) : columns[$0] }
        let result = try kernel(implementation, known.enumerated().map { $0 == last ? values[last] : $1 })(
            mixed, Selection(positions: [0, 4]), context)
        #expect(result.value(4).described == alone.described, "beside a constant", sourceLocation: location)
    }
    return alone
}

/// Expects that a call gives `expected`, by type and text.
func expect(
    _ name: String, _ values: [Value], gives expected: Value, location: SourceLocation = #_sourceLocation
) throws {
    let (overload, values, types) = try resolve(name, values)
    let result = try evaluate(
        overload.implementation, overload.parameters.map(\.type), values, types, ignored: nil, safe: false,
        location: location)
    #expect(result.described == expected.described, "\(name)\(values.map(\.text))", sourceLocation: location)
}

/// Expects that a call fails with a message that holds `message`, and gives NULL in safe mode.
func expect(
    _ name: String, _ values: [Value], fails message: String, location: SourceLocation = #_sourceLocation
) throws {
    let (overload, values, types) = try resolve(name, values)
    let parameters = overload.parameters.map(\.type)
    do {
        let result = try evaluate(
            overload.implementation, parameters, values, types, ignored: nil, safe: false, location: location)
        Issue.record("\(name) gives \(result.text)", sourceLocation: location)
    } catch let error as Diagnostic {
        #expect(error.message.contains(message), sourceLocation: location)
    }
    let safe = try? evaluate(
        overload.implementation, parameters, values, types, ignored: nil, safe: true, location: location)
    #expect(safe == nil || safe == .null, "in safe mode", sourceLocation: location)
}
