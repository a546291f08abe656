// What the dataset's views answer.

import ExpoQuery
import QueryEngine
import QueryLanguage
import Testing

struct ViewTests {
    private let database = Database.expo()

    /// The rows of a query, each cell as text, cells separated by bars.
    private func rows(_ text: String) throws -> [String] {
        let statement = try #require(try Parser.script(text).first)
        let result = try database.execute(statement)
        return (0..<result.rowCount).map { row in
            result.columns.indices.map { result.value(row: row, column: $0).text }.joined(separator: "|")
        }
    }

    @Test func dealsAddUpAsTheOrganizerSays() throws {
        // Editions 1 to 6 are 424.23 billion (E7-16), 1 to 7 are 504.24, 1 to 8 are 587.73.
        for (last, sum) in [(6, "424230000000"), (7, "504240000000"), (8, "587730000000")] {
            let query = "FROM deals_by_edition |> WHERE edition <= \(last) |> AGGREGATE SUM(value) AS total"
            #expect(try rows(query) == [sum])
        }
    }

    @Test(arguments: [
        ("exhibitors_by_edition", ["3617", "3893", "2600", "2900", "2800", "3486", "3496", "4108"]),
        ("area_by_edition", ["270000", "330000", "360000", "366000", "NULL", "367000", "360000", "367000"]),
        ("debuts_by_edition", ["570", "391", "411", "422", "438", "442", "450", "461"]),
        ("visits_by_edition", ["800000", "910000", "612000", "480000", "461000", "NULL", "852000", "922000"]),
    ])
    func aRowForEachEditionAndNULLWhereNothingIsKnown(view: String, values: [String]) throws {
        #expect(try rows("FROM \(view) |> SELECT value") == values)
        #expect(try rows("FROM \(view) |> SELECT edition") == (1...8).map(String.init))
    }

    @Test func theArticleReadsInOrder() throws {
        let places = try rows("FROM article |> SELECT paragraph, sentence")
        #expect(places.count == 47)
        #expect(Array(places.prefix(4)) == ["1|1", "1|1", "2|1", "2|1"])
        #expect(places.last == "7|5")
        let pairs = try places.map { place in try place.split(separator: "|").map { try #require(Int($0)) } }
        #expect(zip(pairs, pairs.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) })
    }

    @Test func conflictsStandSideBySide() throws {
        #expect(try rows("FROM conflicts |> AGGREGATE COUNT(*) AS n, COUNTIF(compatible) AS c") == ["55|28"])
        let edition6 = """
            FROM conflicts
            |> WHERE edition = 6 AND subject = 'exhibitors'
            |> SELECT bound, value, source, other_bound, other_value, other_source, compatible
            """
        #expect(try rows(edition6) == ["exact|3486|E6-02|exact|3400|E6-12|false"])
        // More than 40 and exactly 40 share no number; 3,617 and more than 3,600 do.
        let hedges = """
            FROM conflicts
            |> WHERE edition = 7 AND subject = 'Asian debut' AND other_source = 'E7-02'
                 OR edition = 1 AND subject = 'exhibitors'
            |> SELECT edition, compatible
            """
        #expect(try rows(hedges) == ["1|true", "7|false"])
    }
}
