// Columns in the lines of a text, by which the cursor moves up and down.

import QueryLanguage

struct LineColumns {
    let promptWidth: Int
    let continuationWidth: Int

    /// The cell of the cursor in its line, as if the line were on one row.
    func column(in contents: EditedText) -> Int {
        let line = contents.line
        let before = contents.text[contents.index(line.lowerBound)..<contents.index(contents.cursor)]
        return before.reduce(lead(of: line)) { $0 + width($1, at: $0) }
    }

    /// The offset of the character at `column` in the line that `offset` is in, or of its end.
    func offset(of column: Int, inLineAt offset: Int, of contents: EditedText) -> Int {
        let line = EditedText(text: contents.text, cursor: offset).line
        var (result, cell) = (line.lowerBound, lead(of: line))
        for character in contents.text[contents.index(line.lowerBound)..<contents.index(line.upperBound)] {
            cell += width(character, at: cell)
            if cell > column { break }
            result += character.utf8.count
        }
        return result
    }

    private func lead(of line: Range<Int>) -> Int {
        line.lowerBound == 0 ? promptWidth : continuationWidth
    }

    private func width(_ character: Character, at column: Int) -> Int {
        switch character {
        case "\t": 8 - column % 8
        case _ where character.unicodeScalars.first?.properties.generalCategory == .control: 2
        default: character.displayWidth
        }
    }
}
