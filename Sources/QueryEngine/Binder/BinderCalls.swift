// Binding: calls of scalar functions, casts, EXTRACT and INTERVAL.

import QueryLanguage

extension Binder {
    /// A call of an operator or function with bound arguments.
    func call(
        _ name: String, _ arguments: [BoundExpression], _ range: SourceRange, isSafe: Bool = false
    ) throws(Diagnostic) -> BoundExpression {
        try call(name, arguments.map { .expression($0) }, range, isSafe: isSafe)
    }

    private func call(
        _ name: String, _ arguments: [BoundArgument], _ range: SourceRange, isSafe: Bool
    ) throws(Diagnostic) -> BoundExpression {
        guard let function = catalog.function(name) else {
            throw Diagnostic("there is no function \(name)", at: range)
        }
        let title = Self.operatorSigns[name] ?? name
        let resolved = try function.resolve(arguments, name: title, at: range)
        let call = BoundCall(
            function: function.name, overload: resolved.overload, arguments: resolved.arguments, isSafe: isSafe,
            registered: catalog.functions[function.name])
        return BoundExpression(.call(call), resolved.type, range)
    }

    /// What messages call the operators.
    private static let operatorSigns = [
        "$add": "+", "$subtract": "-", "$multiply": "*", "$divide": "/", "$negate": "-", "$concat": "||",
        "$bitwise_not": "~", "$bitwise_or": "|", "$bitwise_xor": "^", "$bitwise_and": "&", "$shift_left": "<<",
        "$shift_right": ">>", "$like": "LIKE", "$not": "NOT", "$interval": "INTERVAL",
    ]

    func bindCall(
        _ functionCall: FunctionCall, _ range: SourceRange, _ context: ExpressionContext
    ) throws(Diagnostic) -> BoundExpression {
        let name = functionCall.name.text.uppercased()
        guard let function = catalog.function(name), !name.hasPrefix("$") else {
            throw unknownFunction(functionCall.name)
        }
        switch function.overloads[0].implementation {
        case .aggregate, .window: return try bindAggregate(functionCall, function, range, context)
        case .kernel, .prepared, .special: break
        }
        try rejectModifiers(functionCall, name)
        let arguments = try bindArguments(functionCall.arguments, of: function, context)
        if case .special(let form) = function.overloads[0].implementation {
            return try bindSpecial(form, arguments, function, range)
        }
        return try call(name, arguments, range, isSafe: functionCall.isSafe)
    }

    private func unknownFunction(_ name: Identifier) -> Diagnostic {
        let names = catalog.allFunctions.map(\.name).filter { !$0.hasPrefix("$") }
        var hints = suggestions(for: name.text, among: names)
        if let known = OtherDialects.functions[name.text.uppercased()] {
            hints = ["it is called \(known) here"]
        } else if hints.isEmpty {
            let similar = names.filter { $0.hasPrefix(name.text.uppercased().prefix(4)) }
            if similar.count > 1 { hints = ["there are \(similar.prefix(5).joined(separator: ", "))"] }
        }
        return Diagnostic("there is no function \(name.text)", at: name.range, hints: hints)
    }

    private func rejectModifiers(_ call: FunctionCall, _ name: String) throws(Diagnostic) {
        if let window = call.over { throw Diagnostic("\(name) is no window function", at: window.range) }
        let isModified =
            call.distinct || call.nullHandling != nil || call.having != nil || !call.orderBy.isEmpty
            || call.limit != nil
        if isModified {
            throw Diagnostic(
                "DISTINCT, ORDER BY and the like stand in aggregates only; \(name) is none", at: call.name.range)
        }
    }

    /// The arguments, names of date parts recognized where the function takes them.
    func bindArguments(
        _ arguments: [Argument], of function: Function, _ context: ExpressionContext
    ) throws(Diagnostic) -> [BoundArgument] {
        let arguments = function.traits.contains(.takesNames) ? try inOrder(arguments, of: function) : arguments
        var result: [BoundArgument] = []
        for (index, argument) in arguments.enumerated() {
            switch argument.node {
            case .expression(let expression):
                let takesPart = function.overloads.contains {
                    index < $0.parameters.count && $0.parameters[index].type == .datePart
                }
                if takesPart, let part = datePart(expression) {
                    result.append(.datePart(part, expression.range))
                } else {
                    result.append(.expression(try bind(expression, context)))
                }
            case .star: throw Diagnostic("* stands in COUNT(*) only", at: argument.range)
            case .named(let name, let expression):
                // A name may be said of the argument that stands in its place.
                let names = function.overloads.flatMap { $0.parameters.dropFirst(index).prefix(1).map(\.name) }
                guard names.contains(where: { sameName($0, name.text) }) else {
                    throw Diagnostic(
                        "\(function.name) has no argument \(name.text) here", at: name.range,
                        hints: suggestions(for: name.text, among: names, listedAs: "here stands"))
                }
                result.append(.expression(try bind(expression, context)))
            case .table(let name): throw Diagnostic("\(function.name) takes no table", at: name.range)
            }
        }
        return result
    }

    /// The arguments with those that are named in their places, and zeros in the places left out before them.
    private func inOrder(_ arguments: [Argument], of function: Function) throws(Diagnostic) -> [Argument] {
        let names = function.overloads[0].parameters.map(\.name)
        var placed: [Argument?] = []
        for argument in arguments {
            guard case .named(let name, _) = argument.node,
                let place = names.firstIndex(where: { sameName($0, name.text) })
            else {
                placed.append(argument)
                continue
            }
            while placed.count <= place { placed.append(nil) }
            if placed[place] != nil {
                throw Diagnostic("\(function.name) has the argument \(name.text) twice", at: name.range)
            }
            placed[place] = argument
        }
        return placed.map { $0 ?? Argument(.expression(Expression(.literal(.integer(0)), .none)), .none) }
    }

    /// `MONTH` or `WEEK(MONDAY)`, written like a name or a call.
    private func datePart(_ expression: Expression) -> String? {
        switch expression.node {
        case .name(let path) where path.count == 1:
            return CalendarPart(named: path[0].text)?.name
        case .call(let call) where call.name.text.uppercased() == "WEEK" && call.arguments.count == 1:
            guard case .expression(let argument) = call.arguments[0].node, case .name(let day) = argument.node else {
                return nil
            }
            return CalendarPart(named: "WEEK(\(day[0].text))")?.name
        default: return nil
        }
    }

    /// Functions that evaluate their arguments only where needed.
    private func bindSpecial(
        _ form: SpecialForm, _ arguments: [BoundArgument], _ function: Function, _ range: SourceRange
    ) throws(Diagnostic) -> BoundExpression {
        let resolved = try function.resolve(arguments, name: function.name, at: range)
        let operands = resolved.arguments
        switch form {
        case .if:
            let branch = BoundExpression.Branch(when: operands[0], then: operands[1])
            return BoundExpression(.conditional([branch], otherwise: operands[2]), resolved.type, range)
        case .ifNull, .coalesce:
            return BoundExpression(.coalesce(operands), resolved.type, range)
        case .nullIf:
            let branch = BoundExpression.Branch(
                when: try call("$equal", [operands[0], operands[1]], range),
                then: .constant(.null, resolved.type, range))
            return BoundExpression(.conditional([branch], otherwise: operands[0]), resolved.type, range)
        }
    }

    // MARK: CAST, EXTRACT, INTERVAL

    func bindCast(
        _ operand: Expression, _ name: TypeName, _ format: Expression?, _ safe: Bool, _ context: ExpressionContext,
        _ range: SourceRange
    ) throws(Diagnostic) -> BoundExpression {
        let value = try bind(operand, context)
        let type = try dataType(name)
        if let format {
            throw Diagnostic(
                "CAST takes no FORMAT here", at: format.range,
                hints: ["use FORMAT_DATE, PARSE_DATE, FORMAT_TIMESTAMP or PARSE_TIMESTAMP"])
        }
        if value.type == type || Coercion.isNullLiteral(value) {
            var result = value
            result.type = type
            result.isLiteral = false
            return result
        }
        guard Casts.implementation(from: value.type, to: type) != nil else {
            throw Diagnostic(
                "\(value.type.name) does not convert to \(type.name)", at: range,
                hints: value.type == .quantity ? [Coercion.nominalHint] : [])
        }
        return BoundExpression(.cast(value, isSafe: safe), type, range)
    }

    func bindExtract(
        _ part: DatePart, _ operand: Expression, _ timeZone: Expression?, _ context: ExpressionContext,
        _ range: SourceRange
    ) throws(Diagnostic) -> BoundExpression {
        var arguments: [BoundArgument] = [.expression(try bind(operand, context))]
        if let timeZone { arguments.append(.expression(try bind(timeZone, context))) }
        if part.name == "DATE" { return try call("EXTRACT_DATE", arguments, range, isSafe: false) }
        return try call(
            "EXTRACT", [.datePart(try calendarPart(part).name, part.range)] + arguments, range, isSafe: false)
    }

    private func calendarPart(_ part: DatePart) throws(Diagnostic) -> CalendarPart {
        if let known = CalendarPart(named: part.name) { return known }
        throw Diagnostic(
            "there is no date part \(part.name)", at: part.range,
            hints: suggestions(for: part.name, among: CalendarPart.allNames, listedAs: "the parts are"))
    }

    func bindInterval(
        _ value: BoundExpression, _ from: DatePart, _ to: DatePart?, _ range: SourceRange
    ) throws(Diagnostic) -> BoundExpression {
        let first = try calendarPart(from)
        if case .string(var text)? = value.constantValue {
            let last = try to.map { (to) throws(Diagnostic) in try calendarPart(to) } ?? first
            let parsed = text.withUTF8 { (bytes) -> Result<Interval, Diagnostic> in
                Result { () throws(Diagnostic) in try IntervalText.parse(bytes, from: first, to: last) }
            }
            let interval = try parsed.mapError { Diagnostic($0.message, at: range, hints: $0.hints) }.get()
            return BoundExpression(.constant(.interval(interval)), .interval, range, isLiteral: true)
        }
        if let to {
            throw Diagnostic(
                "INTERVAL … \(from.name) TO \(to.name) needs a string", at: value.range,
                hints: ["as in INTERVAL '1-2' YEAR TO MONTH"])
        }
        let arguments = [BoundArgument.expression(value), .datePart(from.name, from.range)]
        let result = try call("$interval", arguments, range, isSafe: false)
        guard value.isLiteral else { return result }
        var folded = try ConstantEvaluation.fold(result)
        folded.isLiteral = true
        return folded
    }
}
