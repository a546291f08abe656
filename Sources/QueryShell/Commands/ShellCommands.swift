// What dot-commands do to the shell.

import ExpoQuery
import QueryEngine
import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Shell {
    // MARK: Lists and lineage

    /// Runs a text of the shell's own.
    func runText(_ text: String) throws(Diagnostic) {
        _ = runStatements(of: SourceText(text, name: Self.ownSource.name), remembers: false)
    }

    func showSchema(_ name: String) throws(Diagnostic) {
        let (title, definition) = try Listings.schema(database.catalog, name)
        if let title { try show([title]) }
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

    func showWhy(row: String?) throws(Diagnostic) -> DotCommand.Next {
        guard let last = lastQuery else {
            throw Diagnostic("there is no query yet", hints: [".why tells of the last one"])
        }
        var query = last.query
        if query.tellsWhy { throw Diagnostic("the last query tells why by itself") }
        query.pipes.append(PipeOperator(.why, .none))
        var format: OutputFormat?
        if let row {
            guard let number = Int(row), (1...max(1, last.rows)).contains(number) else {
                let rows = last.rows == 1 ? "1 row" : "\(last.rows) rows"
                throw Diagnostic("there is no row \(row)", hints: ["the last query gave \(rows)"])
            }
            query.pipes += try Self.pipes("WHERE result_row = \(number)")
            // Of one row all is to be read, titles and addresses too, for which a table has no room.
            if settings.format == .table && chosenFile == nil { format = .list }
        }
        if row == nil, let width = Terminal.width, width < Self.widthForAddresses {
            query.pipes += try Self.pipes("DROP publisher, published, url, row")
        }
        let end = run(Statement(.query(query), .none), last.source, false, format: format)
        return end == .done ? .prompt : .ended(end)
    }

    /// On narrower terminals no column of `.why` would have room if all of them were shown.
    private static let widthForAddresses = 160

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
        guard words.count > 1 else { return try show(["\(setting.name) \(setting.get(settings))"]) }
        if !setting.set(&settings, words[1]) {
            throw Diagnostic("\(setting.name) cannot be \(words[1])", hints: ["it is \(setting.values)"])
        }
    }

    private func setParameter(_ name: String, _ text: String?) throws(Diagnostic) {
        guard !name.isEmpty, let text else { throw Diagnostic("a parameter needs a name and a value: .set @edition 7") }
        settings.parameters[name.lowercased()] = try Binder.literal(text) ?? .string(text)
    }

    func setOutput(_ path: String) throws(Diagnostic) {
        chosenFile = path == "-" ? nil : try OutputFile(path)
    }

    // MARK: Files

    func open(_ path: String) throws(Diagnostic) {
        let name = try database.attach(file: ShellText.expanded(path))
        catalogChanged()
        news("opened \(path) as table \(Identifier(name, .none).quoted)")
    }

    func changeFolder(_ path: String?) throws(Diagnostic) {
        let target = ShellText.expanded(path ?? "~")
        folders.willChangeFolder()
        if chdir(target) != 0 { throw Diagnostic("cannot change to '\(target)': \(String(cString: strerror(errno)))") }
    }

    /// Changes back to the folder that the command was started in, if a script has left it.
    package func restoreFolder() {
        if let start = folders.start { chdir(start) }
    }
}

/// `did you mean …?`, if anything is like the name.
private func suggestion(_ name: String, _ known: [String]) -> [String]? {
    nearest(name, among: known).map { ["did you mean \($0)?"] }
}
