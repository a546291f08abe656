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

/// A conversation over one database. To be used from one thread.
package final class Shell {
    package let database: Database
    package var settings: ShellSettings
    /// Gives the entries of the history that hold a text, or all, the oldest first.
    package var history: (_ text: String?) -> [String] = { _ in [] }
    /// Is told when tables or views may have changed.
    package var catalogChanged: () -> Void = {}

    let interruption: Interruption
    private let runner: StatementRunner
    private var file: OutputFile?
    /// The last text that was not a dot-command.
    private(set) var lastText = ""
    private var lastResult: QueryResult?
    private var lastQuery: (query: Query, source: SourceText, rows: Int)?
    /// How many files are being read, each from within another.
    private var depth = 0

    private static let deepest = 16

    /// What errors call the text of an input.
    private static let inputName = "expoq"

    package init(_ database: Database, _ settings: ShellSettings, _ interruption: Interruption) {
        self.database = database
        self.settings = settings
        self.interruption = interruption
        runner = StatementRunner(interruption: interruption) { ProgressLine.show($0) }
    }

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
                case .prompt: draft = nil
                case .edit(let next): draft = next
                case .leave: return
                }
            }
        }
    }

    /// Runs one input.
    package func enter(_ text: String) -> DotCommand.Next {
        if text.trimmed.isEmpty { return .prompt }
        if let line = ShellText.dotCommand(text) { return command(line) ?? .prompt }
        lastText = text
        guard let failure = run(SourceText(text, name: Self.inputName)) else { return .prompt }
        return .edit(Draft(text, cursor: min(failure.offset ?? text.utf8.count, text.utf8.count), .failed))
    }

    // MARK: Statements

    /// Why a text did not run to its end. The person was told.
    struct Failure {
        /// Where in the text, if somewhere.
        let offset: Int?
    }

    /// Runs the statements of a text one after another, up to the first that fails.
    func run(_ source: SourceText, remembers: Bool = true) -> Failure? {
        var parser = Parser(source.bytes)
        while true {
            do throws(Diagnostic) {
                guard let statement = try parser.nextStatement() else { return nil }
                if let failure = try run(statement, source, remembers) { return failure }
            } catch {
                tell(error, of: source)
                return Failure(offset: error.range?.lower)
            }
        }
    }

    private func run(
        _ statement: Statement, _ source: SourceText, _ remembers: Bool, format: OutputFormat? = nil
    ) throws(Diagnostic) -> Failure? {
        let (database, threads) = (database, settings.threads)
        let parameters = Parameters(named: settings.parameters)
        let start = MonotonicClock.seconds
        let outcome = runner.run { (cancellation, progress) throws(Diagnostic) in
            try database.execute(
                statement, parameters: parameters, threads: threads, cancellation: cancellation, progress: progress)
        }
        let seconds = MonotonicClock.seconds - start
        switch outcome {
        case .failed(let error): throw error
        case .cancelled:
            // The terminal has written ^C.
            StandardError.write("\rinterrupted")
            return Failure(offset: nil)
        case .done(let result):
            var canTellWhy = false
            if case .query(let query) = statement.node, remembers {
                lastQuery = (query, source, result.rowCount)
                canTellWhy = !query.tellsWhy
            }
            try show(result, format, seconds: seconds, canTellWhy: canTellWhy)
            switch statement.node {
            case .create, .drop: catalogChanged()
            case .query, .describe, .explain, .assert: break
            }
            return nil
        }
    }

    private func show(
        _ result: QueryResult, _ format: OutputFormat?, seconds: Double, canTellWhy: Bool
    ) throws(Diagnostic) {
        if let message = result.message {
            print(message)
        } else {
            lastResult = result
            try view.show(result, format: format)
        }
        for line in view.remarks(on: result, seconds: seconds, canTellWhy: canTellWhy) { print(line) }
    }

    /// Writes a line for the person, wherever results go.
    private func print(_ line: String) {
        let (dim, plain) = settings.isColored ? ("\u{1B}[2m", "\u{1B}[0m") : ("", "")
        var out = OutputBuffer(descriptor: STDOUT_FILENO)
        let lines = Terminal.width.map { line.wrapped(toCells: $0) } ?? [line]
        out.bytes = Array((dim + lines.joined(separator: "\n") + plain + "\n").utf8)
        // There is no one left to tell.
        try? out.flush()
    }

    private func tell(_ error: Diagnostic, of source: SourceText) {
        StandardError.write(source.render(error, width: isatty(STDERR_FILENO) == 0 ? nil : Terminal.width))
    }

    // MARK: Dot-commands

    /// Runs a dot-command; `nil` if it failed, of which the person was told.
    private func command(_ line: String) -> DotCommand.Next? {
        do throws(Diagnostic) {
            let (command, arguments) = try DotCommands.parse(line)
            return try command.run(self, arguments)
        } catch {
            tell(error, of: SourceText("", name: Self.inputName))
            return nil
        }
    }

    /// The cells of a line.
    var lineWidth: Int {
        let width = settings.width ?? Terminal.width ?? Self.usualWidth
        return width == 0 ? Self.usualWidth : width
    }

    private static let usualWidth = 80
    /// On narrower terminals no column of `.why` would have room if all of them were shown.
    private static let widthForAddresses = 160

    private var view: ResultView { ResultView(settings: settings, file: file) }

    /// Shows a list of the shell's own, which is not shortened.
    func show(_ list: QueryResult) throws(Diagnostic) {
        lastResult = list
        var settings = settings
        settings.rows = nil
        try ResultView(settings: settings, file: file).show(list)
    }

    /// Shows lines as they are.
    func show(_ lines: [String]) throws(Diagnostic) { try view.show(lines) }

    /// Shows lines of words.
    func showText(_ lines: [String]) throws(Diagnostic) {
        try show(file == nil ? lines.flatMap { $0.wrapped(toCells: lineWidth, indent: "    ") } : lines)
    }

    /// Runs a text of the shell's own.
    func runText(_ text: String) throws(Diagnostic) {
        _ = run(SourceText(text, name: Self.inputName), remembers: false)
    }

    func showSchema(_ name: String) throws(Diagnostic) {
        let (title, definition) = try Listings.schema(database.catalog, name)
        if let title { print(title) }
        try show(try database.execute(Statement(.describe(Identifier(name, .none)), .none)))
        if let definition { try show(["", definition]) }
    }

    func showLast(format: String?) throws(Diagnostic) {
        guard let lastResult else { throw Diagnostic("there is no result yet") }
        var chosen: OutputFormat?
        if let format {
            chosen = OutputFormat(rawValue: format.lowercased())
            if chosen == nil {
                let known = OutputFormat.allCases.map(\.rawValue)
                throw Diagnostic(
                    "there is no format \(format)",
                    hints: suggestion(format, known) ?? ["there are \(known.joined(separator: ", "))"])
            }
        }
        try view.show(lastResult, format: chosen)
    }

    func showWhy(row: String?) throws(Diagnostic) {
        guard let last = lastQuery else {
            throw Diagnostic("there is no query yet", hints: [".why tells of the last one"])
        }
        var query = last.query
        if query.tellsWhy { throw Diagnostic("the last query tells why by itself") }
        query.pipes.append(PipeOperator(.why, .none))
        var format: OutputFormat?
        if let row {
            guard let number = Int(row), (1...max(1, last.rows)).contains(number) else {
                throw Diagnostic("there is no row \(row)", hints: ["the last query gave \(last.rows) rows"])
            }
            query.pipes += try Self.pipes("WHERE result_row = \(number)")
            // Of one row all is to be read, titles and addresses too, for which a table has no room.
            if settings.format == .table && file == nil { format = .list }
        }
        if row == nil, let width = Terminal.width, width < Self.widthForAddresses {
            query.pipes += try Self.pipes("DROP publisher, published, url, row")
        }
        do throws(Diagnostic) {
            _ = try run(Statement(.query(query), .none), last.source, false, format: format)
        } catch {
            tell(error, of: last.source)
        }
    }

    /// The pipe operator that `text` is.
    private static func pipes(_ text: String) throws(Diagnostic) -> [PipeOperator] {
        guard case .query(let query) = try Parser.script("FROM t |> " + text).first?.node else { return [] }
        return query.pipes
    }

    func showHistory(_ text: String?) throws(Diagnostic) {
        try show(history(text))
    }

    // MARK: Settings

    func set(_ words: [String]) throws(Diagnostic) {
        guard let name = words.first else { return try show(Listings.settings(settings)) }
        if name.hasPrefix("@") { return try setParameter(String(name.dropFirst()), words.dropFirst().first) }
        guard let setting = Setting.find(name) else {
            let known = Setting.all.map(\.name)
            throw Diagnostic("there is no setting \(name)", hints: suggestion(name, known) ?? [".set lists them"])
        }
        guard words.count > 1 else { return print("\(setting.name) \(setting.get(settings))") }
        if !setting.set(&settings, words[1]) {
            throw Diagnostic("\(setting.name) cannot be \(words[1])", hints: ["it is \(setting.values)"])
        }
    }

    private func setParameter(_ name: String, _ text: String?) throws(Diagnostic) {
        guard !name.isEmpty, let text else { throw Diagnostic("a parameter needs a name and a value: .set @edition 7") }
        settings.parameters[name.lowercased()] = try Binder.literal(text) ?? .string(text)
    }

    func setOutput(_ path: String) throws(Diagnostic) {
        file = path == "-" ? nil : try OutputFile(path)
    }

    // MARK: Files

    /// Runs what is in a file; its errors are told as those of the file.
    func read(_ path: String) throws(Diagnostic) -> DotCommand.Next {
        if depth == Self.deepest { throw Diagnostic("'\(path)' is read \(depth) files deep") }
        depth += 1
        defer { depth -= 1 }
        let bytes = try FileBytes.reading(ShellText.expanded(path))
        let source = withExtendedLifetime(bytes) { SourceText(Array(bytes.bytes), name: path) }
        for piece in ScriptPieces.split(source.bytes) {
            switch piece {
            case .statements(let bytes):
                if run(SourceText(bytes, name: path)) != nil { return .prompt }
            case .command(let line):
                guard let next = command(line) else { return .prompt }
                if case .prompt = next { continue }
                return next
            }
        }
        return .prompt
    }

    func open(_ path: String) throws(Diagnostic) {
        let name = try database.attach(file: ShellText.expanded(path))
        catalogChanged()
        print("opened \(path) as table \(Identifier(name, .none).quoted)")
    }

    func changeFolder(_ path: String?) throws(Diagnostic) {
        let target = ShellText.expanded(path ?? "~")
        if chdir(target) != 0 { throw Diagnostic("cannot change to '\(target)': \(String(cString: strerror(errno)))") }
    }
}

extension Query {
    /// Whether its rows are those that others come from.
    fileprivate var tellsWhy: Bool {
        if case .why? = pipes.last?.node { true } else { false }
    }
}

/// `did you mean …?`, if anything is like the name.
private func suggestion(_ name: String, _ known: [String]) -> [String]? {
    nearest(name, among: known).map { ["did you mean \($0)?"] }
}
