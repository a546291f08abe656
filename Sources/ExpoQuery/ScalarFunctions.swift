// Functions of an app's own, called in statements.

import QueryEngine
import QueryLanguage

extension Database {
    /// Adds a function that statements can call.
    ///
    ///     try database.register(function: "NET_AREA", "the area without aisles") { (area: Double, aisles: Double?) in
    ///         area - (aisles ?? 0)
    ///     }
    ///     try database.query("FROM halls |> EXTEND NET_AREA(area, aisles) AS net")
    ///
    /// Its parameters' types are those of the closure, and arguments are converted to them as to those of the language's
    /// own functions. A parameter that is an optional sees NULL as `nil`; NULL for any other makes the result NULL without
    /// a call. An error that the closure throws ends the statement with a diagnostic at the call, which tells the row;
    /// `SAFE.NET_AREA(…)` gives NULL instead.
    ///
    /// The function may be called from several threads at once, for any rows in any order, and while a statement is
    /// planned: it must give the same for the same arguments.
    ///
    /// - Parameters:
    ///   - name: a word of letters, digits and `_`; its case does not matter.
    ///   - help: what it gives, in a line, for completion and help.
    /// - Throws: where the name is no such word, or the language's own. A function that was added under the name before is
    ///   replaced.
    public func register<each Argument: ColumnValue, Result: ColumnValue>(
        function name: String, _ help: String = "",
        _ body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) throws(Diagnostic) {
        let name = try Self.functionName(name)
        var types: [DataType] = []
        var required: [Int] = []
        for (type, acceptsNull) in repeat ((each Argument).dataType, (each Argument).acceptsNull) {
            if !acceptsNull { required.append(types.count) }
            types.append(type)
        }
        let needed = required
        let kernel: ScalarKernel = { (arguments, rows, context) throws(Diagnostic) in
            var values = [Value](repeating: .null, count: context.count)
            try rows.each { (row) throws(Diagnostic) in
                if needed.contains(where: { arguments[$0].isNull(row) }) { return }
                let value = try context.attempt { () throws(Diagnostic) in
                    try Self.calling(name, row) {
                        var reader = ArgumentReader(arguments, row)
                        return try body(repeat reader.next((each Argument).self)).columnValue
                    }
                }
                if let value { values[row] = value }
            }
            return Vector(Result.dataType, values: values)
        }
        try engine.register(
            Function(name, .app, help, Overload(types: types, returns: Result.dataType, .kernel(kernel))))
    }

    /// The name as the function table has it.
    static func functionName(_ name: String) throws(Diagnostic) -> String {
        let isWord = name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        }
        guard isWord, let first = name.utf8.first, first > UInt8(ascii: "9") else {
            throw Diagnostic("`\(name)` is no name for a function", hints: ["use letters, digits and _"])
        }
        if Keyword(rawValue: name.uppercased())?.isReserved == true {
            throw Diagnostic("`\(name)` is a word of the language", hints: ["choose another name"])
        }
        return name.uppercased()
    }

    /// What an app's code gives for a row; what it throws as a diagnostic of that row.
    static func calling<Result>(
        _ function: String, _ row: Int?, _ body: () throws -> Result
    ) throws(Diagnostic) -> Result {
        do {
            return try body()
        } catch {
            var failure = error as? Diagnostic ?? Diagnostic("\(function): \(error)")
            if failure.hints.isEmpty { failure.hints = ["SAFE.\(function)(…) gives NULL instead"] }
            failure.batchRow = row
            throw failure
        }
    }
}

/// Reads the arguments of a call one after another.
private struct ArgumentReader {
    private let arguments: [Vector]
    private let row: Int
    private var index = 0

    init(_ arguments: [Vector], _ row: Int) {
        self.arguments = arguments
        self.row = row
    }

    mutating func next<Argument: ColumnValue>(_: Argument.Type) throws(Diagnostic) -> Argument {
        defer { index += 1 }
        do throws(Diagnostic) {
            return try Argument(cell: Cell(arguments[index], row))
        } catch {
            throw Diagnostic("argument \(index + 1) \(error.message)", hints: error.hints)
        }
    }
}
