// The formats that align their columns: for terminals and in Markdown.

import QueryEngine
import QueryLanguage

/// The widths of a result's columns in terminal cells.
struct TableLayout {
    var widths: [Int]

    /// Widths that hold every name and every cell. Linear in the size of the result.
    init(_ result: QueryResult, names: [ShownCell], cell: (Vector, Int, inout ShownCell) -> Void) {
        widths = names.map(\.width)
        var shown = ShownCell()
        for batch in result.batches {
            for (index, column) in batch.columns.enumerated() {
                for row in 0..<batch.count {
                    cell(column, row, &shown)
                    widths[index] = max(widths[index], shown.width)
                }
            }
        }
    }

    /// Narrows the widest columns until all columns, with `gap` cells between two of them, fit into `width`.
    mutating func fit(into width: Int, gap: Int) {
        let room = max(width - gap * (widths.count - 1), widths.count)
        guard widths.reduce(0, +) > room else { return }
        // The largest width that all columns may have; what it leaves goes to the first that it cuts.
        var (lower, upper) = (1, widths.max() ?? 1)
        while upper - lower > 1 {
            let middle = (lower + upper) / 2
            if widths.reduce(0, { $0 + min($1, middle) }) <= room { lower = middle } else { upper = middle }
        }
        var rest = room - widths.reduce(0) { $0 + min($1, lower) }
        widths = widths.map { width in
            guard width > lower else { return width }
            let extra = rest > 0 ? 1 : 0
            rest -= extra
            return lower + extra
        }
    }
}

extension DataType {
    /// Whether values of the type stand at the right of their column.
    var isRightAligned: Bool { isNumeric }
}

/// Writes a result for people to read: names, a line below each, rows, and how many there are.
struct TableWriter {
    private let result: QueryResult
    private let options: OutputOptions
    private let nullText: String
    private let names: [ShownCell]
    private let layout: TableLayout

    private static let gap = 2

    init(_ result: QueryResult, _ options: OutputOptions) {
        self.result = result
        self.options = options
        let nullText = options.nullText ?? "NULL"
        self.nullText = nullText
        names = result.columns.map { column in
            var name = ShownCell()
            if options.hasHeader { name.set { $0.append(column.name) } }
            return name
        }
        var layout = TableLayout(result, names: names) { column, row, shown in
            Self.show(column, row, nullText, &shown)
        }
        if let width = options.width { layout.fit(into: width, gap: Self.gap) }
        self.layout = layout
    }

    private static func show(_ column: Vector, _ row: Int, _ nullText: String, _ cell: inout ShownCell) {
        cell.set { column.isNull(row) ? $0.append(nullText) : column.appendText(row, to: &$0) }
    }

    func write(to out: inout OutputBuffer) throws(OutputFailure) {
        if options.hasHeader { writeHeader(to: &out.bytes) }
        var cell = ShownCell()
        try result.eachRow { (batch, row) throws(OutputFailure) in
            var pending = 0
            for (index, column) in batch.columns.enumerated() {
                Self.show(column, row, nullText, &cell)
                let style = options.isColored && column.isNull(row) ? Style.dim : nil
                put(&cell, index, style, &pending, &out.bytes)
            }
            out.bytes.append("\n")
            try out.rowEnded()
        }
        out.bytes.append("(\(result.rowCount) \(result.rowCount == 1 ? "row" : "rows"))\n")
    }

    private func writeHeader(to bytes: inout [UInt8]) {
        var pending = 0
        for (index, name) in names.enumerated() {
            var name = name
            put(&name, index, options.isColored ? Style.bold : nil, &pending, &bytes)
        }
        bytes.append("\n")
        if options.isColored { bytes.append(Style.dim.rawValue) }
        for (index, width) in layout.widths.enumerated() {
            if index > 0 { bytes.append(spaces: Self.gap) }
            bytes.append(String(repeating: "─", count: width))
        }
        if options.isColored { bytes.append(Style.plain.rawValue) }
        bytes.append("\n")
    }

    /// The terminal's modes that are used.
    private enum Style: String {
        case plain = "\u{1B}[0m"
        case bold = "\u{1B}[1m"
        case dim = "\u{1B}[2m"
    }

    /// Puts a cell into column `index`. `pending` counts the spaces due before the next text: none end a line.
    private func put(
        _ cell: inout ShownCell, _ index: Int, _ style: Style?, _ pending: inout Int, _ bytes: inout [UInt8]
    ) {
        let width = layout.widths[index]
        cell.shorten(toCells: width)
        if index > 0 { pending += Self.gap }
        let padding = width - cell.width
        let isRight = result.columns[index].type.isRightAligned
        if isRight { pending += padding }
        if cell.width > 0 {
            bytes.append(spaces: pending)
            pending = 0
            if let style { bytes.append(style.rawValue) }
            bytes.append(contentsOf: cell.bytes)
            if style != nil { bytes.append(Style.plain.rawValue) }
        }
        if !isRight { pending += padding }
    }
}
