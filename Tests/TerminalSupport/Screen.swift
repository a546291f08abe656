// What a terminal shows.

import QueryLanguage

/// The screen of a terminal that understands as much of xterm as line editors and pagers use.
///
/// Rows and columns count from 0. Lines do not flow anew when the size changes, as in xterm.
package struct Screen: Sendable {
    package internal(set) var columns: Int
    package internal(set) var rowCount: Int
    var lines: [Line]
    var position = Position()
    var style = CellStyle.plain
    var modes = Modes()
    /// The rows that scrolling moves.
    var region: Range<Int>
    var saved = SavedCursor()
    /// The main screen while the alternate one is shown.
    var hidden: HiddenScreen?
    /// The lines that left the main screen at the top, the latest last.
    package internal(set) var scrollback: [String] = []
    /// How often the terminal rang.
    package internal(set) var bells = 0
    /// What the terminal answers to the program's questions.
    var replies: [UInt8] = []
    /// Whether the next scalar comes right behind the character before the cursor.
    var continues = false
    var lastPrinted: Unicode.Scalar?
    var parser = SequenceParser()

    struct Position: Hashable, Sendable {
        var row = 0
        var column = 0
        /// The last column is taken, and the next character goes to the next row.
        var isWrapping = false
    }

    struct SavedCursor: Sendable {
        var position = Position()
        var style = CellStyle.plain
    }

    struct HiddenScreen: Sendable {
        var lines: [Line]
        var saved: SavedCursor
    }

    /// What programs switch on and off.
    struct Modes: Sendable {
        var wraps = true
        var inserts = false
        var showsCursor = true
        var bracketsPaste = false
        var sendsApplicationKeys = false
    }

    package init(columns: Int = 80, rows: Int = 24) {
        self.columns = columns
        rowCount = rows
        lines = Array(repeating: Line(columns: columns, style: .plain), count: rows)
        region = 0..<rows
    }

    /// The text of every row, without the blanks at its end.
    package var rows: [String] { lines.map(\.text) }

    /// The rows up to the last one that shows something.
    package var text: String {
        var rows = rows
        while rows.last?.isEmpty == true { rows.removeLast() }
        return rows.joined(separator: "\n")
    }

    /// What scrolled away and what is shown, as a user sees it who scrolls back.
    package var transcript: String { (scrollback + [text]).joined(separator: "\n") }

    package var cursor: (row: Int, column: Int) { (position.row, position.column) }

    package var isCursorVisible: Bool { modes.showsCursor }

    /// Whether the program asked that pastes be marked.
    package var isPasteBracketed: Bool { modes.bracketsPaste }

    /// Whether the program asked for the other codes of the cursor keys.
    package var sendsApplicationKeys: Bool { modes.sendsApplicationKeys }

    package var isAlternate: Bool { hidden != nil }

    package func style(row: Int, column: Int) -> CellStyle { lines[row].cells[column].style }

    /// Where `text` first stands in one row.
    package func place(of text: String) -> (row: Int, column: Int)? {
        for (row, line) in lines.enumerated() {
            for column in line.cells.indices where !line.cells[column].isContinuation {
                let behind = line.cells[column...].map(\.text).joined()
                if behind.hasPrefix(text) { return (row, column) }
            }
        }
        return nil
    }

    /// The style of the first `text` on the screen; `nil` if it is not there or not all in one style.
    package func style(of text: String) -> CellStyle? {
        guard let place = place(of: text) else { return nil }
        let styles = Set(lines[place.row].cells[place.column...].prefix(text.displayWidth).map(\.style))
        return styles.count == 1 ? styles.first : nil
    }

    /// The pieces of a row that are in one style each, without the plain blanks at its end.
    package func runs(row: Int) -> [(text: String, style: CellStyle)] {
        var runs: [(text: String, style: CellStyle)] = []
        for cell in lines[row].cells {
            if let last = runs.last, last.style == cell.style {
                runs[runs.count - 1].text += cell.text
            } else {
                runs.append((cell.text, cell.style))
            }
        }
        while let last = runs.last, last.style == .plain {
            let text = String(last.text.reversed().drop { $0 == " " }.reversed())
            runs.removeLast()
            if !text.isEmpty {
                runs.append((text, .plain))
                break
            }
        }
        return runs
    }
}
