// The one table of dot-commands. Running, help, suggestions and completion read it; adding one touches one row.

import QueryEngine
import QueryLanguage

/// All dot-commands.
package enum DotCommands {
    package static let all: [DotCommand] = asking + showing + working

    /// The one with this name, which may be cut short as long as it stays the only one.
    package static func find(_ name: String) -> DotCommand? {
        let name = name.lowercased()
        if let command = all.first(where: { $0.name == name }) { return command }
        let candidates = all.filter { !name.isEmpty && $0.name.hasPrefix(name) }
        return candidates.count == 1 ? candidates[0] : nil
    }

    /// The command and its arguments in a line that begins with a dot.
    static func parse(_ line: String) throws(Diagnostic) -> (command: DotCommand, arguments: [String]) {
        let text = line.trimmed.dropFirst()
        let name = text.prefix { !$0.isWhitespace && $0 != ";" }
        guard let command = find(String(name)) else {
            let known = all.map(\.name)
            // A name that was begun is a better guess than one that looks like it.
            let guess =
                known.first { $0.hasPrefix(name.lowercased()) && !name.isEmpty } ?? nearest(String(name), among: known)
            throw Diagnostic(
                "there is no command .\(name)",
                hints: [guess.map { "did you mean .\($0)?" } ?? ".help lists the commands"])
        }
        return (command, try command.parse(String(text[name.endIndex...])))
    }

    /// What tells about the language and the data.
    private static let asking: [DotCommand] = [
        DotCommand("help", [.optional("TOPIC", .topic)], "explain a command, an operator, a function, a type, …") {
            (shell, words) throws(Diagnostic) in
            try shell.showText(
                words.first.map { (topic) throws(Diagnostic) in try HelpTopics.explain(topic) } ?? HelpTopics.overview)
            return .prompt
        },
        DotCommand("syntax", [.required("NAME", .production)], "draw a rule of the grammar, such as query or PIVOT") {
            (shell, words) throws(Diagnostic) in
            try shell.show(SyntaxHelp.lines(words[0], width: shell.lineWidth))
            return .prompt
        },
        DotCommand("tables", [.optional("PATTERN", .table)], "list tables and views") {
            (shell, words) throws(Diagnostic) in
            try shell.show(Listings.tables(shell.database.catalog, words.first))
            return .prompt
        },
        DotCommand("schema", [.required("NAME", .table)], "show a table's columns, and of a view its query") {
            (shell, words) throws(Diagnostic) in
            try shell.showSchema(words[0])
            return .prompt
        },
        DotCommand("functions", [.optional("PATTERN", .function)], "list functions") {
            (shell, words) throws(Diagnostic) in
            try shell.show(Listings.functions(words.first))
            return .prompt
        },
        DotCommand("units", [.optional("PATTERN", .word)], "list the units that are known") {
            (shell, words) throws(Diagnostic) in
            try shell.show(Listings.units(words.first))
            return .prompt
        },
        DotCommand("sources", [], "list where the figures were read") {
            (shell, _) throws(Diagnostic) in
            try shell.runText("FROM sources |> SELECT source, publisher, published, title")
            return .prompt
        },
        DotCommand("why", [.optional("ROW", .number)], "show which rows the last result, or one row, comes from") {
            (shell, words) throws(Diagnostic) in
            try shell.showWhy(row: words.first)
        },
    ]

    /// What changes how results are shown.
    private static let showing: [DotCommand] = [
        DotCommand("last", [.optional("FORMAT", .format)], "show the last result again, without running it") {
            (shell, words) throws(Diagnostic) in
            try shell.showLast(format: words.first)
            return .prompt
        },
        setting("format", [.optional("NAME", .format)], "write results as table, csv, json, markdown, list, …"),
        setting("rows", [.optional("N", .number)], "show N rows of a table; 0 for all, auto for a pager"),
        setting("width", [.optional("N", .number)], "fit tables into N cells; 0 for no limit, or auto"),
        setting("timer", [.optional("on|off", .onOff)], "tell how long a statement took"),
        DotCommand(
            "set", [.optional("NAME", .setting), .optional("VALUE", .settingValue)],
            "show or change settings; @name sets a parameter"
        ) { (shell, words) throws(Diagnostic) in
            try shell.set(words)
            return .prompt
        },
        DotCommand("output", [.optional("FILE|-", .file)], "write results to a file, in its name's format; - ends it") {
            (shell, words) throws(Diagnostic) in
            try shell.setOutput(words.first ?? "-")
            return .prompt
        },
    ]

    /// What works with files, the history and other programs.
    private static let working: [DotCommand] = [
        DotCommand("read", [.required("FILE", .file)], "run the statements and commands in a file") {
            (shell, words) throws(Diagnostic) in
            let end = try shell.read(words[0])
            return end == .done ? .prompt : .ended(end)
        },
        DotCommand("open", [.required("FILE", .file)], "make a table of a CSV file, named after it") {
            (shell, words) throws(Diagnostic) in
            try shell.open(words[0])
            return .prompt
        },
        DotCommand(
            "history", [.optional("TEXT", .rest)], "list earlier inputs, or those that hold TEXT", needsPrompt: true
        ) {
            (shell, words) throws(Diagnostic) in
            try shell.showHistory(words.first)
            return .prompt
        },
        DotCommand(
            "edit", [], "edit the last statement in $EDITOR or $VISUAL", startsPrograms: true, needsPrompt: true
        ) {
            (shell, _) throws(Diagnostic) in
            .edit(try ExternalEditor.edit(shell.lastText))
        },
        DotCommand("cd", [.optional("FOLDER", .folder)], "change to another folder, or home") {
            (shell, words) throws(Diagnostic) in
            try shell.changeFolder(words.first)
            return .prompt
        },
        DotCommand("shell", [.required("COMMAND", .rest)], "run a command of the system", startsPrograms: true) {
            (_, words) throws(Diagnostic) in
            let status = try Subprocess.run(words[0])
            if status != 0 { throw Diagnostic("the command's exit status is \(status)") }
            return .prompt
        },
        DotCommand("quit", [], "leave, as Ctrl-D does; in a script, end it") { (_, _) throws(Diagnostic) in .leave },
    ]

    /// A command that shows or changes the setting of its name.
    private static func setting(_ name: String, _ arguments: [DotCommand.Argument], _ help: String) -> DotCommand {
        DotCommand(name, arguments, help) { (shell, words) throws(Diagnostic) in
            try shell.set([name] + words)
            return .prompt
        }
    }
}
