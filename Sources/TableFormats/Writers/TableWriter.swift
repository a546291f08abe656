// The formats that align their columns: for terminals and in Markdown.

import QueryEngine
import QueryLanguage

/// The widths of a result's columns in terminal cells.
struct TableLayout {
    var widths: [Int]
    /// The widest cell of each column, its name left aside.
    private var cells: [Int]
    /// How far into each column the numbers of quantities end.
    private(set) var anchors: [Int]
    /// What stands beside one another: columns by their index, `nil` for a sign that some are left out.
    private(set) var slots: [Int?]

    /// Widths that hold every name and every cell. Linear in the size of the result.
    init(_ result: QueryResult, names: [ShownCell], cell: (Vector, Int, inout ShownCell) -> Void) {
        widths = names.map(\.width)
        slots = Array(names.indices)
        cells = names.map { _ in 0 }
        anchors = cells
        var rests = cells
        var shown = ShownCell()
        for batch in result.batches {
            for (index, column) in batch.columns.enumerated() {
                for row in 0..<batch.count {
                    cell(column, row, &shown)
                    anchors[index] = max(anchors[index], shown.anchor)
                    rests[index] = max(rests[index], shown.width - shown.anchor)
                }
            }
        }
        for index in widths.indices {
            cells[index] = anchors[index] + rests[index]
            widths[index] = max(widths[index], cells[index])
        }
    }

    /// Makes the columns fit into `width`, with `gap` cells between two of them: texts are shortened, the widest first;
    /// where that is not enough, columns are left out of the middle, those with quantities last. A number that is cut
    /// would be another number, and so would one of a quantity, or one without its scale.
    mutating func fit(into width: Int, gap: Int, isNumber: [Bool]) {
        let count = widths.count
        let least = widths.indices.map { index in
            if isNumber[index] { return max(cells[index], min(widths[index], Self.leastName)) }
            let anchor = anchors[index]
            return min(widths[index], anchor > 0 ? anchor + Self.leastUnit : Self.leastText)
        }
        // The first and the last column stay, cut if need be. From the others the next to go is taken from the end.
        func distance(_ index: Int) -> Int { abs(2 * index - (count - 1)) }
        var candidates = widths.indices.dropFirst().dropLast().sorted {
            let (a, b) = (anchors[$0] > 0, anchors[$1] > 0)
            return a == b ? (distance($0), $1) > (distance($1), $0) : a
        }
        var isShown = widths.map { _ in true }
        while true {
            slots = Self.slots(isShown)
            let shown = slots.compactMap { $0 }
            let room = width - gap * (slots.count - 1) - (slots.count - shown.count)
            if shown.reduce(0, { $0 + least[$1] }) <= room {
                return narrow(shown, to: room, least)
            }
            guard let next = candidates.popLast() else {
                return narrow(shown, to: max(room, shown.count), widths.map { _ in 1 })
            }
            isShown[next] = false
        }
    }

    /// The columns that are shown, with `nil` for those between them that are not.
    private static func slots(_ isShown: [Bool]) -> [Int?] {
        var slots: [Int?] = []
        for (index, isShown) in isShown.enumerated() {
            if isShown {
                slots.append(index)
            } else if slots.last != .some(nil) {
                slots.append(nil)
            }
        }
        return slots
    }

    /// Narrows the widest of `shown` until they fit into `room`, none below what is `least`.
    private mutating func narrow(_ shown: [Int], to room: Int, _ least: [Int]) {
        func total(_ limit: Int) -> Int { shown.reduce(0) { $0 + max(least[$1], min(widths[$1], limit)) } }
        guard total(.max) > room else { return }
        // The largest width that all may have; what it leaves goes to the first that it cuts.
        var (lower, upper) = (1, widths.max() ?? 1)
        while upper - lower > 1 {
            let middle = (lower + upper) / 2
            if total(middle) <= room { lower = middle } else { upper = middle }
        }
        var rest = room - total(lower)
        for index in shown where widths[index] > max(lower, least[index]) {
            let extra = rest > 0 && least[index] <= lower ? 1 : 0
            rest -= extra
            widths[index] = max(least[index], lower + extra)
        }
    }

    // Shorter ones tell nothing.
    private static let leastText = 6
    private static let leastName = 4
    /// ` trillion` and a sign that something is left out.
    private static let leastUnit = 10
}

extension DataType {
    /// Whether values of the type stand at the right of their column.
    var isRightAligned: Bool { isNumeric }
}

/// Writes a result for people to read: names, a line below each, rows, and how many there are.
struct TableWriter {
    /// The rows that are shown.
    private let result: QueryResult
    private let rowCount: Int
    /// How many rows stand before those left out; `nil` where none is.
    private let rowsBeforeGap: Int?
    private let options: OutputOptions
    private let nullText: String
    private let names: [ShownCell]
    /// What stands below the names; empty where nothing does.
    private let types: [ShownCell]
    private let layout: TableLayout

    private static let gap = 2

    init(_ whole: QueryResult, _ options: OutputOptions) {
        rowCount = whole.rowCount
        let result: QueryResult
        if let rows = options.rows, rows >= 0, rows < whole.rowCount {
            let first = (rows + 1) / 2
            rowsBeforeGap = first
            result = whole.ends(first: first, last: rows - first)
        } else {
            rowsBeforeGap = nil
            result = whole
        }
        self.result = result
        self.options = options
        let nullText = options.nullText ?? "NULL"
        self.nullText = nullText
        names = result.columns.map { column in
            var name = ShownCell()
            if options.hasHeader { name.set { $0.append(column.name) } }
            return name
        }
        let types = options.hasHeader && options.showsTypes ? result.columns.map { ShownCell($0.type.name) } : []
        self.types = types
        let headings = types.isEmpty ? names : zip(names, types).map { $0.width < $1.width ? $1 : $0 }
        var layout = TableLayout(result, names: headings) { column, row, shown in
            shown.set(column, row, nullText: nullText)
        }
        if let width = options.width {
            layout.fit(into: width, gap: Self.gap, isNumber: result.columns.map(\.type.isRightAligned))
        }
        self.layout = layout
    }

    func write(to out: inout OutputBuffer) throws(OutputFailure) {
        if options.hasHeader { writeHeader(to: &out.bytes) }
        var cell = ShownCell()
        var written = 0
        try result.eachRow { (batch, row) throws(OutputFailure) in
            if written == rowsBeforeGap { writeGap(to: &out.bytes) }
            written += 1
            var pending = 0
            for (position, slot) in layout.slots.enumerated() {
                var style: Style?
                if let index = slot {
                    let column = batch.columns[index]
                    cell.set(column, row, nullText: nullText)
                    if options.isColored && column.isNull(row) { style = .dim }
                } else {
                    cell.set { $0.append("…") }
                }
                put(&cell, at: position, style, &pending, &out.bytes)
            }
            out.bytes.append("\n")
            try out.rowEnded()
        }
        // Where no row follows the gap.
        if written == rowsBeforeGap { writeGap(to: &out.bytes) }
        let rows = rowCount == 1 ? "1 row" : "\(rowCount) rows"
        let shown = layout.slots.compactMap { $0 }.count
        let columns = shown < names.count ? ", \(shown) of \(names.count) columns shown" : ""
        out.bytes.append("(\(rows)\(columns))\n")
    }

    /// The line in the place of rows that are left out.
    private func writeGap(to bytes: inout [UInt8]) {
        let hidden = rowCount - result.rowCount
        let remark = options.hiddenRowsRemark.isEmpty ? "" : " (\(options.hiddenRowsRemark))"
        var line = "… \(hidden) \(hidden == 1 ? "row" : "rows") hidden\(remark) …"
        if let width = options.width { line = line.shortened(toCells: width) }
        if options.isColored { bytes.append(Style.dim.rawValue) }
        bytes.append(line)
        if options.isColored { bytes.append(Style.plain.rawValue) }
        bytes.append("\n")
    }

    private func writeHeader(to bytes: inout [UInt8]) {
        writeHeading(names, options.isColored ? .bold : nil, to: &bytes)
        if !types.isEmpty { writeHeading(types, options.isColored ? .dim : nil, to: &bytes) }
        if options.isColored { bytes.append(Style.dim.rawValue) }
        for (position, slot) in layout.slots.enumerated() {
            if position > 0 { bytes.append(spaces: Self.gap) }
            bytes.append(String(repeating: "─", count: slot.map { layout.widths[$0] } ?? 1))
        }
        if options.isColored { bytes.append(Style.plain.rawValue) }
        bytes.append("\n")
    }

    private func writeHeading(_ cells: [ShownCell], _ style: Style?, to bytes: inout [UInt8]) {
        var pending = 0
        for (position, slot) in layout.slots.enumerated() {
            var cell = slot.map { cells[$0] } ?? ShownCell("…")
            put(&cell, at: position, style, &pending, &bytes)
        }
        bytes.append("\n")
    }

    /// The terminal's modes that are used.
    private enum Style: String {
        case plain = "\u{1B}[0m"
        case bold = "\u{1B}[1m"
        case dim = "\u{1B}[2m"
    }

    /// Puts a cell into the slot at `position`. `pending` counts the spaces due before the next text: none end a line.
    private func put(
        _ cell: inout ShownCell, at position: Int, _ style: Style?, _ pending: inout Int, _ bytes: inout [UInt8]
    ) {
        let slot = layout.slots[position]
        let width = slot.map { layout.widths[$0] } ?? 1
        cell.shorten(toCells: width)
        if position > 0 { pending += Self.gap }
        let padding = width - cell.width
        var leading = 0
        if let slot {
            if result.columns[slot].type.isRightAligned { leading = padding }
            // A quantity's number ends where the others' do.
            if cell.anchor > 0 { leading = min(layout.anchors[slot] - cell.anchor, padding) }
        }
        pending += leading
        if cell.width > 0 {
            bytes.append(spaces: pending)
            pending = 0
            if let style { bytes.append(style.rawValue) }
            bytes.append(contentsOf: cell.bytes)
            if style != nil { bytes.append(Style.plain.rawValue) }
        }
        pending += padding - leading
    }
}
