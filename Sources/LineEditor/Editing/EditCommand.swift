// The commands that the line editor adds to libedit's, and their keys.

import EditLineShim

enum EditCommand: String, CaseIterable {
    case begin = "shell-begin"
    case paste = "shell-paste"
    case enter = "shell-enter"
    case newLine = "shell-new-line"
    case complete = "shell-complete"
    case up = "shell-up"
    case down = "shell-down"
    case left = "shell-left"
    case right = "shell-right"
    case lineStart = "shell-line-start"
    case lineEnd = "shell-line-end"
    case wordLeft = "shell-word-left"
    case wordRight = "shell-word-right"
    case deletePrevious = "shell-delete-previous"
    case deleteNext = "shell-delete-next"
    case deleteOrLeave = "shell-delete-or-leave"
    case killToLineEnd = "shell-kill-to-line-end"
    case killToLineStart = "shell-kill-to-line-start"
    case textStart = "shell-text-start"
    case textEnd = "shell-text-end"
    case searchHistory = "shell-search-history"
    case clearScreen = "shell-clear-screen"
    case drop = "shell-drop"
    case suspend = "shell-suspend"
    case openEditor = "shell-open-editor"
    case undo = "shell-undo"
    case insertVerbatim = "shell-insert-verbatim"

    /// What libedit calls. It tells a command nothing but the key, so each has a function of its own.
    var function: EditLineCommand {
        switch self {
        case .begin: { editor, _ in LineEditor.run(.begin, editor) }
        case .paste: { editor, _ in LineEditor.run(.paste, editor) }
        case .enter: { editor, _ in LineEditor.run(.enter, editor) }
        case .newLine: { editor, _ in LineEditor.run(.newLine, editor) }
        case .complete: { editor, _ in LineEditor.run(.complete, editor) }
        case .up: { editor, _ in LineEditor.run(.up, editor) }
        case .down: { editor, _ in LineEditor.run(.down, editor) }
        case .left: { editor, _ in LineEditor.run(.left, editor) }
        case .right: { editor, _ in LineEditor.run(.right, editor) }
        case .lineStart: { editor, _ in LineEditor.run(.lineStart, editor) }
        case .lineEnd: { editor, _ in LineEditor.run(.lineEnd, editor) }
        case .wordLeft: { editor, _ in LineEditor.run(.wordLeft, editor) }
        case .wordRight: { editor, _ in LineEditor.run(.wordRight, editor) }
        case .deletePrevious: { editor, _ in LineEditor.run(.deletePrevious, editor) }
        case .deleteNext: { editor, _ in LineEditor.run(.deleteNext, editor) }
        case .deleteOrLeave: { editor, _ in LineEditor.run(.deleteOrLeave, editor) }
        case .killToLineEnd: { editor, _ in LineEditor.run(.killToLineEnd, editor) }
        case .killToLineStart: { editor, _ in LineEditor.run(.killToLineStart, editor) }
        case .textStart: { editor, _ in LineEditor.run(.textStart, editor) }
        case .textEnd: { editor, _ in LineEditor.run(.textEnd, editor) }
        case .searchHistory: { editor, _ in LineEditor.run(.searchHistory, editor) }
        case .clearScreen: { editor, _ in LineEditor.run(.clearScreen, editor) }
        case .drop: { editor, _ in LineEditor.run(.drop, editor) }
        case .suspend: { editor, _ in LineEditor.run(.suspend, editor) }
        case .openEditor: { editor, _ in LineEditor.run(.openEditor, editor) }
        case .undo: { editor, _ in LineEditor.run(.undo, editor) }
        case .insertVerbatim: { editor, _ in LineEditor.run(.insertVerbatim, editor) }
        }
    }
}

extension FunctionKey {
    /// The character by which libedit is told of it: one of the control characters behind ASCII, which no keyboard sends.
    /// A sequence would do in Emacs mode; in vi's, Esc must stay a key by itself.
    var code: Unicode.Scalar { Unicode.Scalar(0x80 + rawValue) }

    var command: EditCommand {
        switch self {
        case .up: .up
        case .down: .down
        case .left: .left
        case .right: .right
        case .home: .lineStart
        case .end: .lineEnd
        case .delete: .deleteNext
        case .pageUp: .textStart
        case .pageDown: .textEnd
        case .backTab: .complete
        case .wordLeft: .wordLeft
        case .wordRight: .wordRight
        case .newLine: .newLine
        }
    }
}

/// Characters that keys cannot give and commands are called by.
enum PrivateCode {
    static let begin: Unicode.Scalar = "\u{90}"
    static let paste: Unicode.Scalar = "\u{91}"
    /// libedit's mark and kill commands, by which text gets into its kill buffer.
    static let setMark: Unicode.Scalar = "\u{92}"
    static let killRegion: Unicode.Scalar = "\u{93}"
    static let lineStart: Unicode.Scalar = "\u{94}"
    static let lineEnd: Unicode.Scalar = "\u{95}"
}

/// What is bound to what.
enum KeyBindings {
    private static let both: [(String, EditCommand)] = [
        ("\r", .enter), ("\n", .enter), ("\t", .complete), ("\u{03}", .drop), ("\u{04}", .deleteOrLeave),
        ("\u{0C}", .clearScreen), ("\u{0E}", .down), ("\u{10}", .up), ("\u{12}", .searchHistory),
        ("\u{13}", .searchHistory), ("\u{16}", .insertVerbatim), ("\u{1A}", .suspend),
    ]

    private static let typing: [(String, EditCommand)] = [
        ("\u{08}", .deletePrevious), ("\u{7F}", .deletePrevious), ("\u{01}", .lineStart), ("\u{05}", .lineEnd),
        ("\u{0B}", .killToLineEnd), ("\u{15}", .killToLineStart), ("\u{18}\u{05}", .openEditor), ("\u{1F}", .undo),
    ]

    private static let emacs: [(String, EditCommand)] = [
        ("\u{02}", .left), ("\u{06}", .right), ("\u{11}", .insertVerbatim), ("\u{18}\u{15}", .undo),
        ("\u{1B}f", .wordRight), ("\u{1B}F", .wordRight), ("\u{1B}b", .wordLeft), ("\u{1B}B", .wordLeft),
        ("\u{1B}<", .textStart), ("\u{1B}>", .textEnd), ("\u{1B}\r", .newLine), ("\u{1B}\n", .newLine),
    ]

    private static let viCommand: [(String, EditCommand)] = [
        ("k", .up), ("j", .down), ("-", .up), ("+", .down), ("/", .searchHistory), ("?", .searchHistory),
        ("n", .searchHistory), ("N", .searchHistory), ("u", .undo),
        ("v", .openEditor), ("\u{18}\u{05}", .openEditor),
    ]

    /// Gives the editor a keymap with all bindings.
    static func install(in editor: OpaquePointer, isVi: Bool) {
        var name = EditBuffer.wide(isVi ? "vi" : "emacs")
        EditLineSetKeymap(editor, &name)
        func bind(_ key: String, _ command: String, isCommandMode: Bool = false) {
            var key = EditBuffer.wide(key)
            var command = EditBuffer.wide(command)
            EditLineBind(editor, isCommandMode ? 1 : 0, &key, &command)
        }
        for isCommandMode in isVi ? [false, true] : [false] {
            for (key, command) in both { bind(key, command.rawValue, isCommandMode: isCommandMode) }
            for key in FunctionKey.allCases {
                bind(String(key.code), key.command.rawValue, isCommandMode: isCommandMode)
            }
            bind(String(PrivateCode.begin), EditCommand.begin.rawValue, isCommandMode: isCommandMode)
            bind(String(PrivateCode.paste), EditCommand.paste.rawValue, isCommandMode: isCommandMode)
        }
        for (key, command) in typing { bind(key, command.rawValue) }
        bind(String(PrivateCode.setMark), "em-set-mark")
        bind(String(PrivateCode.killRegion), "em-kill-region")
        bind(String(PrivateCode.lineStart), EditCommand.lineStart.rawValue)
        bind(String(PrivateCode.lineEnd), EditCommand.lineEnd.rawValue)
        bind("\u{17}", "ed-delete-prev-word")
        if isVi {
            for (key, command) in viCommand { bind(key, command.rawValue, isCommandMode: true) }
            // Esc there would wait for another key; `:` would read a command of libedit's in the place of the text.
            bind("\u{1B}", "ed-ignore", isCommandMode: true)
            bind(":", "ed-ignore", isCommandMode: true)
            // The beginnings of what arrow keys would send.
            for key in ["O", "["] { bind(key, "ed-ignore", isCommandMode: true) }
        } else {
            for (key, command) in emacs { bind(key, command.rawValue) }
            // A prompt for commands of libedit's, which takes the place of the text.
            for key in ["\u{1B}x", "\u{1B}X"] { bind(key, "ed-ignore") }
        }
    }
}
