// Tab in the shell: what it inserts.

import TerminalSupport
import Testing

struct TerminalCompletionScenes {
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
    ]) func tabInserts(typed: String, result: String) throws {
        let shell = try ShellTerminal(files: ["forecast.csv": "edition,forecast\n7,3400\n"])
        try shell.type(typed)
        shell.press(.tab)
        try shell.expectInput(result)
    }
}
