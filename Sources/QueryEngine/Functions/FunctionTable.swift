// The one table of the language's functions. Help, completion and the binder read it; adding a function touches one row.

/// All functions by name.
package enum FunctionTable {
    /// Every function, in the order of the categories' files.
    package static let all: [Function] =
        strings
        + regularExpressions
        + numbers
        + quantities
        + conditionals
        + dates
        + timestamps
        + Aggregates.all
        + Windows.all

    private static let byName: [String: Function] = Dictionary(
        all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The function with this name, whatever its case; the operator for a name such as `$add`.
    package static func find(_ name: String) -> Function? {
        name.hasPrefix("$") ? OperatorTable.find(name) : byName[name.uppercased()]
    }
}
