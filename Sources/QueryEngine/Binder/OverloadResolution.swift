// Which signature a call means.

import QueryLanguage

/// A bound argument, or the name of a date part.
enum BoundArgument {
    case expression(BoundExpression)
    case datePart(String, SourceRange)

    var range: SourceRange {
        switch self {
        case .expression(let expression): expression.range
        case .datePart(_, let range): range
        }
    }

    /// Whether it is a date, a time or a length of time.
    var isTime: Bool {
        guard case .expression(let expression) = self else { return true }
        return [.date, .timestamp, .interval].contains(expression.type)
    }
}

/// An overload and the arguments converted to its types.
struct ResolvedCall {
    let overload: Int
    let arguments: [BoundExpression]
    let type: DataType
}

extension Function {
    /// The cheapest overload that takes these arguments.
    ///
    /// - Throws: that none does, with the signatures there are.
    func resolve(_ arguments: [BoundArgument], name: String, at range: SourceRange) throws(Diagnostic) -> ResolvedCall {
        var best: (overload: Int, cost: Int)?
        for (index, overload) in overloads.enumerated() {
            guard let cost = overload.cost(of: arguments) else { continue }
            if cost < best?.cost ?? .max { best = (index, cost) }
        }
        guard let best else { throw mismatch(arguments, name: name, at: range) }
        let overload = overloads[best.overload]
        let common = overload.commonType(of: arguments)
        var converted: [BoundExpression] = []
        for (index, argument) in arguments.enumerated() {
            switch argument {
            case .datePart(let part, let range):
                converted.append(.constant(.string(part), .string, range))
            case .expression(let expression):
                let type = overload.parameter(index)?.type(common: common) ?? expression.type
                do throws(Diagnostic) {
                    converted.append(try Coercion.convert(expression, to: type))
                } catch {
                    // `1 + 'a'` is no attempt at a date.
                    if self.name.hasPrefix("$"), !arguments.contains(where: \.isTime) {
                        throw mismatch(arguments, name: name, at: range)
                    }
                    throw error
                }
            }
        }
        let type: DataType = if case .type(let type) = overload.result { type } else { common ?? .int64 }
        return ResolvedCall(overload: best.overload, arguments: converted, type: type)
    }

    private func mismatch(_ arguments: [BoundArgument], name: String, at range: SourceRange) -> Diagnostic {
        let types = arguments.map { argument in
            switch argument {
            case .expression(let expression): Coercion.isNullLiteral(expression) ? "NULL" : expression.type.name
            case .datePart(let part, _): part
            }
        }
        if self.name.hasPrefix("$") {
            let list = types.joined(separator: types.count == 2 ? " and " : ", ")
            return Diagnostic(
                "\(name) does not take \(list)", at: range,
                hints: [types.contains("QUANTITY") ? Coercion.nominalHint : "CAST an operand to a type that it takes"])
        }
        let list = types.joined(separator: ", ")
        return Diagnostic(
            types.isEmpty ? "\(name) needs arguments" : "\(name) does not take (\(list))", at: range,
            hints: overloads.prefix(6).map { "it takes \($0.signature(name: self.name))" }
                + (types.contains("QUANTITY") ? [Coercion.nominalHint] : []))
    }
}

extension Overload {
    /// `SUBSTR(value STRING, position INT64[, length INT64])`
    package func signature(name: String) -> String {
        var text = name + "("
        for (index, parameter) in parameters.enumerated() {
            let isOptional = index >= parameters.count - optional
            text += isOptional ? "[" : ""
            text += (index > 0 ? ", " : "") + parameter.name + " " + parameter.type.text
        }
        text += repeats ? ", …" : ""
        return text + String(repeating: "]", count: optional) + ")"
    }

    fileprivate func parameter(_ index: Int) -> ParameterType? {
        if index < parameters.count { return parameters[index].type }
        return repeats ? parameters.last?.type : nil
    }

    fileprivate func commonType(of arguments: [BoundArgument]) -> DataType? {
        var candidates: [BoundExpression] = []
        for (index, argument) in arguments.enumerated() {
            if parameter(index) == .any, case .expression(let expression) = argument { candidates.append(expression) }
        }
        return candidates.isEmpty ? nil : Coercion.supertype(candidates)
    }

    /// The sum of the conversions' costs; `nil` where an argument does not fit.
    fileprivate func cost(of arguments: [BoundArgument]) -> Int? {
        guard arguments.count >= parameters.count - optional, repeats || arguments.count <= parameters.count else {
            return nil
        }
        let common = commonType(of: arguments)
        var sum = 0
        for (index, argument) in arguments.enumerated() {
            guard let parameter = parameter(index) else { return nil }
            switch argument {
            case .datePart:
                guard parameter == .datePart else { return nil }
            case .expression(let expression):
                if parameter == .anything { continue }
                guard let type = parameter.type(common: common), let cost = Coercion.cost(expression, to: type) else {
                    return nil
                }
                sum += cost
            }
        }
        return sum
    }
}

extension Overload.ParameterType {
    /// What an argument is converted to; `nil` where it is left as it is.
    fileprivate func type(common: DataType?) -> DataType? {
        switch self {
        case .type(let type): type
        case .any: common
        case .anything, .datePart: nil
        }
    }

    fileprivate var text: String {
        switch self {
        case .type(let type): type.name
        case .any, .anything: "ANY"
        case .datePart: "DATE_PART"
        }
    }
}
