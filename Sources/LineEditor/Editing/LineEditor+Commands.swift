// What the editor's own commands do.

import CEdit
import EditLineShim
import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What libedit is told after a command.
enum CommandResult {
    /// The text or the cursor may have changed.
    case changed
    /// Nothing could be done.
    case failed
    /// The text is complete.
    case finished
    case endOfInput

    var code: UInt8 {
        switch self {
        case .changed: UInt8(CC_REFRESH)
        case .failed: UInt8(CC_NORM)
        case .finished: UInt8(CC_NEWLINE)
        case .endOfInput: UInt8(CC_EOF)
        }
    }
}

extension LineEditor {
    func run(_ command: EditCommand) -> CommandResult {
        let contents = buffer.contents
        switch command {
        case .begin: return putBack()
        case .paste: return insert(pasted)
        case .enter: return enter(contents)
        case .newLine: return insert("\n")
        case .complete: return complete(contents)
        case .up: return moveUp(contents)
        case .down: return moveDown(contents)
        case .left: return moveCursor(to: contents.previous, in: contents)
        case .right: return contents.isCursorAtEnd ? takeHint(contents) : moveCursor(to: contents.next, in: contents)
        case .lineStart:
            let start = contents.line.lowerBound
            // Again from there, it goes to the beginning of all.
            return moveCursor(to: contents.cursor == start ? 0 : start, in: contents)
        case .lineEnd:
            let end = contents.line.upperBound
            if contents.isCursorAtEnd { return takeHint(contents) }
            return moveCursor(to: contents.cursor == end ? contents.text.utf8.count : end, in: contents)
        case .textStart: return moveCursor(to: 0, in: contents)
        case .textEnd: return moveCursor(to: contents.text.utf8.count, in: contents)
        case .wordLeft: return moveCursor(to: contents.previousWordStart, in: contents)
        case .wordRight:
            if contents.isCursorAtEnd { return takeHint(contents, isOneWord: true) }
            return moveCursor(to: contents.nextWordEnd, in: contents)
        case .deletePrevious: return delete(contents.previous..<contents.cursor)
        case .deleteNext: return delete(contents.cursor..<contents.next)
        case .deleteOrLeave:
            guard contents.text.isEmpty else { return delete(contents.cursor..<contents.next) }
            finish(contents)
            outcome = .endOfInput
            return .endOfInput
        case .killToLineEnd: return killToLineEnd(contents)
        case .killToLineStart: return killToLineStart(contents)
        case .searchHistory: return searchHistory(contents)
        case .clearScreen:
            screen.clear()
            return .changed
        case .drop:
            finish(contents, note: "^C")
            outcome = .dropped
            return .finished
        case .suspend: return suspend()
        case .openEditor: return openEditor(contents)
        case .undo:
            guard let state = undoLog.undo(from: contents) else { return fail() }
            buffer.replaceAll(with: state)
            return .changed
        case .insertVerbatim:
            guard case .character(let scalar)? = nextKey(whenIdle: { drawText() }) else { return fail() }
            return insert(String(Character(scalar)))
        }
    }

    func fail() -> CommandResult {
        screen.beep()
        return .failed
    }

    // MARK: - Text

    private func putBack() -> CommandResult {
        guard let initial else { return .failed }
        buffer.replaceAll(with: initial)
        return .changed
    }

    private func insert(_ text: String) -> CommandResult {
        buffer.insert(text)
        return .changed
    }

    private func enter(_ contents: EditedText) -> CommandResult {
        guard client.isFinished(contents.text) else {
            return insert("\n" + client.indentation(contents.text, cursor: contents.cursor))
        }
        finish(contents)
        history.append(contents.text)
        outcome = .text(contents.text)
        return .finished
    }

    private func delete(_ range: Range<Int>) -> CommandResult {
        guard !range.isEmpty else { return fail() }
        buffer.replace(range, with: "")
        return .changed
    }

    func moveCursor(to offset: Int, in contents: EditedText) -> CommandResult {
        guard offset != contents.cursor else { return fail() }
        buffer.moveCursor(to: offset)
        return .changed
    }

    /// Kills by libedit's commands, so that its yank brings the text back.
    private func killToLineEnd(_ contents: EditedText) -> CommandResult {
        let end = contents.line.upperBound
        guard contents.cursor == end else {
            return push([PrivateCode.setMark, PrivateCode.lineEnd, PrivateCode.killRegion])
        }
        // At the end of a line, it is the newline that goes.
        guard !contents.isCursorAtEnd else { return fail() }
        return delete(contents.cursor..<contents.next)
    }

    private func killToLineStart(_ contents: EditedText) -> CommandResult {
        let start = contents.line.lowerBound
        guard contents.cursor == start else {
            return push([PrivateCode.setMark, PrivateCode.lineStart, PrivateCode.killRegion])
        }
        return delete(contents.previous..<contents.cursor)
    }

    private func push(_ codes: [Unicode.Scalar]) -> CommandResult {
        var text = EditBuffer.wide(String(String.UnicodeScalarView(codes)))
        el_wpush(editor, &text)
        return .changed
    }

    private func takeHint(_ contents: EditedText, isOneWord: Bool = false) -> CommandResult {
        guard let hint = hint(for: contents) else { return fail() }
        guard isOneWord else { return insert(hint) }
        let end = EditedText(text: hint, cursor: 0)
        return insert(String(hint[..<end.index(end.nextWordEnd)]))
    }

    // MARK: - Lines and history

    private func moveUp(_ contents: EditedText) -> CommandResult {
        let start = contents.line.lowerBound
        if start > 0 { return moveVertically(contents, toLineAt: start - 1) }
        return recall(navigation.older(from: contents, in: history.entries))
    }

    private func moveDown(_ contents: EditedText) -> CommandResult {
        let end = contents.line.upperBound
        if end < contents.text.utf8.count { return moveVertically(contents, toLineAt: end + 1) }
        return recall(navigation.newer(from: contents, in: history.entries))
    }

    private func recall(_ entry: EditedText?) -> CommandResult {
        guard var entry else { return fail() }
        if let recalledCursor, recalledCursor.text == entry.text { entry.cursor = recalledCursor.cursor }
        buffer.replaceAll(with: entry)
        return .changed
    }

    private func moveVertically(_ contents: EditedText, toLineAt offset: Int) -> CommandResult {
        let columns = LineColumns(promptWidth: prompt.displayWidth, continuationWidth: continuation.displayWidth)
        let column = goal.flatMap { $0.state == contents ? $0.column : nil } ?? columns.column(in: contents)
        buffer.moveCursor(to: columns.offset(of: column, inLineAt: offset, of: contents))
        goal = (column, buffer.contents)
        return .changed
    }

    // MARK: - The world around

    private func suspend() -> CommandResult {
        screen.leave()
        TerminalRestore()
        // The whole job, as the terminal would do it.
        kill(0, SIGTSTP)
        _ = TerminalEnterRawMode(input, output, 0)
        reader.forgetSignals()
        screen.begin()
        return .changed
    }

    /// Does something while the terminal, and its Ctrl-C, are another program's.
    private func whileTerminalIsLent<Result>(_ body: () -> Result) -> Result {
        let interrupt = signal(SIGINT, SIG_IGN)
        let quit = signal(SIGQUIT, SIG_IGN)
        TerminalRestore()
        defer {
            _ = TerminalEnterRawMode(input, output, 0)
            signal(SIGINT, interrupt)
            signal(SIGQUIT, quit)
        }
        return body()
    }

    private func openEditor(_ contents: EditedText) -> CommandResult {
        screen.erase()
        let edited = whileTerminalIsLent { client.editElsewhere(contents.text) }
        reader.forgetSignals()
        screen.begin()
        guard let edited else { return fail() }
        let text = PastedText.clean(edited.utf8)
        buffer.replaceAll(with: EditedText(text: text, cursor: text.utf8.count))
        return .changed
    }
}
