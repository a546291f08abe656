// Uses the library as an app does, and prints what it gets; `expected.txt` has what that must be.

import ExpoQuery

struct Edition: Decodable {
    let edition: Int
    let opens: CalendarDate
    let city: String
}

struct Visit: Encodable {
    let city: String
    let visitors: Quantity?
    let isPaid: Bool
}

struct Spread: AggregateFunction {
    private var least = Double.infinity
    private var most = -Double.infinity
    mutating func add(_ value: Double) { (least, most) = (min(least, value), max(most, value)) }
    mutating func merge(_ other: Spread) { (least, most) = (min(least, other.least), max(most, other.most)) }
    func result() -> Double? { least <= most ? most - least : nil }
}

@main
struct App {
    static func main() async throws {
        let folder = CommandLine.arguments.dropFirst().first ?? "."
        let database = Database.expo
        try rows(database)
        try files(database, folder)
        try prepared(database)
        try ownData(database)
        try inspection(database)
        try await tasks(database)
        limits()
    }

    private static func rows(_ database: Database) throws {
        let result = try database.query("FROM deals_by_edition |> WHERE edition = @edition", parameters: ["edition": 7])
        for row in result { print(try row["value"] as Quantity, try row["edition"] as Int) }
        let editions = try database.query("FROM editions |> ORDER BY edition").rows(as: Edition.self)
        print(editions.count, editions[0].opens, editions[0].city)
        let undecided = try database.query("FROM exhibitors_by_edition |> WHERE value > 3000{enterprise}")
        print(undecided.count, undecided.undecided.map(\.rows))
        do {
            print(try result[0]["valeu"] as Quantity)
        } catch {
            print(error.message, error.hints)
        }
    }

    private static func files(_ database: Database, _ folder: String) throws {
        try database.attach(csv: "\(folder)/halls.csv", as: "halls")
        try database.attach(json: "\(folder)/halls.ndjson", as: "names")
        try database.run("FROM halls |> EXPORT DATA OPTIONS (uri = @uri)", parameters: ["uri": "halls.db"])
        print(try database.attach(sqlite: "halls.db").remarks.count)
        let text = "FROM halls |> JOIN names USING (hall) |> ORDER BY hall |> SELECT name, area"
        for row in try database.query(text) {
            let area = try row["area"] as Quantity?
            print(try row[0] as String, area?.description ?? "unknown")
        }
    }

    private static func prepared(_ database: Database) throws {
        let figures = try database.prepare("FROM figures |> WHERE edition = @edition |> AGGREGATE COUNT(*) AS n")
        print(try (1...8).map { try figures.query(parameters: ["edition": $0])[0]["n"] as Int })
    }

    private static func ownData(_ database: Database) throws {
        let visits = [
            Visit(city: "上海", visitors: Quantity("> 400 person"), isPaid: true),
            Visit(city: "Wuhan", visitors: nil, isPaid: false),
        ]
        try database.attach(rows: visits, as: "visits")
        database.attach(Squares(limit: 1_000_000), as: "squares")
        try database.register(function: "INITIAL", "the first letter") { (text: String) in String(text.prefix(1)) }
        try database.register(aggregate: "SPREAD", Spread.self, "the greatest less the least")
        print(
            try database.query("FROM visits |> WHERE visitors IS NOT NULL |> SELECT INITIAL(city) AS c")[0]["c"]
                as String)
        let spread = "FROM squares |> WHERE number < 11 |> AGGREGATE SPREAD(CAST(square AS FLOAT64)) AS s"
        print(try database.query(spread)[0]["s"] as Double)
        var sum: Int64 = 0
        try database.forEachBatch(of: "FROM squares |> WHERE number < 5000 |> SELECT number") { batch in
            for number in try batch["number", as: Int64.self] { sum += number ?? 0 }
            return true
        }
        print(sum)
    }

    private static func inspection(_ database: Database) throws {
        let text = "FROM exhibitors_by_edition |> WHERE edition = 7 |> SELECT value"
        let result = try database.query(text, options: QueryOptions(lineage: true))
        print(result[0].sources.map { "\($0.table) \($0.row)" })
        print(try database.explain(text))
        for error in database.diagnostics(in: "SELECT 1 +; FROM figurs; FROM figures |> LIMIT 1") {
            print(error.message, error.range.map { "\($0.lower)..<\($0.upper)" } ?? "")
        }
        print(database.completions(in: "FROM exhi", at: 9).items.map(\.text))
    }

    private static func tasks(_ database: Database) async throws {
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for edition in 1...8 {
                group.addTask {
                    try await database.query(
                        "FROM figures |> WHERE edition = ?", parameters: [edition]
                    ).count
                }
            }
            return try await group.reduce(0, +)
        }
        print(counts)
        let long = Task { try await database.query("FROM squares AS a |> JOIN squares AS b ON a.number < b.square") }
        try await Task.sleep(for: .milliseconds(50))
        long.cancel()
        do {
            _ = try await long.value
        } catch is CancellationError {
            print("cancelled")
        }
    }

    private static func limits() {
        let limits = Limits(rows: 100, memory: 1 << 24, time: .milliseconds(200), depth: 50)
        let guarded = Database(access: .none, options: QueryOptions(limits: limits))
        let statements = [
            "FROM '/etc/passwd'", "FROM READ_SQLITE('app.db', 't')",
            "FROM GENERATE_SERIES(1, 3) |> EXPORT DATA OPTIONS (uri = 'out.csv')", "FROM GENERATE_SERIES(1, 101)",
            "FROM GENERATE_SERIES(1, 100000000) |> ORDER BY value DESC",
            "FROM GENERATE_SERIES(1, 1000000000) |> AGGREGATE COUNT(*)",
            "SELECT " + String(repeating: "(", count: 60) + "1" + String(repeating: ")", count: 60),
        ]
        for statement in statements {
            do {
                print(try guarded.query(statement).count)
            } catch {
                print(error.reason.map { "\($0)" } ?? error.message)
            }
        }
    }
}
