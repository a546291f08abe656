// Dot-commands, as they are typed.

import TerminalSupport
import Testing

struct TerminalCommandsTests {
    // MARK: Help

    @Test(arguments: [
        (".help WHERE", "|> WHERE, a pipe operator: keeps the rows for which a condition is TRUE; undecided"),
        (".help where", "|> WHERE, a pipe operator: keeps the rows for which a condition is TRUE; undecided"),
        (".help SUM", "SUM, an aggregate function: the sum of the values that are not NULL; NULL if"),
        (".help .rows", ".rows [N]: show N rows of a table; 0 for all, auto for a pager"),
        (".help QUANTITY", "QUANTITY, a type: a number as it was printed, the least and the most that it can"),
        (".syntax whereClause", "whereClause:"),
        (".help nothing_of_the_kind", "expoq: error: there is no help on nothing_of_the_kind"),
    ]) func helpBeginsWith(command: String, line: String) throws {
        let shell = try ShellTerminal()
        let lines = try shell.run(command)
        let first = lines.first ?? ""
        #expect(first == line || line.hasPrefix(first + " "))
    }

    @Test func helpListsTheCommands() throws {
        let shell = try ShellTerminal(rows: 60)
        let lines = try shell.run(".help")
        #expect(lines.first == "Ask in ExpoQL: FROM deals_by_edition |> WHERE edition = 7;")
        #expect(lines.contains(".quit                 leave, as Ctrl-D does; in a script, end it"))
        #expect(lines.last == "`.help NAME` tells of each of these.")
    }

    @Test func longLinesBreakBetweenWords() throws {
        let shell = try ShellTerminal(columns: 40, rows: 12)
        #expect(
            try shell.run(".help .rows") == [
                ".rows [N]: show N rows of a table; 0 for", "    all, auto for a pager", "  it can be N|auto",
            ])
        let greeted = try ShellTerminal(columns: 40, rows: 12)
        #expect(
            greeted.screen.rows.prefix(4) == [
                "expoq 0.1.0: 450 figures from 134", "sources on 8 editions of the expo",
                "A statement ends with ; or an empty", "line. .help tells more, .quit leaves.",
            ])
    }

    @Test func syntaxIsDrawn() throws {
        let shell = try ShellTerminal(columns: 40, rows: 12)
        #expect(
            try shell.run(".syntax whereClause") == [
                "whereClause:", "├── WHERE ─ ‹expression› ──┤", "example: WHERE value IS NOT NULL",
                "used in: select, pipeOperator",
            ])
    }

    // MARK: Mistakes

    @Test(arguments: [
        (".hlp", "there is no command .hlp", "did you mean .help?"),
        (".tabels", "there is no command .tabels", "did you mean .tables?"),
        (".set colour", "there is no setting colour", "did you mean color?"),
        (".schema figure", "there is no table `figure`", "did you mean `figures`?"),
        (".schema", "NAME is missing", "it is .schema NAME"),
        (".rows many", "rows cannot be many", "it is N|auto"),
        (".last xsv", "there is no format xsv", "did you mean csv?"),
        (".quit now", "too much: now", "it is .quit"),
    ]) func mistakesAreTold(command: String, error: String, hint: String) throws {
        let shell = try ShellTerminal()
        if command.hasPrefix(".last") { try shell.run("SELECT 1;") }
        #expect(try shell.run(command) == ["expoq: error: \(error)", "  hint: \(hint)"])
        // And nothing else has changed.
        #expect(try shell.run("SELECT 1 AS one;") == ["one", "───", "  1", "(1 row)"])
    }

    // MARK: Lists

    @Test func tablesWithAPattern() throws {
        let shell = try ShellTerminal()
        let lines = try shell.run(".tables deal")
        #expect(lines.count == 4)
        #expect(lines[2] == "deals_by_edition  view  Intended deals of each edition, on a one-year basis")
    }

    @Test func aSchemaHasColumnsAndAViewItsQuery() throws {
        let shell = try ShellTerminal()
        let table = try shell.run(".schema figures")
        #expect(table.first == "Reported numbers, one a row, with their hedges, units and sources")
        #expect(table.contains { $0.hasPrefix("value          QUANTITY  ") })
        let view = try ShellTerminal(rows: 60).run(".schema deals_by_edition")
        #expect(view.contains("CREATE VIEW deals_by_edition AS"))
    }

    @Test func functionsUnitsAndSources() throws {
        let shell = try ShellTerminal(rows: 200)
        let functions = try shell.run(".functions trim")
        #expect(functions.dropFirst(2).prefix(3).map { $0.prefix { $0 != "(" } } == ["LTRIM", "RTRIM", "TRIM"])
        let units = try shell.run(".units")
        #expect(units.contains { $0.hasPrefix("m2 ") && $0.contains("an area") })
        let sources = try shell.run(".sources")
        #expect(sources[2].hasPrefix("A1 ") && sources.last == "(134 rows)")
    }

    // MARK: Files

    @Test func aScriptIsRead() throws {
        let shell = try ShellTerminal(files: [
            "script.expoq": ".timer off\nSELECT 1 AS one;\nSELECT nope;\nSELECT 2 AS two;\n"
        ])
        #expect(
            try shell.run(".read script.expoq") == [
                "one", "───", "  1", "(1 row)", "script.expoq:3:8: error: there is no column `nope`", "  SELECT nope;",
                "         ^~~~",
            ])
        #expect(try shell.run(".read nothing.expoq").first?.contains("nothing.expoq") == true)
    }

    @Test func aScriptReadsWhatIsBesideItAndEndsAtQuit() throws {
        let shell = try ShellTerminal(files: [
            "sub/a.expoq": ".read b.expoq\n.quit\nSELECT 'never' AS a",
            "sub/b.expoq": ".format csv\nSELECT 'b' AS b;\n.edit",
            "b.expoq": "SELECT 'home' AS b",
        ])
        let expected = ["b", "b", "sub/b.expoq:3:1: error: .edit needs the shell's prompt, and this is a script"]
        #expect(try shell.run(".read sub/a.expoq").prefix(3) == expected[...])
        // What a script sets stays; at the prompt names mean the working folder.
        #expect(try shell.run(".read b.expoq") == ["b", "home"])
        try shell.run(".cd sub")
        #expect(try shell.run(".read b.expoq").prefix(2) == ["b", "b"])
    }

    @Test func aMissingParameterIsSetAtThePrompt() throws {
        let shell = try ShellTerminal()
        #expect(try shell.run("SELECT @since;").last == "  hint: give it one: .set @since …")
    }

    @Test func aFileIsOpenedAsATable() throws {
        let shell = try ShellTerminal(files: ["forecast.csv": "edition,forecast\n7,\"~ 3,400 enterprises\"\n"])
        #expect(try shell.run(".open forecast.csv") == ["opened forecast.csv as table forecast"])
        // Completion knows it from now on.
        try shell.type("FROM forec")
        shell.press(.tab)
        try shell.expectInput("FROM forecast")
        try shell.drop()
        #expect(
            try shell.run("FROM forecast;") == [
                "edition  forecast", "───────  ──────────────────", "      7  ~ 3,400 enterprise", "(1 row)",
            ])
    }

    @Test func resultsGoToAFileAndBack() throws {
        let shell = try ShellTerminal()
        #expect(try shell.run(".output years.csv") == [])
        #expect(try shell.run("FROM editions |> WHERE edition = 7 |> SELECT year;") == [])
        #expect(try shell.run(".output -") == [])
        #expect(try shell.run("SELECT 1 AS one;") == ["one", "───", "  1", "(1 row)"])
        #expect(try shell.terminal.home.read("years.csv") == "year\n2024\n")
        // A name that tells of no format leaves the table, and a format that was chosen stays.
        try shell.run(".output years.txt")
        try shell.run("SELECT 1 AS one;")
        #expect(try shell.terminal.home.read("years.txt") == "one\n───\n  1\n(1 row)\n")
        try shell.run(".format json")
        try shell.run(".output years.csv")
        try shell.run("SELECT 1 AS one;")
        #expect(try shell.terminal.home.read("years.csv") == "[\n{\"one\":1}\n]\n")
    }

    @Test func anotherFolder() throws {
        let shell = try ShellTerminal(files: ["here.txt": "in the home folder\n"])
        #expect(try shell.run(".cd /") == [])
        #expect(try shell.run(".shell pwd") == ["/"])
        #expect(try shell.run(".cd") == [])
        #expect(try shell.run(".shell cat here.txt") == ["in the home folder"])
        #expect(
            try shell.run(".cd nowhere").first == "expoq: error: cannot change to 'nowhere': No such file or directory")
    }

    @Test func otherPrograms() throws {
        let shell = try ShellTerminal()
        #expect(try shell.run(".shell echo 'two  words'; echo more") == ["two  words", "more"])
        #expect(try shell.run(".shell exit 3") == ["expoq: error: the command's exit status is 3"])
    }

    // MARK: Settings

    @Test func settingsAreListedAndChanged() throws {
        let shell = try ShellTerminal()
        #expect(try shell.run(".set").contains { $0.hasPrefix("timer ") })
        #expect(try shell.run(".set null nothing") == [])
        #expect(try shell.run("SELECT NULL AS n;").contains("nothing"))
        #expect(try shell.run(".set null") == ["null nothing"])
        #expect(try shell.run(".set @least 80{billion USD}") == [])
        #expect(
            try shell.run("FROM deals_by_edition |> WHERE value > @least |> SELECT edition;").prefix(4) == [
                "edition", "───────", "      7", "      8",
            ])
        try shell.run(".width 20")
        #expect(try shell.run("FROM editions;").prefix(10).allSatisfy { $0.count <= 20 })
    }

    // MARK: Beginning and end

    @Test func theStartFileIsRunUnlessToldOtherwise() throws {
        let files = [".config/expoq/expoqrc": ".timer on\nSELECT 'from the start' AS says;\n.shell echo begun\n"]
        let shell = try ShellTerminal(files: files)
        #expect(shell.screen.text.contains("from the start\n(1 row)\ntime: "))
        #expect(shell.screen.text.contains("\nbegun\nexpo>"))
        #expect(try shell.run("SELECT 1;").last?.hasPrefix("time: ") == true)
        // One that ends early leaves the prompt.
        let short = try ShellTerminal(files: [".config/expoq/expoqrc": "SELECT 1 AS one;\n.quit\nSELECT 2 AS two"])
        #expect(short.screen.text.contains("one") && !short.screen.text.contains("two"))
        let plain = try ShellTerminal(["--no-rc"], files: files)
        #expect(!plain.screen.text.contains("from the start"))
        #expect(try plain.run("SELECT 1;").last == "(1 row)")
    }

    @Test(arguments: [".quit", ".exit", "quit", "exit;"])
    func leaving(_ text: String) throws {
        let shell = try ShellTerminal()
        shell.press(.text(text), .enter)
        #expect(shell.terminal.waitForExit() == 0)
        #expect(!shell.terminal.isRaw)
    }
}
