// Rows as an app's own types.

import ExpoQuery
import Testing

struct RowDecodingTests {
    struct Edition: Decodable, Equatable {
        enum City: String, Decodable { case shanghai = "Shanghai" }
        struct Number: Decodable, Equatable {
            let value: Int
            init(from decoder: any Decoder) throws { value = try decoder.singleValueContainer().decode(Int.self) }
        }

        let edition: Number
        let startDate: CalendarDate
        let city: City
        let area: Quantity?
        let comment: String?
        let share: Float
    }

    @Test func propertiesTakeTheColumnsOfTheirNames() throws {
        let text = """
            SELECT 7 AS Edition, DATE '2024-11-05' AS start_date, 'Shanghai' AS city, 360000{m2} AS AREA, 0.5 AS share
            |> UNION ALL (SELECT 8, DATE '2025-11-05', 'Shanghai', NULL, 0.25)
            """
        let editions = try Database().query(text).rows(as: Edition.self)
        #expect(editions.map(\.edition.value) == [7, 8])
        #expect(editions.map(\.startDate.year) == [2024, 2025])
        #expect(editions.map(\.area) == [Quantity("360000 m2"), nil])
        #expect(editions.map(\.share) == [0.5, 0.25])
        #expect(try Database().query(text)[1].decode(as: Edition.self) == editions[1])
    }

    @Test func aSingleColumnIsAnArrayOfValues() throws {
        let numbers = try Database().query("FROM GENERATE_SERIES(1, 3)")
        #expect(try numbers.rows(as: UInt8.self) == [1, 2, 3])
        #expect(try Database().query("SELECT 3{m2} AS a").rows(as: Quantity.self) == [Quantity("3 m2")])
        #expect(try Database().query("SELECT CAST(NULL AS STRING) AS a").rows(as: String?.self) == [nil])
    }

    struct Small: Decodable {
        let number: UInt8
    }

    struct Nested: Decodable {
        struct Inner: Decodable { let a: Int }
        let number: Inner
    }

    enum Word: String, Decodable { case yes, no }

    @Test func errorsNameColumnAndRow() throws {
        func failure<T: Decodable>(_ text: String, _: T.Type) -> String {
            (#expect(throws: Diagnostic.self) { _ = try Database().query(text).rows(as: T.self) })?.message ?? ""
        }
        #expect(
            failure("FROM GENERATE_SERIES(255, 256) |> RENAME value AS number", Small.self)
                == "column `number` of row 2 holds 256, which UInt8 cannot hold")
        #expect(failure("SELECT 'a' AS number", Small.self) == "column `number` of row 1 is STRING, which is no UInt8")
        #expect(failure("SELECT CAST(NULL AS INT64) AS number", Small.self) == "column `number` of row 1 is NULL")
        #expect(failure("SELECT 1 AS numbr", Small.self) == "the result has no column for the property `number`")
        #expect(
            failure("SELECT 1 AS number", Nested.self) == "`number` is made of several values, and a cell holds one")
        #expect(failure("SELECT 'maybe' AS a", Word.self).hasPrefix("column `a` of row 1 is no Word: "))
        #expect(failure("SELECT 1 AS a, 2 AS b", Int.self) == "the result has 2 columns where one is to be read")
    }
}
