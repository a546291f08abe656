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

    @Test(arguments: [
        ("360000{m2}", "360000", "m2"), ("22.9 {million USD}", "22.9", "million USD"), ("1\n\t{ a b\t}", "1", "a b"),
        ("1{USD/enterprise}", "1", "USD/enterprise"), ("007.50{%}", "007.50", "%"),
        (".5e3{-- no comment}", ".5e3", "-- no comment"),
        ("5./* five */{平方米}", "5.", "平方米"), ("0x1F{item}", "0x1F", "item"),
        ("99999999999999999999{USD}", "99999999999999999999", "USD"), ("1{it's}", "1", "it's"),
    ])
    func aNumberWithAUnitIsKeptAsWritten(text: String, number: String, unit: String) throws {
        let tree = try expression(text)
        #expect(tree.node == .literal(.measured(number, unit: unit)))
        #expect(tree.range.upper == text.utf8.count)
        #expect(tree.text == "\(number){\(unit)}")
        #expect(try expression(tree.text).node == tree.node)
    }

    @Test func aUnitBindsTighterThanAnyOperator() throws {
        #expect(try expression("-5{percent}") == expression("-(5{percent})"))
        #expect(try expression("1 - 2{m} * 3 {m}") == expression("1 - ((2{m}) * (3{m}))"))
        #expect(try expression("1{m} IN (2{m}, 3)") == expression("(1{m}) IN ((2{m}), 3)"))
        #expect(try expression("1{m}").node != expression("1{M}").node)
        #expect(try expression("1{m}").node != expression("1.0{m}").node)
        #expect(try expression("1{m}").node != expression("1").node)
    }

    @Test(arguments: [
        ("SELECT 1{m", 8, "unterminated unit", "close it with } on its line, as in 360000{m2}"),
        ("SELECT 1{m\n}", 8, "unterminated unit", "close it with } on its line, as in 360000{m2}"),
        ("SELECT 1{m{2}}", 8, "unterminated unit", "close it with } on its line, as in 360000{m2}"),
        ("SELECT 1{", 8, "unterminated unit", "close it with } on its line, as in 360000{m2}"),
        ("SELECT 1{}", 8, "a unit cannot be empty", "write what is counted or measured, as in 360000{m2}"),
        ("SELECT 1 { \t}", 9, "a unit cannot be empty", "write what is counted or measured, as in 360000{m2}"),
        (
            "SELECT 1 m2}", 11, "unexpected character \"}\"",
            "braces stand around a number's unit, as in 360000{m2}"
        ),
        (
            "SELECT x {m2}", 9, "expected AS, a name, `,`, FROM, WHERE, GROUP, HAVING or …, found `{m2}`",
            "a unit in braces stands behind a number; QUANTITY(x, 'unit') gives one to a value"
        ),
        (
            "SELECT {m2}", 7, "expected an expression, found `{m2}`",
            "a unit in braces stands behind a number; QUANTITY(x, 'unit') gives one to a value"
        ),
    ])
    func bracesOutOfPlaceAreMetWithAdvice(script: String, offset: Int, message: String, hint: String) {
        let error = failure(of: script)
        #expect(error?.message == message)
        #expect(error?.range?.lower == offset)
        #expect(error?.hints == [hint])
    }

    @Test(arguments: ["1{m}{m}", "QUANTITY '1'{m}", "DATE '2024-11-05'{day}", "'1'{m}", "(1){m}", "@p{m}", "NULL{m}"])
    func onlyNumbersTakeUnits(_ text: String) {
        #expect(failure(of: "SELECT \(text)") != nil)
    }

    @Test func aLabelHasNoUnit() {
        let error = failure(of: "FROM t |> UNPIVOT (v FOR n IN (a AS 1{m}))")
        #expect(error?.message == "a label has no unit")
        #expect(error?.range?.lower == 37)
    }

    private func expression(_ text: String) throws -> Expression {
        var parser = Parser(text)
        return try parser.expression()
    }
}
