// Binding: table functions that read files.

import QueryLanguage

extension Binder {
    /// `READ_CSV('path', name => constant, …)`
    func bindFileFunction(_ function: FileFunction, _ call: TableFunctionCall) throws(Diagnostic) -> BoundRelation {
        guard let first = call.arguments.first, case .expression(let pathExpression) = first.node,
            case .string(let path) = try bindText(pathExpression, function)
        else {
            throw Diagnostic(
                "\(function.name) takes the file's path first", at: call.arguments.first?.range ?? call.range,
                hints: ["it is \(function.usage)"])
        }
        var options: [String: FileReference.Option] = [:]
        for (index, argument) in call.arguments.dropFirst().enumerated() {
            let (parameter, expression) = try parameter(of: function, at: index, argument)
            let range = argument.range
            if options[parameter.name] != nil { throw Diagnostic("\(parameter.name) is given twice", at: range) }
            let value =
                parameter.type == .string
                ? try bindText(expression, function) : try bindConstant(expression, function.name)
            // NULL is as if it were not there, so that a parameter may decide.
            if value == .null { continue }
            guard value.type == parameter.type else {
                throw Diagnostic("\(parameter.name) is a \(parameter.type.name)", at: range, hints: [parameter.help])
            }
            options[parameter.name] = FileReference.Option(value, at: expression.range)
        }
        let relation = try bindFile(FileReference(path: path, function: function, options: options), call.range)
        return aliased(relation, fileStem(path))
    }

    /// A constant that should be a text, such as a path.
    private func bindText(_ expression: Expression, _ function: FileFunction) throws(Diagnostic) -> Value {
        do throws(Diagnostic) {
            return try bindConstant(expression, function.name)
        } catch {
            guard case .name = expression.node else { throw error }
            var error = error
            error.hints = ["a text stands in quotes: '\(expression.text)'"]
            throw error
        }
    }

    private func parameter(
        of function: FileFunction, at index: Int, _ argument: Argument
    ) throws(Diagnostic) -> (FileFunction.Parameter, Expression) {
        switch argument.node {
        case .named(let name, let expression):
            if let parameter = function.parameters.first(where: { sameName($0.name, name.text) }) {
                return (parameter, expression)
            }
            let known = function.parameters.map(\.name)
            let meant = FileFunction.otherNames[name.text.lowercased()].flatMap { known.contains($0) ? $0 : nil }
            throw Diagnostic(
                "\(function.name) has no parameter `\(name.text)`", at: name.range,
                hints: meant.map { ["did you mean `\($0)`?"] }
                    ?? suggestions(for: name.text, among: known, listedAs: "it has"))
        case .expression(let expression) where index < function.positional:
            return (function.parameters[index], expression)
        case .expression, .star, .table:
            throw Diagnostic(
                "what follows the path is given by name", at: argument.range, hints: ["it is \(function.usage)"])
        }
    }
}

extension FileFunction {
    /// What other programs call the parameters.
    fileprivate static let otherNames = [
        "delim": "delimiter", "sep": "delimiter", "separator": "delimiter", "field_delimiter": "delimiter",
        "quotechar": "quote", "names": "columns", "types": "columns", "dtypes": "columns", "schema": "columns",
        "nullstr": "null", "null_marker": "null", "na_values": "null", "skiprows": "skip", "skip_leading_rows": "skip",
        "charset": "encoding", "table_name": "table", "ignore_errors": "safe",
    ]

    /// `READ_SQLITE('path', 'table', columns => …)`
    package var usage: String {
        let places = parameters.prefix(positional).map { "'\($0.name)'" }
        let names = parameters.dropFirst(positional).map { "\($0.name) => …" }
        return "\(name)(\((["'path'"] + places + names).joined(separator: ", ")))"
    }
}

extension FileReference {
    /// The file as a query writes it.
    var syntax: TableExpression.Node { function.map { .call(call($0)) } ?? .file(path) }

    /// What a query may write instead, where the file is to be read otherwise: a call with what was given, but for what
    /// `changes` say.
    package func text(calling function: FileFunction, _ changes: [String: Value]) -> String {
        let options = options.merging(changes.mapValues { Option($0, at: .none) }, uniquingKeysWith: { $1 })
        let call = FileReference(path: path, function: function, options: options).call(function)
        let arguments = call.arguments.map { argument in
            switch argument.node {
            case .named(let name, let value): "\(name.text) => \(value.text)"
            case .expression(let value): value.text
            case .star, .table: ""
            }
        }
        return "\(function.name)(\(arguments.joined(separator: ", ")))"
    }

    private func call(_ function: FileFunction) -> TableFunctionCall {
        var arguments = [Argument(.expression(Expression(.literal(.string(path)), .none)), .none)]
        for (index, parameter) in function.parameters.enumerated() {
            guard let option = options[parameter.name] else { continue }
            let literal: Literal? =
                switch option.value {
                case .string(let text): .string(text)
                case .bool(let flag): .bool(flag)
                case .int64(let number): .integer(UInt64(number.magnitude))
                default: nil
                }
            guard let literal else { continue }
            let value = Expression(.literal(literal), .none)
            let isInPlace = index < function.positional && arguments.count == index + 1
            arguments.append(
                Argument(isInPlace ? .expression(value) : .named(Identifier(parameter.name, .none), value), .none))
        }
        return TableFunctionCall(name: Identifier(function.name, .none), arguments: arguments, range: .none)
    }
}
