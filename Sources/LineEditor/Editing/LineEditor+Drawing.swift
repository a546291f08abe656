// What the editor shows.

import EditLineShim
import QueryLanguage

extension LineEditor {
    private static let hintStyle = TextStyle("2")

    var painter: FramePainter { FramePainter(prompt: prompt, continuation: continuation) }

    /// The text with its hint.
    func drawText() {
        let contents = buffer.contents
        undoLog.note(contents)
        draw(contents, hint: hint(for: contents), below: [])
    }

    /// What could follow the text, if that can be told from the text.
    func hint(for contents: EditedText) -> String? {
        guard isColored, contents.isCursorAtEnd, !contents.text.isEmpty else { return nil }
        if let shownHint, shownHint.text == contents.text { return shownHint.hint }
        let hint = client.hint(contents.text).flatMap { $0.isEmpty ? nil : $0 }
        shownHint = (contents.text, hint)
        return hint
    }

    /// A text, and rows below it. The cursor is in the text, or at a column of the last of these rows.
    func draw(
        _ contents: EditedText, hint: String? = nil, styles: [StyledRange]? = nil, below: [FrameRow],
        cursorBelow: Int? = nil
    ) {
        let length = contents.text.utf8.count
        var styles = styles ?? (isColored ? client.styles(contents.text, cursor: contents.cursor) : [])
        if let hint { styles.append(StyledRange(length..<length + hint.utf8.count, Self.hintStyle)) }
        let text = contents.text + (hint ?? "")
        let layout = layout(text, cursor: contents.cursor)
        isTextLarge = length > EditLineStageRows * EditLineStageColumns / 4 || layout.rows.count > EditLineStageRows / 2
        let range = screen.viewport.rows(
            count: layout.rows.count, cursor: layout.cursor.row, height: screen.height - below.count)
        var frame = Frame()
        frame.rows = painter.paint(text, layout: layout, styles: styles, rows: range) + below
        frame.cursorRow = layout.cursor.row - range.lowerBound
        frame.cursorColumn = layout.cursor.column
        if let cursorBelow {
            frame.cursorRow = frame.rows.count - 1
            frame.cursorColumn = cursorBelow
        }
        screen.draw(frame)
    }

    func layout(_ text: String, cursor: Int) -> TextLayout {
        TextLayout(
            text, cursor: cursor, promptWidth: prompt.displayWidth, continuationWidth: continuation.displayWidth,
            width: screen.width)
    }

    /// Shows the text as it remains on the screen, all of it, and goes to the row below.
    func finish(_ contents: EditedText, note: String = "") {
        let end = EditedText(text: contents.text, cursor: contents.text.utf8.count)
        let layout = layout(end.text, cursor: end.cursor)
        if layout.rows.count > screen.height {
            // Only a part of it could be seen.
            screen.erase()
            let styles = isColored ? client.styles(end.text, cursor: end.cursor) : []
            let rows = painter.paint(end.text, layout: layout, styles: styles, rows: layout.rows.indices)
            screen.write(Array(rows.map(\.bytes).joined(separator: [0x0D, 0x0A])))
            screen.write(Array((note + "\r\n").utf8))
        } else {
            draw(end, below: [])
            screen.leave(note)
        }
    }
}
