// Quantities as literals: in quotes, and a number with its unit in braces.

import QueryLanguage
import Testing

struct QuantityTests {
    @Test(arguments: [
        ("QUANTITY '> 100 item'", "> 100 item"), ("quantity \"22.9 million USD\"", "22.9 million USD"),
        (#"QUANTITY '\x3e 100 ' r'item'"#, "> 100 item"),
    ])
    func aQuantityInQuotesIsItsText(text: String, value: String) throws {
        let tree = try expression(text)
        #expect(tree.node == .literal(.quantity(value)))
        #expect(tree.range.upper == text.utf8.count)
        #expect(try expression(tree.text).node == tree.node)
    }

    @Test func theWordAloneIsAName() throws {
        guard case .call(let call) = try expression("QUANTITY(x, 'unit')").node else {
            Issue.record("no call")
            return
        }
        #expect(call.name.text == "QUANTITY")
        #expect(call.arguments.count == 2)
        #expect(try expression("quantity").node == .name([Identifier("quantity", SourceRange(0, 8))]))
        guard case .cast(_, let type, _, _) = try expression("CAST(x AS quantity)").node else {
            Issue.record("no cast")
            return
        }
        #expect(type.name == "QUANTITY")
        for script in [
            "SELECT 1 quantity", "SELECT 1 AS quantity, t.quantity FROM quantity AS t",
            "FROM t |> UNPIVOT (v FOR n IN (quantity 'label'))",
        ] {
            #expect(failure(of: script) == nil, "\(script)")
        }
    }

    private func expression(_ text: String) throws -> Expression {
        var parser = Parser(text)
        return try parser.expression()
    }
}
