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
        guard let function = FunctionTable.find(name) else {
            throw Diagnostic("there is no function \(name)", at: range)
        }
        let title = name.hasPrefix("$") ? function.help : name
        let resolved = try function.resolve(arguments, name: title, at: range)
        let call = BoundCall(
            function: function.name, overload: resolved.overload, arguments: resolved.arguments, isSafe: isSafe)
        return BoundExpression(.call(call), resolved.type, range)
    }

    func bindCall(
        _ functionCall: FunctionCall, _ range: SourceRange, _ context: ExpressionContext
    ) throws(Diagnostic) -> BoundExpression {
        let name = functionCall.name.text.uppercased()
        guard let function = FunctionTable.find(name), !name.hasPrefix("$") else {
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
        let names = FunctionTable.all.map(\.name)
        var hints = nearest(name.text, among: names).map { ["did you mean `\($0)`?"] } ?? []
        if hints.isEmpty {
            let similar = names.filter { $0.hasPrefix(name.text.uppercased().prefix(4)) }
            if !similar.isEmpty { hints = ["there are \(similar.prefix(5).joined(separator: ", "))"] }
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
            case .named(let name, _):
                throw Diagnostic("\(function.name) takes its arguments without names", at: name.range)
            case .table(let name): throw Diagnostic("\(function.name) takes no table", at: name.range)
            }
        }
        return result
    }

    /// `MONTH` or `WEEK(MONDAY)`, written like a name or a call.
    private func datePart(_ expression: Expression) -> String? {
        switch expression.node {
        case .name(let path) where path.count == 1:
            let name = path[0].text.uppercased()
            return DateParts.names.contains(name) ? name : nil
        case .call(let call) where call.name.text.uppercased() == "WEEK" && call.arguments.count == 1:
            guard case .expression(let argument) = call.arguments[0].node, case .name(let day) = argument.node,
                DateParts.weekdays.contains(day[0].text.uppercased())
            else { return nil }
            return "WEEK(\(day[0].text.uppercased()))"
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
        guard let type = DataType(named: name.name) else {
            throw Diagnostic(
                "there is no type \(name.name)", at: name.range,
                hints: nearest(name.name, among: DataType.allCases.map(\.name)).map { ["did you mean `\($0)`?"] }
                    ?? ["the types are \(DataType.allCases.map(\.name).joined(separator: ", "))"])
        }
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
            throw Diagnostic("\(value.type.name) does not convert to \(type.name)", at: range)
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
        try checkPart(part)
        return try call("EXTRACT", [.datePart(part.name, part.range)] + arguments, range, isSafe: false)
    }

    private func checkPart(_ part: DatePart) throws(Diagnostic) {
        let base = part.name.split(separator: "(").first.map(String.init) ?? part.name
        if !DateParts.names.contains(base) {
            throw Diagnostic(
                "there is no date part \(part.name)", at: part.range,
                hints: nearest(part.name, among: DateParts.names).map { ["did you mean `\($0)`?"] } ?? [])
        }
    }

    func bindInterval(
        _ value: BoundExpression, _ from: DatePart, _ to: DatePart?, _ range: SourceRange
    ) throws(Diagnostic) -> BoundExpression {
        try checkPart(from)
        if let to {
            try checkPart(to)
            guard case .string(let text)? = value.constantValue else {
                throw Diagnostic(
                    "INTERVAL … \(from.name) TO \(to.name) needs a string", at: value.range,
                    hints: ["as in INTERVAL '1-2' YEAR TO MONTH"])
            }
            guard let interval = IntervalText.parse(text, from: from.name, to: to.name) else {
                throw Diagnostic("'\(text)' is no interval from \(from.name) to \(to.name)", at: value.range)
            }
            return BoundExpression(.constant(.interval(interval)), .interval, range, isLiteral: true)
        }
        guard let unit = DateParts.interval(of: from.name) else {
            throw Diagnostic("an interval cannot count \(from.name)", at: from.range)
        }
        let one = BoundExpression.constant(.interval(unit), .interval, from.range)
        guard Coercion.cost(value, to: .int64) != nil else {
            throw Diagnostic(
                "INTERVAL needs an INT64, this is \(value.type.name)", at: value.range,
                hints: value.type == .string ? ["as in INTERVAL 3 DAY, or INTERVAL '1-2' YEAR TO MONTH"] : [])
        }
        let product = try call("$multiply", [one, Coercion.convert(value, to: .int64)], range)
        guard value.isLiteral else { return product }
        var folded = try ConstantEvaluation.fold(product)
        folded.isLiteral = true
        return folded
    }
}

/// The parts of dates, timestamps and intervals.
enum DateParts {
    static let names: Set<String> = [
        "MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY", "DAYOFWEEK", "DAYOFYEAR", "WEEK",
        "ISOWEEK", "MONTH", "QUARTER", "YEAR", "ISOYEAR", "DATE",
    ]

    static let weekdays: Set<String> = [
        "SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
    ]

    /// One of the part as an interval; `nil` for parts that are no span.
    static func interval(of part: String) -> Interval? {
        switch part {
        case "YEAR": Interval(months: 12)
        case "QUARTER": Interval(months: 3)
        case "MONTH": Interval(months: 1)
        case "WEEK": Interval(days: 7)
        case "DAY": Interval(days: 1)
        case "HOUR": Interval(microseconds: 3_600_000_000)
        case "MINUTE": Interval(microseconds: 60_000_000)
        case "SECOND": Interval(microseconds: 1_000_000)
        case "MILLISECOND": Interval(microseconds: 1000)
        case "MICROSECOND": Interval(microseconds: 1)
        default: nil
        }
    }
}
