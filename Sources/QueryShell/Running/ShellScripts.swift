// The one way in which a text of statements and dot-commands is run: an input, a file of `.read`, the start file, the
// scripts of the command. What differs is in `RunStyle`.

import ExpoQuery
import QueryEngine
import QueryLanguage
import TableFormats

extension Shell {
    // MARK: Scripts

    /// Runs a script's statements and dot-commands one after another; statements before a syntax error run too.
    package func run(_ script: Script) -> RunEnd {
        folders.enter(script)
        defer { folders.leave() }
        var end = RunEnd.done
        for piece in ScriptPieces.split(script.source.bytes) {
            let next: RunEnd
            switch piece {
            case .statements(let part): next = runStatements(in: part, of: script.source)
            case .command(let line, let range):
                guard let outcome = run(command: line, at: range, of: script.source) else { return end }
                next = outcome
            }
            if next.isFinal || next != .done && !style.goesOn { return next }
            if next != .done { end = next }
        }
        return end
    }

    /// Runs a line of a script; `nil` if it ends the script.
    private func run(command line: String, at range: SourceRange, of source: SourceText) -> RunEnd? {
        do throws(Diagnostic) {
            try echo(line)
            switch try run(command: line) {
            case .prompt, .edit: return .done
            case .leave: return nil
            case .ended(let end): return end
            }
        } catch {
            if error == .unread { return .unread }
            // What the command has found is about the words of its line.
            var placed = error
            placed.range = range
            tell(placed, source)
            return .failed(offset: range.lower)
        }
    }

    /// Runs what is in a file, which is looked for beside the script that names it.
    ///
    /// - Throws: where it cannot be read. Errors in it are told as those of the file.
    package func read(_ path: String) throws(Diagnostic) -> RunEnd {
        if folders.depth == Self.deepest {
            throw Diagnostic("'\(path)' is read \(folders.depth) files deep", hints: ["does a file read itself?"])
        }
        return run(try Script(file: folders.resolved(path)))
    }

    private static let deepest = 16

    // MARK: Statements

    /// Runs statements one after another, in the way that `style` says.
    ///
    /// - Parameters:
    ///   - part: where they stand in `source`; the whole of it unless told.
    ///   - remembers: whether they are the person's own: echoed, told of to who counts them, and explained by `.why`.
    func runStatements(in part: Range<Int>? = nil, of source: SourceText, remembers: Bool = true) -> RunEnd {
        var parser = Parser(source.bytes, in: part ?? 0..<source.bytes.count)
        var end = RunEnd.done
        while true {
            var next: RunEnd
            do throws(Diagnostic) {
                guard let statement = try parser.nextStatement() else { return end }
                next = run(statement, source, remembers)
            } catch {
                tell(error, source)
                next = .failed(offset: error.range?.lower)
                parser.skipStatement()
            }
            if next.isFinal || next != .done && !style.goesOn { return next }
            if next != .done { end = next }
        }
    }

    func run(
        _ statement: Statement, _ source: SourceText, _ remembers: Bool, format: OutputFormat? = nil,
        shaping shape: (QueryResult) -> QueryResult = { $0 }
    ) -> RunEnd {
        // A script's result may be as large as memory, and is asked for again before the next statement or never.
        if !style.isInteractive { lastResult = nil }
        let start = MonotonicClock.seconds
        do throws(Diagnostic) {
            if remembers { try echo("\(source.text(of: statement.range));") }
        } catch {
            return cannotWrite(error)
        }
        let result: QueryResult
        switch execute(statement) {
        case .cancelled:
            // The terminal has written ^C.
            if style.isInteractive { StandardError.write("\rinterrupted") }
            return .interrupted
        case .failed(let error):
            tell(error.advising(onLimits: style), source)
            if remembers { statementFailed(statement, source) }
            return .failed(offset: error.range?.lower)
        case .done(let found): result = found
        }
        let seconds = MonotonicClock.seconds - start
        var canTellWhy = false
        if case .query(let query) = statement.node, remembers, result.message == nil {
            lastQuery = (query, source, result.rowCount)
            canTellWhy = !query.tellsWhy
        }
        do throws(Diagnostic) {
            try show(shape(result), format, seconds: seconds, canTellWhy: canTellWhy)
            if remembers {
                try statementFinished(
                    FinishedStatement(statement: statement, source: source, result: result, start: start))
            }
        } catch {
            return cannotWrite(error)
        }
        switch statement.node {
        case .create, .drop, .declare: catalogChanged()
        case .query, .describe, .explain, .assert, .set, .export: break
        }
        return .done
    }

    private func execute(_ statement: Statement) -> StatementRunner.Outcome<QueryResult> {
        let (database, variables, threads, limits) = (database, variables, settings.threads, settings.limits)
        var parameters = Parameters(named: settings.parameters)
        let isInteractive = style.isInteractive
        parameters.advice = { "give it one: " + (isInteractive ? ".set @\($0) …" : "--param \($0)=…") }
        let given = parameters
        let runner = StatementRunner(interruption: interruption, isWatched: isInteractive) { ProgressLine.show($0) }
        return runner.run { (cancellation, progress) throws(Diagnostic) in
            try database.execute(
                statement, parameters: given, variables: variables, threads: threads,
                limits: limits, cancellation: cancellation, progress: progress)
        }
    }

    /// How a text ends whose results cannot be written.
    private func cannotWrite(_ error: Diagnostic) -> RunEnd {
        if error == .unread && !style.isInteractive { return .unread }
        tell(error, Self.ownSource)
        return style.isInteractive ? .failed(offset: nil) : .unwritable
    }
}

extension Diagnostic {
    /// The same error; where a limit of the shell was met, with the words of the shell on what to do.
    fileprivate func advising(onLimits style: RunStyle) -> Diagnostic {
        let advice: (name: String, other: String?)? =
            switch reason {
            case .rowLimit: ("max-rows", "LIMIT keeps the first of them")
            case .memoryLimit: ("memory-limit", "filter or aggregate before what needs all rows")
            case .timeLimit: ("time-limit", nil)
            case .interrupted, .depthLimit, .access, .assertion, nil: nil
            }
        guard let advice else { return self }
        let way =
            style.isInteractive && !FileGate.isClosed
            ? ".set \(advice.name) changes the limit, or with none takes it away"
            : "a larger --\(advice.name) allows more"
        var result = self
        result.hints = [advice.other, way].compactMap { $0 }
        return result
    }
}

extension Query {
    /// Whether its rows are those that others come from.
    var tellsWhy: Bool {
        if case .why? = pipes.last?.node { true } else { false }
    }
}

extension SourceText {
    /// The part of it in `range`.
    package func text(of range: SourceRange) -> String {
        String(decoding: bytes[range.lower..<range.upper], as: UTF8.self)
    }
}
