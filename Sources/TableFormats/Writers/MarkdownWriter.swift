// Markdown tables.

import QueryEngine

/// Writes a result as a table of GitHub Flavored Markdown, aligned so that its source reads well too.
///
/// Markdown has no table without a header, so there always is one; without names its cells are empty.
struct MarkdownWriter {
    private let result: QueryResult
    private let nullText: String
    private let names: [ShownCell]
    private let layout: TableLayout

    /// A column's rule needs three dashes.
    private static let leastWidth = 3

    init(_ result: QueryResult, _ options: OutputOptions) {
        self.result = result
        let nullText = options.nullText ?? "NULL"
        self.nullText = nullText
        names = result.columns.map { column in
            var name = ShownCell()
            if options.hasHeader { name.set { Self.append(column.name.utf8, to: &$0) } }
            return name
        }
        var layout = TableLayout(result, names: names) { column, row, shown in
            Self.show(column, row, nullText, &shown)
        }
        layout.widths = layout.widths.map { max($0, Self.leastWidth) }
        self.layout = layout
    }

    func write(to out: inout OutputBuffer) throws(OutputFailure) {
        for (index, name) in names.enumerated() { put(name, index, &out.bytes) }
        out.bytes.append("|\n")
        for (column, width) in zip(result.columns, layout.widths) {
            let isRight = column.type.isRightAligned
            out.bytes.append("| \(String(repeating: "-", count: isRight ? width - 1 : width))\(isRight ? ":" : "") ")
        }
        out.bytes.append("|\n")
        var cell = ShownCell()
        try result.eachRow { (batch, row) throws(OutputFailure) in
            for (index, column) in batch.columns.enumerated() {
                Self.show(column, row, nullText, &cell)
                put(cell, index, &out.bytes)
            }
            out.bytes.append("|\n")
            try out.rowEnded()
        }
    }

    private func put(_ cell: ShownCell, _ index: Int, _ bytes: inout [UInt8]) {
        let padding = layout.widths[index] - cell.width
        let isRight = result.columns[index].type.isRightAligned
        bytes.append("| ")
        if isRight { bytes.append(spaces: padding) }
        bytes.append(contentsOf: cell.bytes)
        if !isRight { bytes.append(spaces: padding) }
        bytes.append(" ")
    }

    private static func show(_ column: Vector, _ row: Int, _ nullText: String, _ cell: inout ShownCell) {
        cell.set { bytes in
            if column.isNull(row) {
                append(nullText.utf8, to: &bytes)
            } else if column.type == .string {
                append(column.bytes(row), to: &bytes)
            } else if column.type == .quantity {
                var text: [UInt8] = []
                _ = QuantityDisplay.append(column.element(row), to: &text)
                append(text, to: &bytes)
            } else {
                column.appendText(row, to: &bytes)
            }
        }
    }

    /// Appends text without what would end the cell or begin a tag.
    private static func append(_ text: some Sequence<UInt8>, to bytes: inout [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "|"), UInt8(ascii: "\\"):
                bytes.append("\\")
                bytes.append(byte)
            case UInt8(ascii: "<"): bytes.append("&lt;")
            case 0x0A: bytes.append("<br>")
            case 0x0D: break
            default: bytes.append(byte)
            }
        }
    }
}
