// What a database tells about statements beside their rows.

import ExpoQuery
import Testing

struct InspectionTests {
    let database = Database.expo

    @Test func anExplanationIsATreeOfOperators() throws {
        let text = "FROM figures |> WHERE edition = @n |> SELECT value |> LIMIT 3"
        let plain = try database.explain(text, parameters: ["n": 7])
        #expect(plain.root.kind == .limit)
        #expect(plain.root.rows == nil)
        let shown = try database.query("EXPLAIN \(text)", parameters: ["n": 7]).rows(as: String.self)
        #expect(plain.description == shown.joined(separator: "\n"))

        let analyzed = try database.explain(text, parameters: ["n": 7], analyze: true)
        #expect(analyzed.root.rows == 3 && analyzed.root.time != nil)
        var kinds: [Explanation.Kind] = []
        func collect(_ node: Explanation.Operator) {
            kinds.append(node.kind)
            node.inputs.forEach(collect)
        }
        collect(analyzed.root)
        #expect(kinds.first == .limit && kinds.last == .scan && kinds.contains(.filter))
        #expect(analyzed.description.split(separator: "\n").count == kinds.count)
    }

    @Test func rowsTellTheirSources() throws {
        let text = "FROM exhibitors_by_edition |> WHERE year = 2019 |> SELECT value"
        let result = try database.query(text, options: QueryOptions(lineage: true))
        #expect(result.hasLineage && result.rowCount == 1 && result.columns.map(\.name) == ["value"])
        let figures = result[0].sources.filter { $0.table == "figures" }
        #expect(figures.map(\.source) == ["E2-04"])
        #expect(figures[0].publisher != nil && figures[0].published?.year == 2019)
        let why = try database.query("\(text) |> WHY |> SELECT table, row")
        #expect(
            result[0].sources.map { [$0.table, String($0.row)] } == why.map { [$0[0].description, $0[1].description] })
        #expect(try database.query(text)[0].sources == [])
    }

    @Test func undecidedRowsAreTold() throws {
        let result = try database.query("FROM exhibitors_by_edition |> WHERE value > 3496{enterprise}")
        #expect(result.undecided.map(\.rows) == [2])
    }

    /// Each error of the script, as the part of the text that it is about.
    @Test func diagnosticsOfAScript() {
        let text = """
            CREATE TABLE mine AS SELECT 1 AS a;
            FROM mine |> WHERE b = 1;
            FROM figures |> WHERE;
            FROM mine |> WHERE a = @later |> LIMIT @n;
            FROM nowhere
            """
        let found = database.diagnostics(in: text)
        let parts = found.map { error in
            error.range.map { String(decoding: Array(text.utf8)[$0.lower..<$0.upper], as: UTF8.self) }
        }
        #expect(parts == ["b", ";", "nowhere"])
        #expect(found[0].message == "there is no column `b`")
        #expect(throws: Diagnostic.self) { try database.query("FROM mine") }
        #expect(database.diagnostics(in: "").isEmpty && database.diagnostics(in: "FROM editions").isEmpty)
    }

    @Test func completionsFitTheirPlace() {
        let text = "FROM figures |> WHERE edi"
        let completion = database.completions(in: text, at: text.utf8.count)
        #expect(completion.replaced == 22..<25)
        #expect(completion.items.first?.text == "edition")
    }
}
