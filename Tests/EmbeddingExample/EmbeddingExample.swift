// An app that embeds the evaluator: asks the expo dataset, brings tables and functions of its own, and waits for nothing.

import ExpoQuery

struct Edition: Decodable {
    let edition: Int
    let opens: CalendarDate
}

struct Visit: Encodable {
    let city: String
    let visitors: Quantity?
}

struct Longest: AggregateFunction {
    private var text: String?
    mutating func add(_ value: String) { if value.count > text?.count ?? -1 { text = value } }
    mutating func merge(_ other: Longest) { if let text = other.text { add(text) } }
    func result() -> String? { text }
}

@main
struct EmbeddingExample {
    static func main() async throws {
        let database = Database.expo
        let editions = try await database.query("FROM editions |> ORDER BY edition").rows(as: Edition.self)
        print("edition \(editions[6].edition) opened on \(editions[6].opens)")

        // Repeated with other parameters; rows tell their sources.
        let exhibitors = try database.prepare("FROM exhibitors_by_edition |> WHERE edition = @edition |> SELECT value")
        for edition in [1, 4] {
            let result = try await exhibitors.query(
                parameters: ["edition": edition], options: QueryOptions(lineage: true))
            let source = result[0].sources.compactMap(\.publisher).first ?? "nobody"
            print("edition \(edition): \(try result[0]["value"] as Quantity) (\(source))")
        }

        // Tables and functions of the app.
        let visits = [Visit(city: "Shanghai", visitors: Quantity("> 400 person")), Visit(city: "Wuhan", visitors: nil)]
        try database.attach(rows: visits, as: "visits")
        try database.register(function: "SHOUT", "the text in capitals") { (text: String) in text.uppercased() + "!" }
        try database.register(aggregate: "LONGEST", Longest.self, "the longest text")
        print(try await database.query("FROM visits |> AGGREGATE SHOUT(LONGEST(city)) AS city")[0]["city"] as String)

        var sum: Int64 = 0
        for try await batch in database.batches(of: "FROM GENERATE_SERIES(1, 100000)") {
            for number in batch[0, as: Int64.self] { sum += number ?? 0 }
        }
        print("sum \(sum)")

        // A stranger's statement opens no file and ends in time; what is wrong with it is shown in its text.
        let guarded = Database(access: .none, options: QueryOptions(limits: Limits(rows: 100, time: .seconds(1))))
        for text in ["FROM '/etc/passwd'", "FROM GENERATE_SERIES(1, 101)", "SELECT 1 + tru"] {
            do { _ = try await guarded.query(text) } catch let error as Diagnostic {
                print(SourceText(text, name: "stranger").render(error).split(separator: "\n")[0])
            }
        }
    }
}
