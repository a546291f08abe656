// Functions that an app adds.

import ExpoQuery
import Testing

struct FunctionTests {
    private func values(_ database: Database, _ text: String, _ parameters: Parameters = [:]) throws -> [Value] {
        try database.query(text, parameters: parameters).map { $0[0] }
    }

    @Test func aFunctionTakesAndGivesSwiftTypes() throws {
        let database = Database()
        try database.register(function: "twice", "two times x") { (x: Int64) in 2 * x }
        try database.register(function: "NET_AREA") { (area: Double, aisles: Double?) -> Double? in
            area < 0 ? nil : area - (aisles ?? 0)
        }
        try database.register(function: "FIXED") { "always" }
        try database.register(function: "LATER") {
            (day: CalendarDate, time: Timestamp, q: Quantity, b: Bool, i: Interval) in
            CalendarDate(daysSince1970: Int(day.daysSince1970) + 1) ?? day
        }
        #expect(try values(database, "SELECT Twice(21)") == [42])
        #expect(try values(database, "SELECT NET_AREA(5, NULL)") == [5.0])
        #expect(try values(database, "SELECT NET_AREA(NULL, 5)") == [.null])
        #expect(try values(database, "SELECT NET_AREA(-1, 5)") == [.null])
        #expect(try values(database, "SELECT FIXED()") == ["always"])
        #expect(
            try values(
                database,
                "SELECT LATER('2024-11-05', TIMESTAMP '2024-11-05 00:00:00+00', 3{m2}, TRUE, INTERVAL 1 DAY) = '2024-11-06'"
            )
                == [true])
        #expect(
            try values(database, "FROM GENERATE_SERIES(1, 100000) |> AGGREGATE SUM(TWICE(value))") == [10_000_100_000])
        #expect(try values(database, "FROM GENERATE_SERIES(1, 3) |> WHERE TWICE(value) = @n", ["n": 4]) == [2])
        let statement = try database.prepare("SELECT TWICE(@n)")
        #expect(try statement.query(parameters: ["n": 4])[0][0] as Int == 8)
        #expect(try statement.query(parameters: ["n": 5])[0][0] as Int == 10)
    }

    @Test func errorsOfAFunctionTellCallAndRow() throws {
        struct TooOdd: Error {}
        let database = Database()
        try database.register(function: "EVEN") { (x: Int64) throws in
            if x % 2 == 1 { throw TooOdd() }
            return x
        }
        let error = #expect(throws: Diagnostic.self) {
            try database.query("FROM GENERATE_SERIES(2, 5) |> SELECT EVEN(value)")
        }
        #expect(error?.message == "EVEN: TooOdd()")
        #expect(error?.range.map { [$0.lower, $0.upper] } == [37, 48])
        #expect(error?.notes == ["a row with value 3"])
        #expect(error?.hints == ["SAFE.EVEN(…) gives NULL instead"])
        #expect(try values(database, "FROM GENERATE_SERIES(2, 5) |> SELECT SAFE.EVEN(value)") == [2, .null, 4, .null])
    }

    @Test func theLanguageKnowsTheFunction() throws {
        let database = Database()
        try database.register(function: "HALVED", "half of x") { (x: Double) in x / 2 }
        let text = "SELECT HAL"
        let item = try #require(database.completions(in: text, at: 10).items.first)
        #expect(item.text == "HALVED(" && item.detail == "half of x")
        #expect(
            try database.explain("FROM GENERATE_SERIES(1, 2) |> SELECT HALVED(value) AS h").description.contains(
                "HALVED("))
        #expect(database.diagnostics(in: "SELECT HALVED(1)").isEmpty)
        #expect(database.diagnostics(in: "SELECT HALVD(1)")[0].hints == ["did you mean `HALVED`?"])
        #expect(database.diagnostics(in: "SELECT HALVED('a')").count == 1)
        #expect(Database().diagnostics(in: "SELECT HALVED(1)").count == 1)
    }

    @Test(arguments: ["upper", "1st", "", "two words", "é"])
    func namesThatAreTakenOrNoneAreRefused(_ name: String) {
        #expect(throws: Diagnostic.self) { try Database().register(function: name) { (x: Int64) in x } }
    }

    struct Product: AggregateFunction {
        struct Overflow: Error {}
        private var product: Int64?

        mutating func add(_ value: Int64) throws {
            let (result, overflow) = (product ?? 1).multipliedReportingOverflow(by: value)
            if overflow { throw Overflow() }
            product = result
        }
        mutating func merge(_ other: Product) throws { if let value = other.product { try add(value) } }
        func result() -> Int64? { product }
    }

    /// Joins numbers, so that their order shows.
    struct Chain: AggregateFunction {
        private var text = ""
        mutating func add(_ value: String?) { text += value ?? "-" }
        mutating func merge(_ other: Chain) { text += other.text }
        func result() -> String { text }
    }

    @Test func anAggregateWorksWhereTheLanguagesOwnDo() throws {
        let database = Database(options: QueryOptions(threads: 2))
        try database.register(aggregate: "PRODUCT", Product.self, "the product")
        try database.register(aggregate: "CHAIN", Chain.self)
        let series = "FROM GENERATE_SERIES(1, 5)"
        #expect(try values(database, "\(series) |> AGGREGATE PRODUCT(value)") == [120])
        #expect(try values(database, "\(series) |> WHERE FALSE |> AGGREGATE PRODUCT(value)") == [.null])
        #expect(
            try values(
                database, "\(series) |> AGGREGATE PRODUCT(value) GROUP AND ORDER BY MOD(value, 2) AS odd |> SELECT 2")
                == [2, 2])
        #expect(try values(database, "\(series) |> AGGREGATE PRODUCT(DISTINCT DIV(value, 2) + 1)") == [6])
        #expect(try values(database, "\(series) |> SELECT PRODUCT(value) OVER (ORDER BY value)") == [1, 2, 6, 24, 120])
        let gap = "IF(value = 2, NULL, CAST(value AS STRING))"
        #expect(try values(database, "\(series) |> AGGREGATE CHAIN(\(gap))") == ["1-345"])
        #expect(try values(database, "\(series) |> AGGREGATE CHAIN(\(gap) ORDER BY value DESC)") == ["5431"])
        let long = "FROM GENERATE_SERIES(1, 200000) |> AGGREGATE"
        #expect(
            try values(database, "\(long) CHAIN(CAST(value AS STRING)) = STRING_AGG(CAST(value AS STRING), '')") == [
                true
            ])
        let error = #expect(throws: Diagnostic.self) { try database.query("\(long) PRODUCT(value)") }
        #expect(error?.message == "PRODUCT: Overflow()" && error?.range?.lower == long.utf8.count + 1)
        #expect(try values(database, "\(long) SAFE.PRODUCT(value)") == [.null])
    }

    @Test(arguments: ["select", "CASE", "not"]) func aReservedWordIsNoName(_ name: String) {
        #expect(throws: Diagnostic.self) { try Database().register(function: name) { (n: Int) in n } }
    }
}
