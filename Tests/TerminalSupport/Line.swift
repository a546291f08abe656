// A row of a screen. Whatever is done to its cells, no half of a wide character is left behind.

/// The cells of a row.
struct Line: Hashable, Sendable {
    private(set) var cells: [Cell]

    init(columns: Int, style: CellStyle) {
        cells = Array(repeating: .blank(style), count: columns)
    }

    /// What the row shows, without the blanks at its end.
    var text: String {
        var text = ""
        for cell in cells { text += cell.text }
        while text.last == " " { text.removeLast() }
        return text
    }

    /// Where the character begins that the cell at `column` belongs to.
    func start(at column: Int) -> Int {
        var start = column
        while start > 0 && cells[start].isContinuation { start -= 1 }
        return start
    }

    /// The column behind the character that begins at `start`.
    func end(ofCharacterAt start: Int) -> Int {
        var end = start + 1
        while end < cells.count && cells[end].isContinuation { end += 1 }
        return end
    }

    /// Shows `text` in the `width` cells from `column` on, which are there.
    mutating func put(_ text: String, width: Int, at column: Int, style: CellStyle) {
        split(at: column)
        split(at: column + width)
        cells[column] = Cell(text: text, style: style)
        for next in column + 1..<column + max(width, 1) { cells[next] = Cell(text: "", style: style) }
    }

    mutating func erase(_ range: Range<Int>, style: CellStyle) {
        split(at: range.lowerBound)
        split(at: range.upperBound)
        for column in range { cells[column] = .blank(style) }
    }

    /// Moves what stands at `column` and behind it to the right; what leaves the row is lost.
    mutating func insert(_ count: Int, at column: Int, style: CellStyle) {
        let count = min(count, cells.count - column)
        split(at: column)
        split(at: cells.count - count)
        cells.removeLast(count)
        cells.insert(contentsOf: repeatElement(.blank(style), count: count), at: column)
    }

    /// Takes out cells; blanks come in from the right.
    mutating func delete(_ count: Int, at column: Int, style: CellStyle) {
        let count = min(count, cells.count - column)
        split(at: column)
        split(at: column + count)
        cells.removeSubrange(column..<column + count)
        cells.append(contentsOf: repeatElement(.blank(style), count: count))
    }

    mutating func resize(columns: Int) {
        if columns < cells.count {
            split(at: columns)
            cells.removeLast(cells.count - columns)
        } else {
            cells.append(contentsOf: repeatElement(.blank(.plain), count: columns - cells.count))
        }
    }

    /// Blanks a character that lies on both sides of the border before `column`.
    private mutating func split(at column: Int) {
        guard column < cells.count && cells[column].isContinuation else { return }
        let start = start(at: column)
        for part in start..<end(ofCharacterAt: start) { cells[part].text = " " }
    }
}
