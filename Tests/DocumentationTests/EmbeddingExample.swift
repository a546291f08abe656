// README.md shows what follows, word for word.

import ExpoQuery

/// The years in which surely more than `count` enterprises exhibited.
func years(above count: Int64) throws -> [Int64] {
    let database = Database.expo()
    let script = SourceText("FROM exhibitors_by_edition |> WHERE lower > @count |> SELECT year", name: "years")
    let parameters = Parameters(named: ["count": .int64(count)])
    var parser = Parser(script.bytes)
    var years: [Int64] = []
    do {
        while let statement = try parser.nextStatement() {
            let result = try database.execute(statement, parameters: parameters)
            for row in 0..<result.rowCount {
                if case .int64(let year) = result.value(row: row, column: 0) { years.append(year) }
            }
        }
    } catch {
        print(script.render(error))  // years:1:32: error: …
        throw error
    }
    return years
}
