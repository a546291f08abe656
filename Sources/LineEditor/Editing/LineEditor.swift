// The line editor: what a program sees of it, and the loop between keys, libedit and the screen.

import CEdit
import EditLineShim
import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Edits text of one or more lines on the terminal.
///
/// libedit holds the text and knows the keys: Emacs and vi keymaps, `~/.editrc`, the kill buffer, words. It draws
/// nothing: the screen is drawn here, each time it asks for another key. To be used from one thread.
public final class LineEditor {
    /// What someone did.
    public enum Input: Equatable, Sendable {
        /// Entered a text, which is in the history now.
        case text(String)
        /// Has nothing more to say: Ctrl-D, or the terminal is gone.
        case endOfInput
        /// Dropped what was typed: Ctrl-C.
        case dropped
    }

    public enum Keymap: Sendable {
        case emacs, vi
    }

    /// The keymap, which `~/.editrc` may have chosen.
    public var keymap: Keymap {
        get { EditLineIsVi(editor) != 0 ? .vi : .emacs }
        set { KeyBindings.install(in: editor, isVi: newValue == .vi) }
    }

    /// Where the cursor goes when a text comes back from the history, for instance to the place of an error in it.
    public var recalledCursor: (text: String, cursor: Int)?

    let client: any LineEditorClient
    let history: HistoryFile
    let prompt: String
    let continuation: String
    let isColored: Bool
    let input = STDIN_FILENO
    let output = STDOUT_FILENO

    let editor: OpaquePointer
    let reader: KeyReader
    var buffer: EditBuffer { EditBuffer(editor: editor) }

    var screen: Screen
    var navigation = HistoryNavigation()
    var undoLog = UndoLog()
    /// What the next commands are for.
    var initial: EditedText?
    var pasted = ""
    /// What ended the text; `nil` while it is edited.
    var outcome: Input?
    /// The state after the last Tab that found several candidates, for the second Tab in a row.
    var afterTab: EditedText?
    /// The column that Up and Down keep to, and the state after the last of them.
    var goal: (column: Int, state: EditedText)?
    /// What Ctrl-R sought last.
    var lastSearch = ""
    /// Whether the text was, when it was drawn last, larger than what libedit is safe with.
    var isTextLarge = false
    /// The last hint, and the text it belongs to.
    var shownHint: (text: String, hint: String?)?

    /// Characters for libedit that the last key stands for.
    private var codes: [Unicode.Scalar] = []
    private var isEnded = false
    private let configuration: EditorConfiguration
    /// What libedit's own history commands were given last; it keeps no copy.
    private var recalled: UnsafeMutableBufferPointer<wchar_t>?
    private var recallIndex = 0

    /// `nil` if standard input or output is no terminal, or one that can do no more than show a line after another.
    ///
    /// - Parameters:
    ///   - prompt: What stands before the text; plain text.
    ///   - continuation: What stands before its further lines.
    ///   - isColored: Whether styles and hints are shown.
    ///   - editorName: The name by which `~/.editrc` may address the program.
    public init?(
        client: any LineEditorClient, history: HistoryFile, prompt: String, continuation: String, isColored: Bool,
        editorName: String
    ) {
        let kind = getenv("TERM").map { String(cString: $0) } ?? ""
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, !kind.isEmpty, kind != "dumb" else { return nil }
        // libedit asks the C library which characters are letters. Text is UTF-8 here, whatever the locale says.
        Self.chooseLocale()
        guard let reader = KeyReader(descriptor: STDIN_FILENO) else { return nil }
        guard let editor = EditLineCreate(editorName) else { return nil }
        self.client = client
        self.history = history
        self.prompt = prompt
        self.continuation = continuation
        self.isColored = isColored
        self.reader = reader
        self.editor = editor
        screen = Screen(output: STDOUT_FILENO)
        configuration = EditorConfiguration.load()
        EditLineSetContext(editor, Unmanaged.passUnretained(self).toOpaque())
        EditLineSetReader(editor) { LineEditor.at($0).readCharacter($1) }
        EditLineSetHistory(
            editor,
            { context, step in
                guard let context else { return nil }
                return Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue().recall(step)
            }, Unmanaged.passUnretained(self).toOpaque())
        for command in EditCommand.allCases { EditLineAddCommand(editor, command.rawValue, command.function) }
        KeyBindings.install(in: editor, isVi: configuration.isVi)
        configuration.run(in: editor)
        atexit(TerminalRestore)
    }

    deinit {
        TerminalRestore()
        el_end(editor)
        recalled?.deallocate()
    }

    /// Makes the terminal what it was before `read`. Safe in signal handlers, and when nothing is being read.
    public static func restoreTerminal() {
        TerminalRestore()
    }

    /// Lets someone type a text.
    ///
    /// - Parameter initial: What is there from the beginning, and the cursor in it.
    public func read(initial: (text: String, cursor: Int)? = nil) -> Input {
        history.refresh()
        guard !isEnded else { return .endOfInput }
        self.initial = initial.map { EditedText(text: $0.text, cursor: $0.cursor) }
        begin()
        defer { end() }
        var count: Int32 = 0
        let line = el_wgets(editor, &count)
        if let outcome { return outcome }
        guard line != nil, count > 0 else { return .endOfInput }
        // A command of libedit's, bound by `~/.editrc`, ended the text.
        var contents = buffer.contents
        if contents.text.hasSuffix("\n") { contents.text.removeLast() }
        finish(contents)
        history.append(contents.text)
        return .text(contents.text)
    }

    private func begin() {
        outcome = nil
        codes = initial == nil ? [] : [PrivateCode.begin]
        navigation = HistoryNavigation(count: history.entries.count)
        undoLog = UndoLog()
        afterTab = nil
        goal = nil
        shownHint = nil
        screen.begin()
        reader.forgetSignals()
        reader.watchSignals()
        _ = TerminalEnterRawMode(input, output, 0)
    }

    private func end() {
        TerminalRestore()
        TerminalUnwatchSignals()
    }

    /// The editor that libedit's structure belongs to.
    private static func at(_ editor: OpaquePointer?) -> LineEditor {
        // Every editor has its context from the beginning, and ends before it.
        Unmanaged<LineEditor>.fromOpaque(EditLineContext(editor)).takeUnretainedValue()
    }

    static func run(_ command: EditCommand, _ editor: OpaquePointer?) -> UInt8 {
        at(editor).run(command).code
    }

    private static func chooseLocale() {
        setlocale(LC_CTYPE, "")
        if String(cString: nl_langinfo(nl_item(CODESET))) == "UTF-8" { return }
        for name in ["C.UTF-8", "en_US.UTF-8", "UTF-8"] where setlocale(LC_CTYPE, name) != nil { return }
    }

    // MARK: - Keys

    /// What libedit calls for the next character.
    private func readCharacter(_ character: UnsafeMutablePointer<wchar_t>?) -> Int32 {
        buffer.clampCursor()
        while true {
            if !codes.isEmpty {
                character?.pointee = wchar_t(bitPattern: codes.removeFirst().value)
                return 1
            }
            guard let key = nextKey(whenIdle: { drawText() }) else { return 0 }
            codes = characters(for: key)
        }
    }

    /// The next key; `nil` at the end of input. What happens to the terminal meanwhile is dealt with.
    func nextKey(whenIdle draw: () -> Void) -> Key? {
        while !isEnded {
            switch reader.next(whenIdle: draw) {
            case .key(let key): return key
            case .resized:
                screen.resize()
            case .resumed:
                // Stopped from elsewhere: who knows what the terminal shows and how it is set.
                TerminalRestore()
                _ = TerminalEnterRawMode(input, output, 0)
                screen.restart()
            case .endOfInput:
                isEnded = true
                outcome = .endOfInput
            }
        }
        return nil
    }

    private func characters(for key: Key) -> [Unicode.Scalar] {
        switch key {
        // Ctrl-Space. libedit takes NUL for whatever the terminal has no character for, such as quoting the next key,
        // for which it would set the terminal its own way.
        case .character("\0"): return [PrivateCode.setMark]
        case .character(let scalar):
            // What libedit does itself for a character is not safe where the text is larger than the screen it imagines.
            guard isTextLarge, key.isPrintable else { return [scalar] }
            pasted = String(Character(scalar))
            return [PrivateCode.paste]
        case .alt(let scalar): return ["\u{1B}", scalar]
        case .escape: return ["\u{1B}"]
        case .function(let key): return [key.code]
        // libedit would take the rest of a sequence that it does not know for text.
        case .unknown(let text): return configuration.hasSequences ? Array(text.unicodeScalars) : []
        case .paste(let text):
            pasted = text
            return [PrivateCode.paste]
        }
    }

    /// What libedit's own history commands see.
    private func recall(_ step: Int32) -> UnsafePointer<wchar_t>? {
        let entries = history.entries
        switch step {
        case H_FIRST: recallIndex = entries.count - 1
        case H_LAST: recallIndex = 0
        case H_NEXT: recallIndex -= 1
        case H_PREV: recallIndex += 1
        case H_CURR: break
        default: return nil
        }
        guard entries.indices.contains(recallIndex) else { return nil }
        recalled?.deallocate()
        let text = EditBuffer.wide(entries[recallIndex])
        let copy = UnsafeMutableBufferPointer<wchar_t>.allocate(capacity: text.count)
        _ = copy.initialize(from: text)
        recalled = copy
        return UnsafePointer(copy.baseAddress)
    }
}
