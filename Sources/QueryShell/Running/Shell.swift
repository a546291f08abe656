// The shell: reads inputs, runs them, shows what they give.

import ExpoQuery
import QueryEngine
import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What runs statements and dot-commands over one database: a conversation, or a run of scripts. To be used from one
/// thread.
package final class Shell {
    package let database: Database
    package let variables = ScriptVariables()
    package var settings: ShellSettings
    let style: RunStyle
    /// Gives the entries of the history that hold a text, or all, the oldest first.
    package var history: (_ text: String?) -> [String] = { _ in [] }
    /// Is told when tables, views or variables may have changed.
    package var catalogChanged: () -> Void = {}
    /// Is told of each statement of a text that has failed.
    package var statementFailed: (Statement, SourceText) -> Void = { _, _ in }
    /// Is told of each statement of a text that has done its work.
    package var statementFinished: (FinishedStatement) throws(Diagnostic) -> Void = { _ throws(Diagnostic) in }
    /// Tells the person of an error in a text.
    package var tell: (Diagnostic, SourceText) -> Void = { error, source in
        StandardError.write(source.render(error, width: isatty(STDERR_FILENO) == 0 ? nil : Terminal.width))
    }

    let interruption: Interruption
    /// Where results go unless `.output` names a file; `nil` for standard output at a prompt.
    private let results: OutputFile?
    var chosenFile: OutputFile?
    /// The last text that was not a dot-command.
    private(set) var lastText = ""
    var lastResult: QueryResult?
    var lastQuery: (query: Query, source: SourceText, rows: Int)?
    var folders = ScriptFolders()

    /// What errors call a text that is in no script.
    static let ownSource = SourceText("", name: "expoq")

    /// - Parameter results: where results go unless `.output` names a file; `nil` for standard output at a prompt.
    package init(
        _ database: Database, _ settings: ShellSettings, _ interruption: Interruption,
        style: RunStyle = .interactive, results: OutputFile? = nil
    ) {
        self.database = database
        self.settings = settings
        self.interruption = interruption
        self.style = style
        self.results = results
    }

    // MARK: Inputs

    /// Takes inputs until there are no more.
    package func run(_ source: some InputSource) {
        // A pager that is left early is to be an error of `write`, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        var source = source
        var draft: Draft?
        while true {
            switch source.next(initial: draft) {
            case .end: return
            case .dropped: draft = nil
            case .text(let text):
                switch enter(text) {
                case .prompt, .ended: draft = nil
                case .edit(let next): draft = next
                case .leave: return
                }
            }
        }
    }

    /// Runs one input.
    package func enter(_ text: String) -> DotCommand.Next {
        if text.trimmed.isEmpty { return .prompt }
        if let line = ShellText.dotCommand(text) {
            do throws(Diagnostic) {
                return try run(command: line)
            } catch {
                tell(error, Self.ownSource)
                return .prompt
            }
        }
        lastText = text
        let source = SourceText(text, name: Self.ownSource.name)
        guard case .failed(let offset) = runStatements(of: source) else { return .prompt }
        return .edit(Draft(text, cursor: min(offset ?? text.utf8.count, text.utf8.count), .failed))
    }

    /// Runs a dot-command.
    func run(command line: String) throws(Diagnostic) -> DotCommand.Next {
        let (command, arguments) = try DotCommands.parse(line)
        if command.needsPrompt && (folders.depth > 0 || !style.isInteractive) {
            throw Diagnostic(".\(command.name) needs the shell's prompt, and this is a script")
        }
        return try command.run(self, arguments)
    }

    // MARK: Results

    /// Where results go now.
    private var file: OutputFile { chosenFile ?? (style.showsResults ? usualFile : .nowhere) }

    private var usualFile: OutputFile { results ?? .standard }

    var view: ResultView {
        ResultView(settings: settings, file: file, mayPage: style.isInteractive && folders.depth == 0)
    }

    /// Shows the result of a statement, and what there is to tell of it.
    func show(
        _ result: QueryResult, _ format: OutputFormat?, seconds: Double, canTellWhy: Bool
    ) throws(Diagnostic) {
        if let message = result.message {
            news(message)
        } else {
            lastResult = result
            try view.show(result, format: format)
        }
        if file.isNowhere { return }
        for line in view.remarks(on: result, seconds: seconds, canTellWhy: canTellWhy && style.isInteractive) {
            if style.isInteractive { print(line) } else { StandardError.write(line.shownOnOneLine) }
        }
    }

    /// Shows a list of the shell's own, which is not shortened.
    func show(_ list: QueryResult) throws(Diagnostic) {
        lastResult = list
        var view = view
        view.settings.rows = nil
        try view.show(list)
    }

    /// Shows lines as they are.
    func show(_ lines: [String]) throws(Diagnostic) {
        try view.show(lines)
    }

    /// Shows lines of words.
    func showText(_ lines: [String]) throws(Diagnostic) {
        try show(chosenFile == nil ? lines.flatMap { $0.wrapped(toCells: lineWidth, indent: "    ") } : lines)
    }

    /// Writes a statement or dot-command before what it gives, where that is wished.
    func echo(_ text: String) throws(Diagnostic) {
        if style.echoes { try usualFile.write(heading: text, settings.format) }
    }

    /// Tells what was done. That is for people, whereas programs read rows.
    func news(_ line: String) {
        if !style.isInteractive && (!file.isStandard || isatty(STDOUT_FILENO) == 0) { return }
        print(line)
    }

    /// Writes a line for the person, wherever results go.
    private func print(_ line: String) {
        let (dim, plain) = settings.isColored ? ("\u{1B}[2m", "\u{1B}[0m") : ("", "")
        var out = OutputBuffer(descriptor: STDOUT_FILENO)
        let line = line.shownOnOneLine
        let lines = Terminal.width.map { line.wrapped(toCells: $0) } ?? [line]
        out.bytes = Array((dim + lines.joined(separator: "\n") + plain + "\n").utf8)
        // There is no one left to tell.
        try? out.flush()
    }

    /// The cells of a line.
    var lineWidth: Int {
        let width = settings.width ?? Terminal.width ?? Self.usualWidth
        return width == 0 ? Self.usualWidth : width
    }

    private static let usualWidth = 80
}
