// The variables of a script: what DECLARE makes and SET changes.

import QueryLanguage
import Synchronization

/// The variables that the statements of a script share. Statements of several threads may use them at the same time;
/// each sees them as they were when it began.
public final class ScriptVariables: Sendable {
    /// A variable's name as it was declared, its type, and its value, which is of that type or NULL.
    package struct Variable: Sendable {
        package let name: String
        package let type: DataType
        package var value: Value
    }

    /// By the names in lower case.
    private let variables = Mutex<[String: Variable]>([:])

    /// No variables.
    public init() {}

    /// The names as they were declared, in the order of the alphabet.
    public var names: [String] { snapshot.values.map(\.name).sorted() }

    /// The value of the variable with this name, whatever its case; `nil` where none was declared.
    public subscript(name: String) -> Value? { snapshot[name.lowercased()]?.value }

    /// The variables as they are now, by their names in lower case.
    package var snapshot: [String: Variable] { variables.withLock { $0 } }

    /// Adds variables, all or none.
    ///
    /// - Throws: that one of the names is taken.
    func declare(_ names: [Identifier], _ type: DataType, _ value: Value) throws(Diagnostic) {
        let outcome: Result<Void, Diagnostic> = variables.withLock { variables in
            var result = variables
            for name in names {
                let variable = Variable(name: name.text, type: type, value: value)
                if result.updateValue(variable, forKey: name.text.lowercased()) != nil {
                    return .failure(Self.taken(name, isThere: variables[name.text.lowercased()] != nil))
                }
            }
            variables = result
            return .success(())
        }
        try outcome.get()
    }

    private static func taken(_ name: Identifier, isThere: Bool) -> Diagnostic {
        guard isThere else { return Diagnostic("DECLARE names `\(name.text)` twice", at: name.range) }
        return Diagnostic(
            "the variable `\(name.text)` is declared already", at: name.range,
            hints: ["SET \(name.quoted) = … changes it"])
    }

    /// Gives a variable another value of its type.
    func set(_ name: String, _ value: Value) {
        variables.withLock { $0[name.lowercased()]?.value = value }
    }
}

extension Engine {
    /// DECLARE: the default is computed once for all of the names.
    func declare(_ declare: DeclareStatement, _ options: Options) throws(Diagnostic) -> QueryResult {
        let (type, plan) = try binder(options).bind(declare)
        var value = Value.null
        var undecided: [UndecidedCondition] = []
        if let plan { (value, undecided) = try self.value(of: plan, options) }
        try options.variables.declare(declare.names, type, value)
        let names = declare.names.map(\.text).joined(separator: ", ")
        var result = QueryResult(message: "declared \(names) \(type.name)")
        result.undecided = undecided
        return result
    }

    /// SET.
    func set(_ assignment: Assignment, _ options: Options) throws(Diagnostic) -> QueryResult {
        let (variable, plan) = try binder(options).bind(assignment)
        let (value, undecided) = try self.value(of: plan, options)
        options.variables.set(variable.name, value)
        var result = QueryResult(message: "set \(variable.name) to \(value.text.shortened(toCells: 60))")
        result.undecided = undecided
        return result
    }

    /// The value of a plan of one row and one column.
    private func value(
        of plan: LogicalPlan, _ options: Options
    ) throws(Diagnostic) -> (Value, undecided: [UndecidedCondition]) {
        let outcome = try run(Optimizer.optimize(plan), options)
        return (outcome.rows.vectors[0].value(0), outcome.undecided)
    }
}

extension Binder {
    /// The type of what DECLARE makes, and the plan of its default, if it has one.
    func bind(_ declare: DeclareStatement) throws(Diagnostic) -> (type: DataType, plan: LogicalPlan?) {
        let type = try declare.type.map { (type) throws(Diagnostic) in try dataType(type) }
        guard let expression = declare.defaultValue else { return (type ?? .int64, nil) }
        let plan = try bind(value: expression, of: declare.names[0], as: type)
        return (plan.columns[0].type, plan)
    }

    /// The variable that SET changes, and the plan of its new value.
    func bind(_ assignment: Assignment) throws(Diagnostic) -> (ScriptVariables.Variable, LogicalPlan) {
        let name = assignment.column
        guard let variable = variables[name.text.lowercased()] else {
            let known = variables.values.map(\.name).sorted()
            throw Diagnostic(
                "there is no variable `\(name.text)`", at: name.range,
                hints: nearest(name.text, among: known).map { ["did you mean `\($0)`?"] }
                    ?? ["declare it first: DECLARE \(name.quoted) DEFAULT …"])
        }
        return (variable, try bind(value: assignment.value, of: name, as: variable.type))
    }
}
