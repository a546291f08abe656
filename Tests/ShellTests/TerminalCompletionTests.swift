// Tab in the shell: what it inserts.

import TerminalSupport
import Testing

struct TerminalCompletionTests {
    /// What stands behind the prompt after Tab.
    @Test(arguments: [
        // The only one is inserted.
        ("FROM exh", "FROM exhibitors_by_edition"),
        ("FROM editions |> EXT", "FROM editions |> EXTEND"),
        ("FROM editions |> WHERE ci", "FROM editions |> WHERE city"),
        // The only one that begins so, although others match in other ways.
        ("SELECT 3000{ent", "SELECT 3000{enterprise}"),
        // As far as several agree.
        ("FROM d", "FROM de"),
        // Keywords as the user writes them.
        ("from editions |> ext", "from editions |> extend"),
        // By the beginnings of words.
        ("FROM ebe", "FROM exhibitors_by_edition"),
        // Quotes are closed.
        ("FROM figures |> WHERE subject = 'CI", "FROM figures |> WHERE subject = 'CIIE'"),
        ("FROM 'fore", "FROM 'forecast.csv'"),
        // Dot-commands, their arguments, and files behind them.
        (".sch", ".schema "),
        (".schema edi", ".schema editions"),
        (".format mark", ".format markdown"),
        (".open fore", ".open forecast.csv"),
        (".timer of", ".timer off"),
        // Names with spaces are quoted.
        (".open my", ".open 'my visits.csv'"),
        (".open 'my v", ".open 'my visits.csv'"),
        (".cd a", ".cd 'a folder/"),
        (".open 'a folder/", ".open 'a folder/deals.csv'"),
        ("FROM 'a f", "FROM 'a folder/"),
    ]) func tabInserts(typed: String, result: String) throws {
        let shell = try ShellTerminal(files: [
            "forecast.csv": "a\n1\n", "my visits.csv": "a\n2\n", "a folder/deals.csv": "a\n3\n",
        ])
        try shell.type(typed)
        shell.press(.tab)
        try shell.expectInput(result)
    }

    @Test func whatWasInsertedRuns() throws {
        let shell = try ShellTerminal(files: ["my visits.csv": "day,visits\n1,\"922,000 visit\"\n"])
        shell.press(".op", .tab)
        try shell.expectInput(".open ")
        shell.press("my", .tab)
        try shell.expectInput(".open 'my visits.csv'")
        shell.press(.enter)
        try shell.expect("opened my visits.csv as table `my visits`")
        try shell.expectPrompt()
        shell.press("from my", .tab)
        try shell.expectInput("from `my visits`")
        shell.press(" |> where vi", .tab)
        try shell.expectInput("from `my visits` |> where visits")
        shell.press(" > 3{vis", .tab)
        try shell.expectInput("from `my visits` |> where visits > 3{visit}")
        shell.press(";", .enter)
        try shell.expect("922,000 visit")
    }

    @Test func tabInTheMiddleKeepsWhatFollows() throws {
        let shell = try ShellTerminal()
        try shell.type("FROM exh |> LIMIT 1;")
        for _ in 0..<" |> LIMIT 1;".count { shell.press(.left) }
        shell.press(.tab)
        try shell.expect("expo> FROM exhibitors_by_edition |> LIMIT 1;")
        #expect(shell.screen.cursor.column == "expo> FROM exhibitors_by_edition".count)
    }

    /// On the second line of a statement, and after a Chinese text.
    @Test(arguments: [(80, 24), (40, 12)])
    func tabKnowsTheWholeStatement(columns: Int, rows: Int) throws {
        let shell = try ShellTerminal(columns: columns, rows: rows)
        shell.press("FROM editions AS e", .enter, "|> WHERE city != '上海' AND e.ye", .tab)
        try shell.expect("   .> |> WHERE city != '上海' AND e.year")
        shell.press(" > 2023;", .enter)
        try shell.expect("(2 rows")
    }
}
