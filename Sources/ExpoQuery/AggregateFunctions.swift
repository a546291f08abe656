// Aggregates of an app's own, called in statements.

import QueryEngine
import QueryLanguage

/// An aggregate function: what it knows of the rows of one group so far.
///
///     struct GeometricMean: AggregateFunction {
///         private var logarithms = 0.0, count = 0.0
///         mutating func add(_ value: Double) { logarithms += log(value); count += 1 }
///         mutating func merge(_ other: Self) { logarithms += other.logarithms; count += other.count }
///         func result() -> Double? { count == 0 ? nil : exp(logarithms / count) }
///     }
public protocol AggregateFunction: Sendable {
    /// What is aggregated. NULL is passed over, unless it is an optional; in a call with ORDER BY or LIMIT it always is.
    associatedtype Input: ColumnValue
    /// What comes of it; an optional where a group without rows has no result.
    associatedtype Output: ColumnValue

    /// Knows of no row.
    init()

    /// Takes a row in. Rows come in the order of the query's input, or of the call's ORDER BY.
    mutating func add(_ value: Input) throws

    /// Takes in what another knows, whose rows come behind those here: threads work on parts of the rows.
    mutating func merge(_ other: Self) throws

    /// The group's result. It may be asked for more than once, with rows in between.
    func result() throws -> Output
}

extension Database {
    /// Adds an aggregate function that statements can call, also with DISTINCT, ORDER BY and OVER.
    ///
    ///     try database.register(aggregate: "GEOMEAN", GeometricMean.self)
    ///     try database.query("FROM rates |> AGGREGATE GEOMEAN(rate) GROUP BY year")
    ///
    /// An error that it throws ends the statement with a diagnostic at the call.
    ///
    /// - Parameters:
    ///   - name: a word of letters, digits and `_`; its case does not matter.
    ///   - help: what it gives, in a line, for completion and help.
    /// - Throws: where the name is no such word, or the language's own. A function that was added under the name before is
    ///   replaced.
    public func register<Aggregate: AggregateFunction>(
        aggregate name: String, _: Aggregate.Type, _ help: String = ""
    ) throws(Diagnostic) {
        let name = try Self.functionName(name)
        let implementation = Implementation.aggregate { (options) throws(Diagnostic) in
            AppAggregateState<Aggregate>(name, isSafe: options.isSafe)
        }
        let overload = Overload(
            types: [Aggregate.Input.dataType], returns: Aggregate.Output.dataType, implementation)
        try engine.register(Function(name, .aggregate, help, overload))
    }
}

/// An app's aggregate for many groups.
private final class AppAggregateState<Aggregate: AggregateFunction>: AggregateState {
    private let name: String
    private let isSafe: Bool
    private var states: [Aggregate] = []
    /// The groups whose result is NULL because of an error, behind `SAFE.`.
    private var failed: Set<Int> = []

    init(_ name: String, isSafe: Bool) {
        self.name = name
        self.isSafe = isSafe
    }

    func resize(groups: Int) {
        while states.count < groups { states.append(Aggregate()) }
    }

    func update(_ arguments: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) throws(Diagnostic) {
        try rows.each { (row) throws(Diagnostic) in
            if !Aggregate.Input.acceptsNull && arguments[0].isNull(row) { return }
            let group = Int(groups[row])
            try attempt(group, row) { try states[group].add(Aggregate.Input(cell: Cell(arguments[0], row))) }
        }
    }

    func merge(
        _ other: any AggregateState, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) throws(Diagnostic) {
        guard let other = other as? Self else { return }
        for (source, target) in zip(sources, targets) {
            if other.failed.contains(Int(source)) { failed.insert(Int(target)) }
            try attempt(Int(target), nil) { try states[Int(target)].merge(other.states[Int(source)]) }
        }
    }

    func finish(groups: Int) throws(Diagnostic) -> Vector {
        var values = [Value](repeating: .null, count: groups)
        for group in 0..<groups where !failed.contains(group) {
            try attempt(group, nil) { values[group] = try states[group].result().columnValue }
        }
        return Vector(Aggregate.Output.dataType, values: values)
    }

    private func attempt(_ group: Int, _ row: Int?, _ body: () throws -> Void) throws(Diagnostic) {
        do throws(Diagnostic) {
            try Database.calling(name, row, body)
        } catch {
            if !isSafe { throw error }
            failed.insert(group)
        }
    }
}
