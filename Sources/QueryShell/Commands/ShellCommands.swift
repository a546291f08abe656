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
        let isNarrow = row == nil && Terminal.width.map { $0 < Self.widthForAddresses } ?? false
        if isNarrow { query.pipes += try Self.pipes("DROP publisher, published, url") }
        let end = run(Statement(.query(query), .none), last.source, false, format: format) {
            isNarrow ? $0.narrowedWhy : $0
        }
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
        if setting.kind == .limit && FileGate.isClosed {
            throw Diagnostic(
                "\(setting.name) cannot be changed in safe mode", hints: ["--\(setting.name) sets it when expoq begins"]
            )
        }
        if !setting.set(&settings, words[1]) {
            throw Diagnostic("\(setting.name) cannot be \(words[1])", hints: ["it is \(setting.values)"])
        }
    }

    private func setParameter(_ name: String, _ text: String?) throws(Diagnostic) {
        guard !name.isEmpty, let text else { throw Diagnostic("a parameter needs a name and a value: .set @edition 7") }
        settings.parameters[name.lowercased()] = try Binder.literal(text) ?? .string(text)
    }

    /// Results go to the file from now on, or with `-` to where they usually do. The file before takes its name.
    package func setOutput(_ path: String) throws(Diagnostic) {
        let next = path == "-" ? nil : try OutputFile(ShellText.expanded(path))
        let last = chosenFile
        chosenFile = next
        try last?.finish()
    }

    /// Ends the output to a file, if there is one. To be called when nothing more is run.
    ///
    /// - Returns: whether the file has its name; the person was told if not.
    @discardableResult
    package func finishOutput() -> Bool {
        do throws(Diagnostic) {
            try setOutput("-")
            return true
        } catch {
            tell(error, Self.ownSource)
            return false
        }
    }

    // MARK: Files

    func open(_ path: String) throws(Diagnostic) {
        let file = try database.attach(file: ShellText.expanded(path))
        catalogChanged()
        for remark in file.remarks { news(remark) }
        guard !file.tables.isEmpty else { return }
        let names = file.tables.map { Identifier($0, .none).quoted }.joined(separator: ", ")
        news("opened \(path) as \(file.tables.count == 1 ? "table" : "tables") \(names)")
    }

    func changeFolder(_ path: String?) throws(Diagnostic) {
        if FileGate.isClosed { throw Diagnostic("the folder cannot be changed in safe mode", reason: .access) }
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

extension QueryResult {
    /// What WHY gives, without columns that tell nothing: those that are empty, and the rows' numbers where every row has
    /// a place in a source.
    fileprivate var narrowedWhy: QueryResult {
        func isFull(_ name: String) -> Bool {
            columns.firstIndex { $0.name == name }.map { column in
                (0..<rowCount).allSatisfy { value(row: $0, column: column) != .null }
            } ?? false
        }
        let hasPlaces = isFull("locator")
        return keeping { column in
            columns[column].name == "row"
                ? !hasPlaces : rowCount == 0 || (0..<rowCount).contains { value(row: $0, column: column) != .null }
        }
    }
}
