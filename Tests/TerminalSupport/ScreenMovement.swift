// Where the cursor of a screen goes, and the rows that move with it.

extension Screen {
    mutating func moveCursor(toRow row: Int? = nil, toColumn column: Int? = nil) {
        if let row { position.row = max(0, min(row, rowCount - 1)) }
        if let column { position.column = max(0, min(column, columns - 1)) }
        position.isWrapping = false
    }

    mutating func moveCursor(columns count: Int) { moveCursor(toColumn: position.column + count) }

    /// Stops at the border of the scrolling region if the cursor is in it.
    mutating func moveCursor(rows count: Int) {
        let row = position.row
        let highest = row >= region.lowerBound ? region.lowerBound : 0
        let lowest = row < region.upperBound ? region.upperBound - 1 : rowCount - 1
        moveCursor(toRow: max(highest, min(row + count, lowest)))
    }

    /// To the next of the stops, which stand at every eighth column; backwards if `count` is negative.
    mutating func tab(_ count: Int) {
        let column = position.column
        let stop = count > 0 ? (column / 8 + count) * 8 : ((column + 7) / 8 + count) * 8
        position.column = max(0, min(stop, columns - 1))
        if count < 0 { position.isWrapping = false }
    }

    mutating func lineFeed() {
        position.isWrapping = false
        if position.row == region.upperBound - 1 {
            scroll(region, by: 1)
        } else if position.row < rowCount - 1 {
            position.row += 1
        }
    }

    mutating func reverseLineFeed() {
        position.isWrapping = false
        if position.row == region.lowerBound {
            scroll(region, by: -1)
        } else if position.row > 0 {
            position.row -= 1
        }
    }

    /// Moves the rows of `range` up, or down if `count` is negative.
    mutating func scroll(_ range: Range<Int>, by count: Int) {
        let moved = min(abs(count), range.count)
        let blanks = repeatElement(Line(columns: columns, style: style.ofBlank), count: moved)
        if count > 0 {
            if range.lowerBound == 0 && !isAlternate { keep(lines[..<moved]) }
            lines.replaceSubrange(range, with: lines[range].dropFirst(moved) + blanks)
        } else {
            lines.replaceSubrange(range, with: blanks + lines[range].dropLast(moved))
        }
    }

    private mutating func keep(_ lines: some Sequence<Line>) {
        scrollback += lines.map(\.text)
        // A test that types for minutes need not remember all of it.
        if scrollback.count > 20_000 { scrollback.removeFirst(10_000) }
    }

    mutating func saveCursor() { saved = SavedCursor(position: position, style: style) }

    mutating func restoreCursor() {
        let wraps = saved.position.isWrapping && saved.position.column == columns - 1
        moveCursor(toRow: saved.position.row, toColumn: saved.position.column)
        position.isWrapping = wraps
        style = saved.style
    }

    mutating func showAlternate() {
        guard hidden == nil else { return }
        hidden = HiddenScreen(lines: lines, saved: saved)
        lines = Array(repeating: Line(columns: columns, style: .plain), count: rowCount)
    }

    mutating func showMain() {
        guard let main = hidden else { return }
        hidden = nil
        lines = main.lines
        saved = main.saved
    }

    /// The cursor's row stays: rows below it go first, then those at the top.
    package mutating func resize(columns: Int, rows: Int) {
        var removed = Self.resize(&lines, columns: columns, rows: rows, keeping: position.row)
        position.row = min(position.row - removed.count, rows - 1)
        position.column = min(position.column, columns - 1)
        position.isWrapping = false
        continues = false
        if var main = hidden {
            removed = Self.resize(&main.lines, columns: columns, rows: rows, keeping: main.saved.position.row)
            main.saved.position.row -= removed.count
            hidden = main
        } else {
            saved.position.row = max(0, saved.position.row - removed.count)
        }
        keep(removed)
        self.columns = columns
        rowCount = rows
        region = 0..<rows
    }

    /// - Returns: the lines that left at the top.
    private static func resize(_ lines: inout [Line], columns: Int, rows: Int, keeping row: Int) -> [Line] {
        let surplus = max(0, lines.count - rows)
        let below = min(surplus, lines.count - 1 - row)
        lines.removeLast(below)
        let removed = Array(lines.prefix(surplus - below))
        lines.removeFirst(removed.count)
        for index in lines.indices { lines[index].resize(columns: columns) }
        let missing = max(0, rows - lines.count)
        lines += repeatElement(Line(columns: columns, style: .plain), count: missing)
        return removed
    }
}
