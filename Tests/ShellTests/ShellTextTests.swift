// What Enter does, how lines are indented, what is hinted.

import QueryShell
import Testing

struct ShellTextTests {
    @Test(arguments: [
        "", "  ", "SELECT 1;", "SELECT 1; ", "SELECT 1; -- done", "SELECT 1 /* ; */;", "FROM t\n", "FROM t\n  ",
        ".help", "  .tables", "quit", "exit;", "help", "\\q", "SELECT 'a;b';", "SELECT 'unclosed;",
        "SELECT 1; SELECT 2;", "SELECT €;", "SELECT 1 -- ;\n",
    ])
    func finished(_ text: String) {
        #expect(ShellText.isFinished(text))
    }

    @Test(arguments: [
        "SELECT 1", "SELECT ';'", "SELECT 1 -- ;", "SELECT 1 /* ; */", "SELECT /* ;\n", "SELECT '''a;\n",
        "FROM t\n|> LIMIT 1",
        "SELECT 1; SELECT 2", "SELECT \"\"\";\n", "help me", "SELECT r'''a;", "\nFROM t", ".5 + x",
    ])
    func unfinished(_ text: String) {
        // A number that begins with a dot is no command.
        #expect(!ShellText.isFinished(text))
    }

    @Test(arguments: [
        ("FROM t", ""), ("FROM t\n|> WHERE a", ""), ("|> SELECT a,", "     "), ("|> SELECT\n     a,", "     "),
        ("SELECT a,", "  "), ("SELECT a,\n  b,", "  "), ("|> JOIN (", "  "), ("|> JOIN (\n  FROM t", "  "),
        ("|> JOIN (\n  FROM t\n  |> WHERE a IN (", "    "), ("|> JOIN (\n  FROM t\n)", ""), ("SELECT '(", ""), ("", ""),
        (")", ""),
    ])
    func indentation(_ text: String, _ expected: String) {
        #expect(ShellText.indentation(text, cursor: text.utf8.count) == expected)
    }

    @Test func indentationLooksOnlyAtWhatIsBeforeTheCursor() {
        #expect(ShellText.indentation("|> JOIN (FROM t)", cursor: 9) == "  ")
        #expect(ShellText.indentation("FROM t (", cursor: 6) == "")
    }

    @Test(arguments: [
        ("SELECT SUBSTR(", "text, position[, length])"), ("SELECT SUBSTR(a, ", "position[, length])"),
        ("SELECT SUBSTR(a,", " position[, length])"), ("SELECT substr(a, 1, ", "[length])"), ("SELECT UPPER(", "text)"),
    ])
    func signatures(_ text: String, _ expected: String) {
        #expect(Hints.signature(text) == expected)
    }

    @Test(arguments: [
        "SELECT a", "SELECT (", "SELECT nothing(", "SELECT UPPER(a)", "SELECT SUBSTR(a", "(", "SELECT 'UPPER(",
    ])
    func noSignatures(_ text: String) {
        #expect(Hints.signature(text) == nil)
    }

    @Test func theRestOfAnEntryIsHintedUpToItsLinesEnd() {
        #expect(Hints.rest(of: "FROM t\n|> LIMIT 1", behind: "FRO") == "M t")
        #expect(Hints.rest(of: "FROM t\n|> LIMIT 1", behind: "FROM t\n|> ") == "LIMIT 1")
        #expect(Hints.rest(of: "FROM t", behind: "FROM t") == nil)
        #expect(Hints.rest(of: "FROM t\n|> LIMIT 1", behind: "FROM t") == nil)
        #expect(Hints.rest(of: "FROM t", behind: "from") == nil)
        #expect(Hints.rest(of: "FROM t", behind: "") == nil)
    }
}
