// The embedded dataset against its files.

import CExpoFiles
import Foundation
import QueryEngine
import QueryLanguage
import Testing

@testable import ExpoDataset

struct ExpoDatasetTests {
    private let files = [
        "editions": expo_editions_file(), "figures": expo_figures_file(),
        "participations": expo_participations_file(), "rankings": expo_rankings_file(),
        "sources": expo_sources_file(), "statements": expo_statements_file(),
    ]

    private func tables() -> [TableDefinition] {
        ExpoDataset.catalogEntries().compactMap { if case .table(let table) = $0 { table } else { nil } }
    }

    private func views() -> [ViewDefinition] {
        ExpoDataset.catalogEntries().compactMap { if case .view(let view) = $0 { view } else { nil } }
    }

    private func table(_ name: String) throws -> TableDefinition {
        try #require(tables().first { $0.name == name })
    }

    /// The values of a column, by its name.
    private func column(_ name: String, of table: TableDefinition) throws -> [Value] {
        let rows = try table.rows()
        let index = try #require(rows.columns.firstIndex { $0.name == name })
        return (0..<rows.count).map { rows.vectors[index].value($0) }
    }

    @Test(arguments: [
        ("figures", 450), ("editions", 8), ("sources", 134), ("participations", 79), ("rankings", 13),
        ("statements", 64),
    ])
    func everyRowIsThere(name: String, count: Int) throws {
        #expect(try table(name).rows().count == count)
    }

    @Test func everyCellIsTheFiles() throws {
        for table in tables() {
            let file = try #require(files[table.name])
            let text = String(decoding: UnsafeBufferPointer(start: file.start, count: file.size), as: UTF8.self)
            let records = plainCSV(text)
            let rows = try table.rows()
            #expect(records.first == rows.columns.map(\.name))
            #expect(records.count == rows.count + 1)
            for (row, record) in records.dropFirst().enumerated() {
                for (index, cell) in record.enumerated() {
                    let value = rows.vectors[index].value(row)
                    #expect(
                        recovers(value, rows.columns[index].type, cell),
                        "\(table.name), row \(row + 1), \(rows.columns[index].name): \(value) for '\(cell)'")
                }
            }
        }
    }

    /// Whether the value is what the cell says; numbers by Foundation's parser, dates by its calendar.
    private func recovers(_ value: Value, _ type: DataType, _ cell: String) -> Bool {
        if cell.isEmpty { return value == .null }
        switch (type, value) {
        case (.int64, .int64(let number)): return String(number) == cell
        case (.float64, .float64(let number)): return Decimal(string: cell) == Decimal(string: "\(number)")
        case (.bool, .bool(let flag)): return (flag ? "true" : "false") == cell
        case (.string, .string(let text)): return text == cell
        case (.date, .date(let days)):
            let day = Date(timeIntervalSince1970: Double(days) * 86_400)
            return day.formatted(.iso8601.year().month().day()) == cell
        default: return false
        }
    }

    /// CSV as plainly as it can be read: a character after the other.
    private func plainCSV(_ text: String) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var cell = ""
        var isInside = false
        for character in text {
            switch character {
            case "\"": isInside.toggle()
            case "," where !isInside:
                record.append(cell)
                cell = ""
            case "\n" where !isInside:
                records.append(record + [cell])
                record = []
                cell = ""
            default: cell.append(character)
            }
        }
        return records
    }

    @Test func everySourceThatIsNamedExists() throws {
        let known = Set(try column("source", of: try table("sources")))
        for table in tables() {
            #expect(Set(try column("source", of: table)).subtracting(known) == [], "in \(table.name)")
        }
    }

    @Test func figureNumbersAreUnique() throws {
        #expect(Set(try column("figure", of: try table("figures"))).count == 450)
    }

    @Test func everyQuestionHasOnePreferredFigure() throws {
        let figures = try table("figures")
        let keys = try ["edition", "since", "section", "subject", "measure", "unit"].map {
            try column($0, of: figures)
        }
        let preferred = try column("preferred", of: figures)
        var counts: [[Value]: Int] = [:]
        for row in preferred.indices {
            counts[keys.map { $0[row] }, default: 0] += preferred[row] == .bool(true) ? 1 : 0
        }
        #expect(counts.values.allSatisfy { $0 == 1 })
    }

    @Test func boundsFollowFromTheHedge() throws {
        let figures = try table("figures")
        let (bounds, values) = (try column("bound", of: figures), try column("value", of: figures))
        let (lowers, uppers) = (try column("lower", of: figures), try column("upper", of: figures))
        for row in bounds.indices {
            guard case .string(let bound) = bounds[row] else { throw Diagnostic("no bound in row \(row)") }
            switch bound {
            case "exact": #expect(lowers[row] == values[row] && uppers[row] == values[row])
            case "gt", "ge": #expect(lowers[row] == values[row] && uppers[row] == .null)
            case "lt", "le": #expect(lowers[row] == .null && uppers[row] == values[row])
            default: #expect(lowers[row] != .null && uppers[row] != .null)
            }
        }
    }

    @Test func everythingIsDescribed() {
        for table in tables() {
            #expect(table.description?.isEmpty == false, "\(table.name)")
            for column in table.columns {
                #expect(column.description?.isEmpty == false, "\(table.name).\(column.name)")
            }
        }
        for view in views() { #expect(view.description?.isEmpty == false, "\(view.name)") }
    }

    @Test func viewsAreQueries() throws {
        #expect(
            views().map(\.name) == [
                "deals_by_edition", "exhibitors_by_edition", "area_by_edition", "debuts_by_edition",
                "visits_by_edition", "article", "conflicts",
            ])
        for view in views() { _ = try view.query() }
    }
}
