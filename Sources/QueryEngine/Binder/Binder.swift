// From syntax tree to logical plan: names become columns, calls overloads, conversions explicit.

import QueryLanguage

/// Binds one statement.
///
/// The productions of the syntax tree are bound by one function each, in the files `Binder….swift`.
package final class Binder {
    let catalog: Catalog
    let parameters: Parameters
    /// The variables of the script, by their names in lower case.
    let variables: [String: ScriptVariables.Variable]
    private var nextColumn = 0
    private var nextIdentity = 0
    /// How many expressions have been bound: the statement's time is looked at every so many.
    var boundExpressions = 0
    /// WITH tables in scope, the innermost last.
    var commonTables: [CommonTableBinding] = []
    /// The names of the views that are being bound, to find a view that uses itself.
    var openViews: [String] = []
    /// Whether the statement defines a view, which outlives the statement's parameters.
    private(set) var definesView = false
    /// Whether parameters stay in the plan, their types known and their values not.
    var keepsParameters = false
    /// Whether nobody will run the plan: parameters need no values.
    var checksOnly = false
    /// Whether the constant that is bound depends on a parameter that has no value while the statement is only checked.
    var unknownParameters = false
    /// How many places around the one that is bound need their values at once.
    private(set) var constantPlaces = 0
    /// What the plan takes from the parameters, in the order of the text.
    var parameterUses: [(parameter: Parameter, use: ParameterUse)] = []
    /// Where completion asks for the names that an expression can use.
    var probe: ScopeProbe?

    /// - Parameters:
    ///   - parameters: the values of `@name` and `?`.
    ///   - variables: those of the script, by their names in lower case.
    package init(
        catalog: Catalog, parameters: Parameters = Parameters(), variables: [String: ScriptVariables.Variable] = [:]
    ) {
        self.catalog = catalog
        self.parameters = parameters
        self.variables = variables
    }

    /// A query's plan, which gives exactly the result's columns in order.
    package func bind(_ query: Query) throws(Diagnostic) -> LogicalPlan {
        try output(bindQuery(query, outer: nil)).plan
    }

    /// The plan of what a table or view is made of.
    ///
    /// - Throws: also that a column has no name, or that two have the same.
    package func bind(definition: CreateStatement) throws(Diagnostic) -> LogicalPlan {
        if definition.kind == .view {
            openViews.append(definition.name.text)
            definesView = true
        }
        let relation = try bindQuery(definition.query, outer: nil)
        var seen: Set<String> = []
        for (index, column) in relation.scope.columns.enumerated() {
            guard let name = column.name else {
                throw Diagnostic(
                    "column \(index + 1) of `\(definition.name.text)`, \(column.title), has no name",
                    at: definition.name.range, hints: ["name it with AS"])
            }
            guard seen.insert(name.lowercased()).inserted else {
                throw Diagnostic(
                    "two columns of `\(definition.name.text)` would be called `\(name)`", at: definition.name.range,
                    hints: ["name one of them with AS"])
            }
        }
        return output(relation).plan
    }

    /// The relation with its plan cut to the visible columns, in order.
    func output(_ relation: BoundRelation) -> BoundRelation {
        let items = relation.scope.columns.map {
            LogicalPlan.Project.Item(column: $0.planColumn, expression: .column($0.id, $0.type))
        }
        return BoundRelation(
            plan: .project(LogicalPlan.Project(input: relation.plan, items: items)), scope: relation.scope)
    }

    /// Binds what is to be a constant at once: the plan depends on its parameters' values.
    func bindingConstants<Result>(_ body: () throws(Diagnostic) -> Result) throws(Diagnostic) -> Result {
        constantPlaces += 1
        defer { constantPlaces -= 1 }
        return try body()
    }

    func newColumn() -> ColumnID {
        nextColumn += 1
        return ColumnID(nextColumn)
    }

    func newIdentity() -> Int {
        nextIdentity += 1
        return nextIdentity
    }
}

/// The values that a statement is run with.
public struct Parameters: Sendable {
    /// Values of `@name`, by lower-case name.
    public var named: [String: QueryEngine.Value]
    /// Values of `?`, in order.
    public var positional: [QueryEngine.Value]
    /// What a person can do about an `@name` without a value, in the words of the program that takes values.
    package var advice: @Sendable (_ name: String) -> String = { "give it one among the parameters: \"\($0)\": …" }

    /// No values.
    public init() {
        named = [:]
        positional = []
    }

    public init(named: [String: QueryEngine.Value] = [:], positional: [QueryEngine.Value] = []) {
        self.named = Dictionary(named.map { ($0.lowercased(), $1) }, uniquingKeysWith: { $1 })
        self.positional = positional
    }
}

/// What a plan takes from a parameter.
enum ParameterUse {
    /// The plan is right for all values of the type.
    case type(DataType)
    /// The plan is right for this value only.
    case value(Value)
}

/// A WITH table in scope.
struct CommonTableBinding {
    let name: String
    let query: Query
    /// Computed once and shared; `nil` where the query uses columns from around it and is bound at each use.
    let shared: SharedTable?
    let scope: Scope
}
