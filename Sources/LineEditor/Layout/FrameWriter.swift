// From frames to the bytes that make a terminal show them.

/// Knows what the terminal shows and writes what differs.
struct FrameWriter {
    private var shown = Frame()
    /// Where the terminal's cursor is.
    private var row = 0
    private var width: Int

    init(width: Int) {
        self.width = max(2, width)
    }

    /// What makes the terminal show `frame`.
    mutating func update(to frame: Frame) -> [UInt8] {
        var out = Output()
        let common = min(shown.rows.count, frame.rows.count)
        let changes = frame.rows.indices.filter { $0 >= common || frame.rows[$0] != shown.rows[$0] }
        let isFlickering = changes.count > 1 || shown.rows.count > frame.rows.count
        if isFlickering { out.add("\u{1B}[?25l") }
        var existing = max(1, shown.rows.count)
        for index in changes {
            move(to: index, existing: &existing, &out)
            if frame.rows[index].isAmbiguous { out.add("\u{1B}[?7l") }
            out.bytes.append(contentsOf: frame.rows[index].bytes)
            if frame.rows[index].isAmbiguous { out.add("\u{1B}[?7h") }
            // Behind a full row the cursor is still on its last cell, which would be cleared.
            if frame.rows[index].width < width { out.add("\u{1B}[K") }
        }
        if shown.rows.count > frame.rows.count {
            move(to: frame.rows.count, existing: &existing, &out)
            out.add("\u{1B}[J")
        }
        move(to: frame.cursorRow, existing: &existing, &out)
        if frame.cursorColumn > 0 { out.add("\u{1B}[\(frame.cursorColumn)C") }
        if isFlickering { out.add("\u{1B}[?25h") }
        shown = frame
        return out.bytes
    }

    /// What leaves the frame as it is, with the cursor on the row below.
    mutating func leave() -> [UInt8] {
        var out = Output()
        var existing = max(1, shown.rows.count)
        move(to: existing - 1, existing: &existing, &out)
        out.add("\r\n")
        forget()
        return out.bytes
    }

    /// What removes the frame, with the cursor where it began.
    mutating func erase() -> [UInt8] {
        var out = Output()
        var existing = max(1, shown.rows.count)
        move(to: 0, existing: &existing, &out)
        out.add("\u{1B}[J")
        forget()
        return out.bytes
    }

    /// What removes the frame after the terminal got another size. Rows that are longer than the new width are taken to
    /// have been broken.
    mutating func resize(width newWidth: Int, height: Int) -> [UInt8] {
        let newWidth = max(2, newWidth)
        var above = 0
        if newWidth < width {
            for row in shown.rows.prefix(row) { above += max(1, (row.width + newWidth - 1) / newWidth) }
            above += shown.cursorColumn / newWidth
        } else {
            above = row
        }
        width = newWidth
        forget()
        var out = Output()
        out.add("\r")
        out.up(min(above, max(0, height - 1)))
        out.add("\u{1B}[J")
        return out.bytes
    }

    /// The terminal shows nothing of the frame any more, and the cursor is at the beginning of an empty row.
    mutating func forget() {
        shown = Frame()
        row = 0
    }

    /// Goes to the first cell of a row, which may be one below all rows so far.
    private mutating func move(to target: Int, existing: inout Int, _ out: inout Output) {
        out.add("\r")
        if target < row {
            out.up(row - target)
        } else if target > row {
            out.down(min(target, existing - 1) - row)
            // Only a newline makes the screen scroll where it ends.
            for _ in existing..<max(existing, target + 1) { out.add("\n") }
            existing = max(existing, target + 1)
        }
        row = target
    }

    private struct Output {
        var bytes: [UInt8] = []

        mutating func add(_ text: StaticString) {
            text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        mutating func add(_ text: String) {
            bytes.append(contentsOf: text.utf8)
        }

        mutating func up(_ count: Int) {
            if count > 0 { add("\u{1B}[\(count)A") }
        }

        mutating func down(_ count: Int) {
            if count > 0 { add("\u{1B}[\(count)B") }
        }
    }
}
