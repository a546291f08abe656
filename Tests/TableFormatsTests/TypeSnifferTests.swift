// A column's type is the narrowest that all of its cells fit, wherever the one stands that rules a type out.

import QueryEngine
import Testing

@testable import TableFormats

struct TypeSnifferTests {
    private func type(_ cells: [String?]) -> DataType {
        let texts = cells.map { cell in cell.map { FileBytes(name: "", copying: $0.utf8) } }
        return withExtendedLifetime(texts) { TypeSniffer.type(of: texts.map { $0?.bytes }) }
    }

    /// Neither the order of the cells nor those that are NULL matter.
    @Test(arguments: [
        (["true", "FALSE"], DataType.bool),
        (["true", "1"], .string),
        (["0", "-12", "9223372036854775807"], .int64),
        (["1", "9223372036854775808"], .string),
        (["1", "2.5", "1e3"], .float64),
        (["1", "nan"], .float64),
        (["nan", "-inf"], .string),
        (["1", "abc"], .string),
        // Of the whole numbers a FLOAT64 holds not all.
        (["9007199254740993", "0.5"], .string),
        (["9007199254740992", "0.5"], .float64),
        (["1", "01067"], .string),
        (["0.5", "+49"], .string),
        (["2024-11-05", "2024-1-5"], .date),
        (["2024-11-05", "2024-11-05 08:00:00"], .timestamp),
        (["1", "2024-11-05"], .string),
        (["2024-11-05 08:00:00", "08:00:00"], .string),
        (["0-0 0 8:0:0", "1-2 3 4:5:6"], .interval),
        (["0-0 0 8:0:0", "08:00:00"], .string),
        (["1", "2.5", "3 USD"], .quantity),
        (["> 1", "2"], .quantity),
        (["01", "3 USD"], .string),
        (["1,234", "5"], .string),
        (["5 pm", "3 USD"], .string),
        (["", "1"], .string),
    ])
    func theTypeIsTheNarrowest(_ cells: [String], _ expected: DataType) {
        #expect(type(cells) == expected)
        #expect(type(cells.reversed()) == expected)
        #expect(type([nil] + cells + [nil] + cells) == expected)
    }

    @Test func nothingButNullIsText() {
        #expect(type([]) == .string)
        #expect(type([nil, nil]) == .string)
    }
}
