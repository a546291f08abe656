// README.md shows what follows, word for word.

import ExpoQuery

struct Edition: Decodable {
    let year: Int
    let value: Quantity
}

/// The editions in which surely more than `count` enterprises exhibited.
func editions(above count: Double) throws -> [Edition] {
    let database = Database.expo
    let text = "FROM exhibitors_by_edition |> WHERE value > @count"
    do {
        let least = Quantity(count, try QuantityUnit("enterprise"))
        let result = try database.query(text, parameters: ["count": least])
        for row in result { print(try row["year"] as Int, try row["value"] as Quantity) }
        for condition in result.undecided { print(condition.message) }  // 2 rows undecided: …
        return try result.rows(as: Edition.self)
    } catch let error as Diagnostic {
        print(SourceText(text, name: "editions").render(error))  // editions:1:32: error: …
        throw error
    }
}
