// How tests run statements.

import QueryLanguage

@testable import QueryEngine

/// A small database for tests.
struct QueryRunner {
    let engine: Engine
    var threads = 1

    init(_ setup: String = "") throws {
        engine = Engine(catalog: Catalog())
        for statement in try Parser.script(setup) { _ = try engine.execute(statement, Engine.Options(now: 0)) }
    }

    /// The rows of the last statement, each cell as text. The statements share their variables.
    func rows(_ text: String, parameters: Parameters = Parameters()) throws -> [[String]] {
        var result: QueryResult?
        var options = Engine.Options(now: 0)
        options.parameters = parameters
        options.threads = threads
        for statement in try Parser.script(text) { result = try engine.execute(statement, options) }
        guard let result else { return [] }
        return (0..<result.rowCount).map { row in
            result.columns.indices.map { result.value(row: row, column: $0).text }
        }
    }

    /// The rows as lines, cells separated by spaces.
    func lines(_ text: String, parameters: Parameters = Parameters()) throws -> [String] {
        try rows(text, parameters: parameters).map { $0.joined(separator: " ") }
    }

    /// The error that the statement is.
    func error(_ text: String) -> Diagnostic? {
        do {
            _ = try rows(text)
            return nil
        } catch {
            return error as? Diagnostic
        }
    }
}
