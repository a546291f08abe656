// The embedded dataset against its files.

import CExpoFiles
import ExpoQuery
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

    /// The file's records, its header first.
    private func records(of table: String) throws -> [[String]] {
        let file = try #require(files[table])
        return plainCSV(String(decoding: UnsafeBufferPointer(start: file.start, count: file.size), as: UTF8.self))
    }

    /// The columns of the file of figures that are one column of the table.
    private static let parts = ["bound", "value", "lower", "upper", "unit"]

    @Test func everyCellIsTheFiles() throws {
        for table in tables() {
            let records = try records(of: table.name)
            let header = try #require(records.first)
            let rows = try table.rows()
            #expect(records.count == rows.count + 1)
            let parts = table.name == "figures" ? Self.parts : []
            #expect(header.filter { !parts.contains($0) } == rows.columns.map(\.name).filter { !parts.contains($0) })
            for (index, name) in header.enumerated() where !parts.contains(name) {
                let column = try #require(rows.columns.firstIndex { $0.name == name })
                for (row, record) in records.dropFirst().enumerated() {
                    let value = rows.vectors[column].value(row)
                    #expect(
                        recovers(value, rows.columns[column].type, record[index]),
                        "\(table.name), row \(row + 1), \(name): \(value) for '\(record[index])'")
                }
            }
        }
    }

    /// A reported number is one value of the table and five cells of the file: the language tells them all.
    @Test func everyNumberIsTheFiles() throws {
        // An end belongs to a quantity if the quantity can be equal to it.
        let statement = """
            FROM figures
            |> SELECT
                 CAST(figure AS STRING) AS figure, NOMINAL(value) AS value, LOWER_BOUND(value) AS lower,
                 UPPER_BOUND(value) AS upper, UNIT(value) AS unit, IS_EXACT(value) AS is_exact,
                 IF(IS_INF(LOWER_BOUND(value)), TRUE,
                    NOT POSSIBLY(value = QUANTITY(LOWER_BOUND(value), UNIT(value)))) AS lower_is_open,
                 IF(IS_INF(UPPER_BOUND(value)), TRUE,
                    NOT POSSIBLY(value = QUANTITY(UPPER_BOUND(value), UNIT(value)))) AS upper_is_open
            """
        let result = try Database.expo.execute(try #require(try Parser.script(statement).first))
        let records = try records(of: "figures")
        let header = try #require(records.first)
        #expect(result.rowCount == 450 && records.count == 451)
        for (row, record) in records.dropFirst().enumerated() {
            let cells = Dictionary(uniqueKeysWithValues: zip(header, record))
            let (hedge, lower, upper) = (cells["bound"] ?? "", cells["lower"] ?? "", cells["upper"] ?? "")
            let expected: [Value] = [
                .string(cells["figure"] ?? ""),
                .float64(try #require(Double(cells["value"] ?? ""))),
                .float64(lower.isEmpty ? -.infinity : try #require(Double(lower))),
                .float64(upper.isEmpty ? .infinity : try #require(Double(upper))),
                .string(cells["unit"] ?? ""),
                .bool(hedge == "exact"),
                .bool(lower.isEmpty || hedge == "gt"),
                .bool(upper.isEmpty || hedge == "lt" || hedge == "rounded"),
            ]
            let told = result.columns.indices.map { result.value(row: row, column: $0) }
            #expect(told == expected, "row \(row + 1)")
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
        var keys = try ["edition", "since", "section", "subject", "measure"].map { try column($0, of: figures) }
        keys.append(
            try column("value", of: figures).map { value in
                guard case .quantity(let quantity) = value else { throw Diagnostic("\(value) is no quantity") }
                return .string(quantity.unit.text)
            })
        let preferred = try column("preferred", of: figures)
        var counts: [[Value]: Int] = [:]
        for row in preferred.indices {
            counts[keys.map { $0[row] }, default: 0] += preferred[row] == .bool(true) ? 1 : 0
        }
        #expect(!counts.isEmpty && counts.values.allSatisfy { $0 == 1 })
    }

    @Test func boundsFollowFromTheHedge() throws {
        let records = try records(of: "figures")
        let header = try #require(records.first)
        for (row, record) in records.dropFirst().enumerated() {
            let cells = Dictionary(uniqueKeysWithValues: zip(header, record))
            let value = try #require(Double(cells["value"] ?? ""))
            let (lower, upper) = (Double(cells["lower"] ?? ""), Double(cells["upper"] ?? ""))
            switch cells["bound"] {
            case "exact": #expect(lower == value && upper == value, "row \(row + 1)")
            case "gt", "ge": #expect(lower == value && upper == nil, "row \(row + 1)")
            case "lt", "le": #expect(lower == nil && upper == value, "row \(row + 1)")
            case "rounded", "approx":
                let (least, most) = (try #require(lower), try #require(upper))
                #expect(least < value && value < most, "row \(row + 1)")
                // Half a unit of the same digit each way.
                #expect(abs((value - least) - (most - value)) < value.magnitude * 1e-12, "row \(row + 1)")
            default: Issue.record("row \(row + 1): no such hedge: \(cells["bound"] ?? "")")
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
