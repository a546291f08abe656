// The same random queries here and in SQLite: the answers must agree.

import Foundation
import QueryLanguage
import Testing

@testable import QueryEngine

struct DifferentialTests {
    /// How many queries are compared.
    static let queries = 6000

    @Test func answersAreThoseOfSQLite() throws {
        var random = SeededGenerator(state: 20_241_105)
        let tables = RandomTable.make(using: &random)
        var generator = QueryGenerator(seed: 7, tables: tables.map { ($0.name, $0.columns) })
        let queries = (0..<Self.queries).map { _ in generator.query() }

        let expected = try SQLite.run(setup: tables.map(\.sqlite), queries: queries.map(\.text.sqlite))
        let engine = Engine(catalog: Catalog())
        for table in tables { try table.create(in: engine) }
        var compared = 0
        for (query, answer) in zip(queries, expected) {
            guard case .rows(let theirs) = answer else { continue }
            compared += 1
            let ours: [[Cell]]
            do {
                ours = try rows(query.text.expoql, engine)
            } catch {
                Issue.record("\(error)\n\(query.text.expoql)\n\(query.text.sqlite)")
                continue
            }
            if !agree(ours, theirs, isOrdered: query.isOrdered) {
                Issue.record(
                    """
                    \(query.text.expoql)
                    \(query.text.sqlite)
                    here: \(ours.prefix(8))
                    SQLite: \(theirs.prefix(8))
                    """)
            }
        }
        #expect(compared >= 5000)
    }

    /// What EXPLAIN prints is a query with the same result as the one explained, names included.
    @Test func explainedPlansAreTheQueries() throws {
        var random = SeededGenerator(state: 20_241_105)
        let tables = RandomTable.make(using: &random)
        var generator = QueryGenerator(seed: 11, tables: tables.map { ($0.name, $0.columns) })
        let engine = Engine(catalog: Catalog())
        for table in tables { try table.create(in: engine) }
        for _ in 0..<2000 {
            let query = generator.query()
            let text = query.text.expoql
            do {
                let explained = try result("EXPLAIN \(text)", engine)
                let plan = (0..<explained.rowCount).map { explained.value(row: $0, column: 0).text }
                    .joined(separator: "\n")
                let again = try result(plan, engine)
                let first = try result(text, engine)
                #expect(first.columns.map(\.name) == again.columns.map(\.name), "\(text)\n\(plan)")
                #expect(agree(cells(first), cells(again), isOrdered: query.isOrdered), "\(text)\n\(plan)")
            } catch {
                Issue.record("\(error)\n\(text)")
            }
        }
    }

    private func rows(_ text: String, _ engine: Engine) throws -> [[Cell]] { cells(try result(text, engine)) }

    private func result(_ text: String, _ engine: Engine) throws -> QueryResult {
        var result: QueryResult?
        for statement in try Parser.script(text) { result = try engine.execute(statement, Engine.Options(now: 0)) }
        return try #require(result)
    }

    private func cells(_ result: QueryResult) -> [[Cell]] {
        (0..<result.rowCount).map { row in
            result.columns.indices.map { Cell(result.value(row: row, column: $0)) }
        }
    }

    private func agree(_ a: [[Cell]], _ b: [[Cell]], isOrdered: Bool) -> Bool {
        guard a.count == b.count else { return false }
        if isOrdered { return a == b }
        return a.sorted(by: before) == b.sorted(by: before)
    }

    private func before(_ a: [Cell], _ b: [Cell]) -> Bool { a.lexicographicallyPrecedes(b) }
}

/// A cell of either system. BOOL is a number in SQLite.
enum Cell: Comparable {
    case null
    case number(Double)
    case text(String)

    init(_ value: Value) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .number(flag ? 1 : 0)
        case .int64(let number): self = .number(Double(number))
        case .float64(let number): self = .number(number)
        default: self = .text(value.text)
        }
    }

    static func == (a: Cell, b: Cell) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        // Sums of floats may be added in another order.
        case (.number(let x), .number(let y)): abs(x - y) <= 1e-9 * max(1, abs(x), abs(y))
        case (.text(let x), .text(let y)): x == y
        default: false
        }
    }

    static func < (a: Cell, b: Cell) -> Bool {
        switch (a, b) {
        case (.null, .null): false
        case (.null, _): true
        case (_, .null): false
        case (.number(let x), .number(let y)): a != b && x < y
        case (.number, .text): true
        case (.text, .number): false
        case (.text(let x), .text(let y)): x < y
        }
    }
}

/// A small table with NULLs and repeated values.
struct RandomTable {
    let name: String
    let columns: [GeneratedColumn]
    let rows: [[Value]]

    static func make(using random: inout SeededGenerator) -> [RandomTable] {
        let shapes: [(String, [ColumnKind], Int)] = [
            ("t1", [.int, .int, .text], 12), ("t2", [.int, .float, .bool], 9),
            ("t3", [.text, .int, .float, .bool], 15),
            ("t4", [.int, .text], 1), ("t5", [.int, .float, .text], 0),
        ]
        var tables: [RandomTable] = []
        for (name, kinds, count) in shapes {
            let columns = kinds.enumerated().map { GeneratedColumn(name: "\(name)_\($0)", kind: $1) }
            var rows: [[Value]] = []
            for _ in 0..<count {
                var row: [Value] = []
                for kind in kinds { row.append(value(kind, &random)) }
                rows.append(row)
            }
            tables.append(RandomTable(name: name, columns: columns, rows: rows))
        }
        return tables
    }

    private static func value(_ kind: ColumnKind, _ random: inout SeededGenerator) -> Value {
        if Int.random(in: 0..<6, using: &random) == 0 { return .null }
        switch kind {
        case .int: return .int64(Int64.random(in: -3...8, using: &random))
        case .float: return .float64([0.5, 1, -1.5, 2.25, 0, 100][Int.random(in: 0..<6, using: &random)])
        case .text:
            let words = ["", "a", "ab", "b c", "é", "中国", "a longer text of words", "a longer text of word"]
            return .string(words[Int.random(in: 0..<words.count, using: &random)])
        case .bool: return .bool(Bool.random(using: &random))
        }
    }

    func create(in engine: Engine) throws {
        let types: [DataType] = columns.map {
            switch $0.kind {
            case .int: .int64
            case .float: .float64
            case .text: .string
            case .bool: .bool
            }
        }
        let list = zip(columns, types).map { Column($0.name, $1) }
        let vectors = list.indices.map { index in Vector(types[index], values: rows.map { $0[index] }) }
        let table = StoredTable(columns: list, vectors: vectors, count: rows.count)
        engine.define(TableDefinition(name: name, columns: list) { table })
    }

    var sqlite: String {
        let types = columns.map { column in
            switch column.kind {
            case .int, .bool: "INTEGER"
            case .float: "REAL"
            case .text: "TEXT"
            }
        }
        let definition = zip(columns, types).map { "\($0.name) \($1)" }.joined(separator: ", ")
        let inserts = rows.map { row in
            let cells = row.map { value -> String in
                switch value {
                case .string(let text): "'\(text)'"
                default: value.text
                }
            }
            return "INSERT INTO \(name) VALUES (\(cells.joined(separator: ", ")));"
        }
        return "CREATE TABLE \(name) (\(definition));\n" + inserts.joined(separator: "\n")
    }
}

/// The sqlite3 command.
enum SQLite {
    enum Answer {
        case rows([[Cell]])
        case failed
    }

    /// Runs the queries in one process and gives each one's rows.
    static func run(setup: [String], queries: [String]) throws -> [Answer] {
        var script = "PRAGMA case_sensitive_like = ON;\n.bail off\n.mode quote\n.separator \u{1f}\n"
        script += setup.joined(separator: "\n") + "\n"
        for query in queries { script += ".print \u{1e}\n\(query);\n" }
        let folder = FileManager.default.temporaryDirectory
        let input = folder.appendingPathComponent("differential-\(UUID().uuidString).sql")
        let output = folder.appendingPathComponent("differential-\(UUID().uuidString).txt")
        try script.write(to: input, atomically: true, encoding: .utf8)
        try Data().write(to: output)
        defer {
            try? FileManager.default.removeItem(at: input)
            try? FileManager.default.removeItem(at: output)
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", ":memory:"]
        process.standardInput = try FileHandle(forReadingFrom: input)
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        let text = try String(contentsOf: output, encoding: .utf8)
        return text.split(separator: "\u{1e}\n", omittingEmptySubsequences: false).dropFirst().map(parse)
    }

    private static func parse(_ text: Substring) -> Answer {
        var rows: [[Cell]] = []
        for line in text.split(separator: "\n") {
            if line.contains("error") || line.contains("Error") { return .failed }
            rows.append(line.split(separator: "\u{1f}", omittingEmptySubsequences: false).map(cell))
        }
        return .rows(rows)
    }

    private static func cell(_ text: Substring) -> Cell {
        if text == "NULL" { return .null }
        if text.hasPrefix("'") { return .text(String(text.dropFirst().dropLast())) }
        return .number(Double(text) ?? .nan)
    }
}
