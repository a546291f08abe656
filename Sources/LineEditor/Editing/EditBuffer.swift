// The text that is being edited, which libedit holds.

import CEdit
import EditLineShim

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A text and where the cursor stands in it, as an offset in UTF-8 bytes.
struct EditedText: Equatable {
    var text = ""
    var cursor = 0

    var isCursorAtEnd: Bool { cursor == text.utf8.count }

    /// The position in the text of an offset; one within a character counts as its beginning.
    func index(_ offset: Int) -> String.Index {
        let utf8 = text.utf8
        var index = utf8.index(utf8.startIndex, offsetBy: min(max(0, offset), utf8.count))
        while index.samePosition(in: text.unicodeScalars) == nil { index = utf8.index(before: index) }
        return index
    }

    func offset(_ index: String.Index) -> Int {
        text.utf8.distance(from: text.utf8.startIndex, to: index)
    }

    /// The offsets of the line that the cursor stands in, without its newline.
    var line: Range<Int> {
        let cursor = index(cursor)
        let start = text[..<cursor].utf8.lastIndex(of: 0x0A).map { text.utf8.index(after: $0) } ?? text.startIndex
        let end = text[cursor...].utf8.firstIndex(of: 0x0A) ?? text.endIndex
        return offset(start)..<offset(end)
    }

    /// The offset of the character before the cursor.
    var previous: Int {
        guard let last = text[..<index(cursor)].last else { return cursor }
        return cursor - String(last).utf8.count
    }

    /// The offset behind the character at the cursor.
    var next: Int {
        guard let first = text[index(cursor)...].first else { return cursor }
        return cursor + String(first).utf8.count
    }

    var nextWordEnd: Int {
        let rest = text[index(cursor)...]
        guard let start = rest.firstIndex(where: Self.isWord) else { return text.utf8.count }
        return offset(rest[start...].firstIndex { !Self.isWord($0) } ?? text.endIndex)
    }

    var previousWordStart: Int {
        let rest = text[..<index(cursor)]
        guard let last = rest.lastIndex(where: Self.isWord) else { return 0 }
        let gap = rest[..<last].lastIndex { !Self.isWord($0) }
        return offset(gap.map { text.index(after: $0) } ?? text.startIndex)
    }

    static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}

/// Reads and changes libedit's buffer. Changes are only for commands that libedit has called: it may hold on to
/// positions otherwise.
struct EditBuffer {
    let editor: OpaquePointer

    var contents: EditedText {
        guard let line = el_wline(editor)?.pointee, let start = line.buffer else { return EditedText() }
        let count = line.lastchar - start
        let cursor = line.cursor - start
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 16)
        var cursorOffset = 0
        for index in 0..<max(0, count) {
            if index == cursor { cursorOffset = bytes.count }
            let value = UInt32(bitPattern: start[index])
            if value < 0x80 {
                bytes.append(UInt8(value))
            } else {
                bytes.append(
                    contentsOf: UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter)
            }
        }
        if cursor >= count { cursorOffset = bytes.count }
        return EditedText(text: String(decoding: bytes, as: UTF8.self), cursor: cursorOffset)
    }

    var isEmpty: Bool {
        guard let line = el_wline(editor)?.pointee else { return true }
        return line.lastchar == line.buffer
    }

    /// Some of libedit's commands for vi leave the cursor outside the text, where others would then write.
    func clampCursor() {
        guard let line = el_wline(editor)?.pointee else { return }
        if line.cursor > line.lastchar { el_cursor(editor, Int32(line.lastchar - line.cursor)) }
        if line.cursor < line.buffer { el_cursor(editor, Int32(line.buffer - line.cursor)) }
    }

    func insert(_ text: String) {
        var characters = Self.wide(text)
        guard characters.count > 1 else { return }
        el_winsertstr(editor, &characters)
    }

    func moveCursor(to offset: Int) {
        let contents = contents
        let scalars = contents.text.unicodeScalars
        let from = scalars.distance(from: scalars.startIndex, to: contents.index(contents.cursor))
        let to = scalars.distance(from: scalars.startIndex, to: contents.index(offset))
        el_cursor(editor, Int32(to - from))
    }

    /// Puts `text` in the place of a part, with the cursor behind it.
    func replace(_ range: Range<Int>, with text: String) {
        let contents = contents
        let removed = contents.text[contents.index(range.lowerBound)..<contents.index(range.upperBound)]
        moveCursor(to: range.upperBound)
        el_deletestr(editor, Int32(removed.unicodeScalars.count))
        insert(text)
    }

    /// Another text in the place of all, with the cursor in it.
    func replaceAll(with new: EditedText) {
        replace(0..<contents.text.utf8.count, with: new.text)
        moveCursor(to: new.cursor)
    }

    /// As libedit takes text: without NUL, which would end it.
    static func wide(_ text: String) -> [wchar_t] {
        var characters: [wchar_t] = []
        characters.reserveCapacity(text.utf8.count + 1)
        for scalar in text.unicodeScalars where scalar != "\0" { characters.append(wchar_t(bitPattern: scalar.value)) }
        characters.append(0)
        return characters
    }
}
