// What is to be known of statements without running them, or beside their rows.

import QueryEngine
import QueryLanguage

extension Database {
    /// What is wrong with a script, for an editor: of each statement its first error, with its range.
    ///
    /// Behind a syntax error it goes on at the next `;`. No statement is run, but the tables that earlier ones would
    /// create are known to later ones; of files no more than the beginning is read. Parameters need no values; those that
    /// have one are checked with it.
    ///
    /// - Complexity: linear in the length of the text, beside what binding takes; at most 100 errors are told.
    public func diagnostics(in text: String, parameters: Parameters = Parameters()) -> [Diagnostic] {
        withDeepStack {
            engine.diagnostics(in: text, parameters: parameters, limits: options.limits, fileOpener: fileGlancer)
        }
    }

    /// How a query is run: the operators of its plan.
    ///
    /// - Parameters:
    ///   - text: the query, without EXPLAIN.
    ///   - analyze: whether to run it, and tell rows and times.
    public func explain(
        _ text: String, parameters: Parameters = Parameters(), analyze: Bool = false, options: QueryOptions? = nil
    ) throws(Diagnostic) -> Explanation {
        let engineOptions = engineOptions(parameters, options)
        return try withDeepStack { () throws(Diagnostic) in
            let query = try Self.query(text, engineOptions.limits, for: "explain(_:)")
            return try engine.explanation(of: query, analyze: analyze, engineOptions)
        }
    }
}
