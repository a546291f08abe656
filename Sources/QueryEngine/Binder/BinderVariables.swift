// Binding: variables of scripts, and what is assigned to them.

import QueryLanguage

extension Binder {
    /// The variable of this name as the constant that it is to the statement; `nil` where there is none.
    ///
    /// A column of the same name goes before it: this is asked where no column was found. What a view means does not
    /// depend on the script that uses it, so in views there are no variables.
    func bindVariable(_ path: [Identifier], _ range: SourceRange) throws(Diagnostic) -> BoundExpression? {
        guard path.count == 1, let variable = variables[path[0].text.lowercased()] else { return nil }
        guard openViews.isEmpty else {
            guard definesView && openViews.count == 1 else { return nil }
            throw Diagnostic(
                "a view cannot use a variable", at: range,
                hints: ["CREATE TABLE keeps the rows of today's value; or filter the view where it is used"])
        }
        return BoundExpression(.constant(variable.value), variable.type, range)
    }

    /// A plan of one row with the value that a variable gets.
    ///
    /// - Parameter type: the variable's; `nil` where it takes the value's.
    package func bind(
        value expression: Expression, of variable: Identifier, as type: DataType?
    ) throws(Diagnostic) -> LogicalPlan {
        let context = ExpressionContext(Scope(), outer: nil, place: "a variable's value")
        context.aggregateHint = "put it into a subquery: (SELECT …)"
        var bound = try bind(expression, context)
        if let type {
            guard Coercion.cost(bound, to: type) != nil else {
                throw Diagnostic(
                    "`\(variable.text)` is \(type.name), this is \(bound.type.name)", at: expression.range,
                    hints: Casts.implementation(from: bound.type, to: type) == nil
                        ? [] : ["CAST(… AS \(type.name)) converts it"])
            }
            bound = try Coercion.convert(bound, to: type)
        }
        let column = PlanColumn(newColumn(), variable.text, bound.type)
        return .project(LogicalPlan.Project(input: .unit, items: [.init(column: column, expression: bound)]))
    }

    /// The type that is written.
    func dataType(_ name: TypeName) throws(Diagnostic) -> DataType {
        if let type = DataType(named: name.name) { return type }
        throw Diagnostic(
            "there is no type \(name.name)", at: name.range,
            hints: OtherDialects.types[name.name.uppercased()].map { ["it is called \($0) here"] }
                ?? suggestions(for: name.name, among: DataType.allCases.map(\.name), listedAs: "the types are"))
    }
}
