// Binding: names of columns, and parameters.

import QueryLanguage

extension Binder {
    /// A name as a column of this query or of one around it.
    func bindName(_ path: [Identifier], _ range: SourceRange, _ context: ExpressionContext) throws(Diagnostic)
        -> BoundExpression
    {
        try probe?.meet(path, context)
        var place: ExpressionContext? = context
        while let current = place {
            if let found = try find(path, range, in: current) { return found }
            place = current.outer
        }
        if let variable = try bindVariable(path, range) { return variable }
        if path.count == 1, Self.bareFunctions.contains(path[0].text.uppercased()) {
            return try call(path[0].text.uppercased(), [], range)
        }
        throw unknownName(path, range, context)
    }

    /// The functions that need no parentheses.
    private static let bareFunctions: Set<String> = ["CURRENT_DATE", "CURRENT_TIMESTAMP"]

    private func find(
        _ path: [Identifier], _ range: SourceRange, in context: ExpressionContext
    ) throws(Diagnostic) -> BoundExpression? {
        let name = path[path.count - 1]
        if path.count == 2 {
            guard let table = context.scope.table(path[0].text) else { return nil }
            let found = table.columns.filter { $0.isNamed(name.text) }
            if found.isEmpty {
                throw Diagnostic(
                    "`\(path[0].text)` has no column `\(name.text)`", at: name.range,
                    hints: suggestions(
                        for: name.text, among: table.columns.compactMap(\.name), listedAs: "its columns"))
            }
            return try single(found, name, range, context)
        }
        if let alias = context.aliases.last(where: { sameName($0.name, name.text) }) {
            let sameNamed = context.aliases.filter { sameName($0.name, name.text) }
            if sameNamed.contains(where: { $0.expression != alias.expression }) {
                throw Diagnostic("`\(name.text)` is ambiguous", at: range)
            }
            var expression = alias.expression
            expression.range = range
            return expression
        }
        let found = context.scope.columns.filter { $0.isNamed(name.text) }
        return found.isEmpty ? nil : try single(found, name, range, context)
    }

    private func single(
        _ found: [ScopeColumn], _ name: Identifier, _ range: SourceRange, _ context: ExpressionContext
    ) throws(Diagnostic) -> BoundExpression {
        guard found.allSatisfy({ $0.id == found[0].id }) else {
            let tables = context.scope.tables.filter { $0.columns.contains { $0.isNamed(name.text) } }
            let choices = tables.map { "`\($0.name).\(name.text)`" }
            throw Diagnostic(
                "`\(name.text)` is ambiguous", at: range,
                hints: choices.count > 1 ? ["write \(choices.joined(separator: " or "))"] : [])
        }
        return grouped(.column(found[0].id, found[0].type, range), context)
    }

    /// The expression as the grouping column that it is, where the query groups by it.
    func grouped(_ expression: BoundExpression, _ context: ExpressionContext) -> BoundExpression {
        guard let column = context.grouping?.column(for: expression) else { return expression }
        return .column(column.id, column.type, expression.range)
    }

    private func unknownName(_ path: [Identifier], _ range: SourceRange, _ context: ExpressionContext) -> Diagnostic {
        if path.count == 2 { return unknownTable(path[0], context.scope) }
        let name = path[0].text
        var known = context.aliases.map(\.name)
        var place: ExpressionContext? = context
        while let current = place {
            known += current.scope.names
            place = current.outer
        }
        if openViews.isEmpty { known += variables.values.map(\.name).sorted() }
        let isFunction = nearest(name, among: known) == nil && catalog.function(name) != nil
        let hints =
            isFunction
            ? ["the function \(name.uppercased()) is called with parentheses"]
            : suggestions(for: name, among: known, listedAs: "the columns here")
        return Diagnostic("there is no column `\(name)`", at: range, hints: hints)
    }

    // MARK: Parameters

    func bindParameter(_ parameter: Parameter, _ range: SourceRange) throws(Diagnostic) -> BoundExpression {
        if definesView {
            throw Diagnostic(
                "a view cannot use a parameter", at: range,
                hints: ["CREATE TABLE keeps the rows of today's value; or filter the view where it is used"])
        }
        let value: Value
        switch parameter {
        case .named(let name):
            guard let given = parameters.named[name.lowercased()] ?? unknownToProbe else {
                throw Diagnostic(
                    "the parameter @\(name) has no value", at: range,
                    hints: (nearest(name, among: parameters.named.keys.sorted()).map { ["did you mean `@\($0)`?"] }
                        ?? [])
                        + [parameters.advice(name)])
            }
            value = given
        case .positional(let index):
            let isGiven = parameters.positional.indices.contains(index)
            guard let given = isGiven ? parameters.positional[index] : unknownToProbe else {
                throw Diagnostic(
                    "parameter \(index + 1) has no value: \(parameters.positional.count) were given", at: range,
                    hints: ["`?` takes the values that an app gives in order; @name has one by its name"])
            }
            value = given
        }
        guard let type = value.type, keepsParameters, constantPlaces == 0 else {
            parameterUses.append((parameter, .value(value)))
            return BoundExpression(.constant(value), value.type ?? .int64, range, isLiteral: true)
        }
        parameterUses.append((parameter, .type(type)))
        return BoundExpression(.parameter(parameter), type, range, isLiteral: true)
    }

    /// What a parameter without a value is to completion, which needs none.
    private var unknownToProbe: Value? {
        if probe == nil && !checksOnly { return nil }
        unknownParameters = checksOnly
        return .null
    }
}

extension Diagnostic {
    /// That the rest of a statement cannot be checked before a parameter has its value.
    static let unknownParameter = Diagnostic("it depends on a parameter")
}
