// What a function of the language is: a row of the function table.

import QueryLanguage

/// A function: its name, a line of help, and its overloads.
package struct Function: Sendable {
    package enum Category: String, Sendable, CaseIterable {
        case aggregate = "aggregate"
        case window = "window"
        case string = "string"
        case number = "number"
        case conditional = "conditional"
        case date = "date and time"
        case quantity = "quantity"
        case conversion = "conversion"
        /// Added by an app.
        case app = "added"
    }

    /// What the clauses of a call may and must be, beyond what overloads say.
    package struct Traits: OptionSet, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) { self.rawValue = rawValue }

        /// Its OVER clause must have ORDER BY.
        package static let needsWindowOrder = Traits(rawValue: 1)
        /// Its OVER clause has no ORDER BY.
        package static let forbidsWindowOrder = Traits(rawValue: 2)
        /// Its OVER clause has no ROWS or RANGE: the function sees the whole partition.
        package static let forbidsFrame = Traits(rawValue: 4)
        /// It takes IGNORE NULLS and RESPECT NULLS.
        package static let takesNullHandling = Traits(rawValue: 8)
        /// Its arguments may be named in any order; of integers, what is left out is 0.
        package static let takesNames = Traits(rawValue: 16)
    }

    /// Upper case.
    package let name: String
    package let category: Category
    /// One line, without a full stop, that says what a call gives.
    package let help: String
    package let traits: Traits
    package let overloads: [Overload]

    package init(
        _ name: String, _ category: Category, _ help: String, traits: Traits = [], _ overloads: Overload...
    ) {
        self.name = name
        self.category = category
        self.help = help
        self.traits = traits
        self.overloads = overloads
    }
}

/// A function that an app has added. Two are the same only if they are one.
package final class RegisteredFunction: Hashable, Sendable {
    let function: Function

    init(_ function: Function) {
        self.function = function
    }

    package static func == (a: RegisteredFunction, b: RegisteredFunction) -> Bool { a === b }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// One signature of a function and what computes it.
package struct Overload: Sendable {
    package struct Parameter: Sendable {
        package let name: String
        package let type: ParameterType
    }

    package enum ParameterType: Hashable, Sendable {
        case type(DataType)
        /// Any type; all parameters marked so take one type, to which the arguments are coerced.
        case any
        /// Any type; unlike `any`, each argument keeps its own.
        case anything
        /// The name of a part of a date, `MONTH` or `WEEK(MONDAY)`: the kernel gets it as a STRING constant.
        case datePart

        package static let bool = ParameterType.type(.bool)
        package static let int64 = ParameterType.type(.int64)
        package static let float64 = ParameterType.type(.float64)
        package static let string = ParameterType.type(.string)
        package static let date = ParameterType.type(.date)
        package static let timestamp = ParameterType.type(.timestamp)
        package static let interval = ParameterType.type(.interval)
        package static let quantity = ParameterType.type(.quantity)
    }

    package enum ResultType: Hashable, Sendable {
        case type(DataType)
        /// The type that the `any` parameters took.
        case any

        package static let bool = ResultType.type(.bool)
        package static let int64 = ResultType.type(.int64)
        package static let float64 = ResultType.type(.float64)
        package static let string = ResultType.type(.string)
        package static let date = ResultType.type(.date)
        package static let timestamp = ResultType.type(.timestamp)
        package static let interval = ResultType.type(.interval)
        package static let quantity = ResultType.type(.quantity)
    }

    package let parameters: [Parameter]
    /// How many of the last parameters may be left out.
    package let optional: Int
    /// Whether the last parameter may be given any number of times, at least once.
    package let repeats: Bool
    package let result: ResultType
    package let implementation: Implementation

    /// An overload whose parameters have these types, and names that say nothing.
    package init(types: [DataType], returns result: DataType, _ implementation: Implementation) {
        parameters = types.enumerated().map { Parameter(name: "x\($0 + 1)", type: .type($1)) }
        optional = 0
        repeats = false
        self.result = .type(result)
        self.implementation = implementation
    }

    package init(
        _ parameters: KeyValuePairs<String, ParameterType>, optional: Int = 0, repeats: Bool = false,
        returns result: ResultType, _ implementation: Implementation
    ) {
        self.parameters = parameters.map { Parameter(name: $0.key, type: $0.value) }
        self.optional = optional
        self.repeats = repeats
        self.result = result
        self.implementation = implementation
    }
}

/// What computes a function.
package enum Implementation: Sendable {
    /// A kernel over vectors.
    case kernel(ScalarKernel)
    /// A kernel made once a query from the arguments that are constant (`nil` where one is not): a compiled pattern,
    /// a parsed format.
    case prepared(@Sendable ([Value?]) throws(Diagnostic) -> ScalarKernel)
    /// Evaluated lazily, argument by argument, by the engine itself.
    case special(SpecialForm)
    case aggregate(@Sendable (AggregateOptions) throws(Diagnostic) -> any AggregateState)
    case window(WindowKernel)
}

/// Functions whose arguments are not all evaluated for every row.
package enum SpecialForm: Sendable {
    case `if`
    case ifNull
    case nullIf
    case coalesce
}

/// Computes a function for the selected rows of its argument vectors.
///
/// Every argument has `context.count` rows (or is constant); so has the result, of which only the selected rows
/// are specified. Argument types are exactly those of the overload.
package typealias ScalarKernel =
    @Sendable (_ arguments: [Vector], _ rows: Selection, _ context: KernelContext) throws(Diagnostic) -> Vector

/// What a kernel may know beside its arguments.
package struct KernelContext: Sendable {
    /// The number of rows of the argument vectors.
    package let count: Int
    /// Whether a row that fails gives NULL, as behind the `SAFE.` prefix.
    package let isSafe: Bool
    /// The time at which the statement began, in microseconds since 1970 UTC.
    package let now: Int64

    package init(count: Int, isSafe: Bool, now: Int64) {
        self.count = count
        self.isSafe = isSafe
        self.now = now
    }

    /// What `body` gives; NULL instead of its error in safe mode.
    @inline(__always)
    package func attempt<Result>(_ body: () throws(Diagnostic) -> Result?) throws(Diagnostic) -> Result? {
        do throws(Diagnostic) {
            return try body()
        } catch {
            if isSafe { return nil }
            throw error
        }
    }
}
