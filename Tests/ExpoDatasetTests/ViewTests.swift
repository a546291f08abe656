// What the dataset's views answer.

import ExpoQuery
import QueryEngine
import QueryLanguage
import Testing

struct ViewTests {
    private let database = Database.expo

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
        // Each of the totals is rounded to 10 million, so a sum of n is off by at most n times 5 million.
        let sums = [
            (6, "424230000000 USD [424200000000, 424260000000)"), (7, "504240000000 USD [504205000000, 504275000000)"),
            (8, "587730000000 USD [587690000000, 587770000000)"),
        ]
        for (last, sum) in sums {
            let query = "FROM deals_by_edition |> WHERE edition <= \(last) |> AGGREGATE SUM(value) AS total"
            #expect(try rows(query) == [sum])
        }
    }

    @Test(arguments: [
        (
            "exhibitors_by_edition",
            [
                "3617 enterprise", "3893 enterprise", "~ 2600 enterprise", "> 2900 enterprise", "> 2800 enterprise",
                "3486 enterprise", "3496 enterprise", "4108 enterprise",
            ]
        ),
        (
            "area_by_edition",
            [
                "270000 m2", "330000 m2", "360000 m2", "366000 m2", "NULL", "367000 m2", "360000 m2", "> 367000 m2",
            ]
        ),
        (
            "debuts_by_edition",
            [
                "> 570 item", "391 item", "411 item", "422 item", "438 item", "442 item", "450 item", "461 item",
            ]
        ),
        (
            "visits_by_edition",
            [
                "800000 visit", "> 910000 visit", "< 612000 visit", "> 480000 visit", "461000 visit", "NULL",
                "852000 visit", "922000 visit",
            ]
        ),
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
        #expect(try rows("FROM conflicts |> AGGREGATE COUNT(*) AS n, COUNTIF(compatible) AS c") == ["57|30"])
        let edition6 = """
            FROM conflicts
            |> WHERE edition = 6 AND subject = 'exhibitors'
            |> SELECT value, source, other_value, other_source, compatible
            """
        #expect(try rows(edition6) == ["3486 enterprise|E6-02|3400 enterprise|E6-12|false"])
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
