// The ways in which a query can be run that must all give the same rows.

import QueryLanguage

@testable import QueryEngine

/// Tables, and the ways to run queries over them.
struct Ways {
    enum Way: CaseIterable {
        /// By one thread, from tables in memory of which nothing is known.
        case plain
        /// With what is known of the tables' columns: ranges of integers, dictionaries of strings.
        case known
        case knownByTwoThreads
        /// A row at a time, by two threads.
        case singleRows
        /// Seven rows at a time.
        case sevenRows
        /// With no condition moved, no column left out, no constant folded.
        case unoptimized
        /// A batch of the result at a time.
        case streamed
        /// With the lineage of each row.
        case traced
        /// As the printer writes the statement.
        case printed
        /// As a prepared statement, the second time.
        case prepared
    }

    private let plain: Engine
    private let known: Engine
    private let singleRows: Engine
    private let sevenRows: Engine

    init(_ tables: [(name: String, table: StoredTable)]) {
        func engine(_ definition: (String, StoredTable) -> TableDefinition) -> Engine {
            let engine = Engine(catalog: Catalog())
            for (name, table) in tables { engine.define(definition(name, table)) }
            return engine
        }
        func inMemory(_ name: String, _ table: StoredTable) -> TableDefinition {
            TableDefinition(name: name, columns: table.columns) { table }
        }
        func batched(_ name: String, _ table: StoredTable, _ size: Int) -> TableDefinition {
            TableDefinition(name: name, provider: BatchedTable(table: table, batchSize: size, parts: 3))
        }
        plain = engine(inMemory)
        known = engine { inMemory($0, $1.known) }
        singleRows = engine { batched($0, $1, 1) }
        sevenRows = engine { batched($0, $1, 7) }
    }

    func rows(_ text: String, _ way: Way) throws(Diagnostic) -> [[Cell]] {
        var options = Engine.Options(now: 0)
        switch way {
        case .plain: return try plain.rows(text, options)
        case .known: return try known.rows(text, options)
        case .knownByTwoThreads:
            options.threads = 2
            return try known.rows(text, options)
        case .singleRows:
            options.threads = 2
            return try singleRows.rows(text, options)
        case .sevenRows: return try sevenRows.rows(text, options)
        case .traced:
            options.tracksLineage = true
            return try plain.rows(text, options)
        case .printed: return try plain.rows(try Parser.script(text)[0].text, options)
        case .unoptimized:
            let plan = try plain.binder(options).bind(try query(text))
            let rows = try Executor(plain.context(options)).resultRows(of: plan)
            return QueryResult(columns: rows.columns, batches: [rows.batch]).cells
        case .streamed:
            var cells: [[Cell]] = []
            _ = try sevenRows.forEachBatch(of: query(text), options) { (columns, batch) throws(Diagnostic) in
                cells += QueryResult(columns: columns, batches: [batch.batch]).cells
                return true
            }
            return cells
        case .prepared:
            let prepared = PreparedQuery(try query(text), known)
            _ = try prepared.execute(options)
            return try prepared.execute(options).cells
        }
    }

    private func query(_ text: String) throws(Diagnostic) -> Query {
        guard case .query(let query) = try Parser.script(text)[0].node else { throw Diagnostic("no query: \(text)") }
        return query
    }

    /// What the ways answer otherwise than the plain one.
    ///
    /// - Parameter other: the same query, written otherwise.
    /// - Returns: `nil` where the plain way fails with an overflow, which other orders of work may not meet.
    func disagreements(
        _ text: String, isOrdered: Bool, ways: [Way] = Way.allCases, other: String? = nil
    ) -> [String]? {
        let expected: [[Cell]]
        do throws(Diagnostic) {
            expected = try rows(text, .plain)
        } catch {
            return error.message.contains("overflow") ? nil : ["\(error)\n\(text)"]
        }
        var found: [String] = []
        func check(_ title: String, _ text: String, _ way: Way) {
            do throws(Diagnostic) {
                let answer = try rows(text, way)
                if agree(answer, expected, isOrdered: isOrdered) { return }
                found.append(
                    "\(title): \(text)\n\(answer.count) rows: \(answer.prefix(8))\nplain: \(expected.count) rows: \(expected.prefix(8))"
                )
            } catch {
                if !error.message.contains("overflow") { found.append("\(title): \(error)\n\(text)") }
            }
        }
        for way in ways where way != .plain { check("\(way)", text, way) }
        if let other { check("standard form", other, .plain) }
        return found
    }
}
