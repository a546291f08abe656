// README.md shows what follows, word for word.

import ExpoQuery

/// The years in which surely more than `count` enterprises exhibited.
func years(above count: Double) throws -> [Int64] {
    let database = Database.expo
    let script = SourceText("FROM exhibitors_by_edition |> WHERE value > @count |> SELECT year", name: "years")
    let least = Quantity(count, try QuantityUnit("enterprise"))
    let parameters = Parameters(named: ["count": .quantity(least)])
    var parser = Parser(script.bytes)
    var years: [Int64] = []
    do {
        while let statement = try parser.nextStatement() {
            let result = try database.execute(statement, parameters: parameters)
            for row in 0..<result.rowCount {
                if case .int64(let year) = result.value(row: row, column: 0) { years.append(year) }
            }
            for condition in result.undecided { print(condition.message) }  // 2 rows undecided: …
        }
    } catch {
        print(script.render(error))  // years:1:32: error: …
        throw error
    }
    return years
}
