// Keymaps and the person's own editor on a terminal.

import CommandSupport
import Foundation
import TerminalSupport
import Testing

struct TerminalKeymapTests {
    /// A home folder with a program `editor` in it, which gets the file as `$1`.
    private func home(editor script: String) throws -> (folder: TemporaryFolder, environment: [String: String?]) {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "editor").path
        try folder.write("editor", "#!/bin/sh\n\(script)\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return (folder, ["EDITOR": path, "VISUAL": nil, "TMPDIR": folder.url.path])
    }

    @Test func controlXControlEOpensTheEditor() throws {
        let (home, environment) = try home(editor: #"cp "$1" ~/seen && printf 'SELECT 3,\n4;\n' > "$1""#)
        let scene = try EditingScene(environment: environment, home: home)
        scene.send("SELECT 1", .enter, "+ 2", .ctrl("x"), .ctrl("e"))
        try scene.shows("expo> SELECT 3,", "   .> 4;", cursor: (1, 8))
        #expect(try home.read("seen") == "SELECT 1\n+ 2\n")
        scene.send(.enter)
        try scene.shows("expo> SELECT 3,", "   .> 4;", "3  4", "─  ─", "3  4", "(1 row)", "expo>")
        // The file is gone.
        #expect(try Set(home.names) == ["editor", "seen", ".local"])
    }

    @Test func anEditorThatFailsLeavesTheStatementAsItWas() throws {
        let (home, environment) = try home(editor: #"echo 'SELECT 2' > "$1"; exit 1"#)
        let scene = try EditingScene(columns: 40, rows: 12, environment: environment, home: home)
        scene.send("SELECT 1", .ctrl("x"), .ctrl("e"))
        try scene.terminal.expect("a bell") { $0.bells > 0 }
        try scene.shows("expo> SELECT 1", cursor: (0, 14))
    }

    @Test func dotEditOpensTheLastStatement() throws {
        let (home, environment) = try home(editor: #"sed s/1/5/ "$1" > ~/new; cat ~/new > "$1""#)
        let scene = try EditingScene(environment: environment, home: home)
        scene.send("SELECT 1;", .enter)
        try scene.shows("expo> SELECT 1;", "1", "─", "1", "(1 row)", "expo>")
        scene.send(".edit", .enter)
        try scene.shows("expo> SELECT 1;", "1", "─", "1", "(1 row)", "expo> .edit", "expo> SELECT 5;", cursor: (6, 15))
        scene.send(.enter)
        try scene.shows(
            "expo> SELECT 1;", "1", "─", "1", "(1 row)", "expo> .edit", "expo> SELECT 5;", "5", "─", "5", "(1 row)",
            "expo>")
    }

    @Test func bothWaysToTheEditorChooseTheSameOne() throws {
        let (home, environment) = try home(editor: #"echo 'SELECT 6' > "$1""#)
        let scene = try EditingScene(environment: environment.merging(["VISUAL": "false"]) { $1 }, home: home)
        scene.send(.ctrl("x"), .ctrl("e"))
        try scene.shows("expo> SELECT 6", cursor: (0, 14))
        scene.send(.ctrl("u"), ".edit", .enter)
        try scene.shows("expo> .edit", "expo> SELECT 6", cursor: (1, 14))
    }

    @Test(arguments: [[.ctrl("x"), .ctrl("e")], [".edit", .enter]] as [[Key]])
    func controlCInTheEditorIsTheEditors(_ keys: [Key]) throws {
        let (home, environment) = try home(
            editor: #"trap 'echo SELECT 8 > "$1"; exit 0' INT; printf 'ready\n'; while :; do sleep 0.1; done"#)
        let scene = try EditingScene(environment: environment, home: home)
        for key in keys { scene.send(key) }
        try scene.terminal.expect("ready")
        scene.send(.ctrl("c"))
        try scene.terminal.expect("expo> SELECT 8")
    }

    @Test func emacsKeysMoveByCharactersWordsAndLines() throws {
        let scene = try EditingScene()
        scene.send("SELECT edition", .ctrl("a"))
        try scene.shows("expo> SELECT edition", cursor: (0, 6))
        scene.send(.ctrl("f"), .alt("f"))
        try scene.shows("expo> SELECT edition", cursor: (0, 12))
        scene.send(.ctrl("e"), .alt("b"))
        try scene.shows("expo> SELECT edition", cursor: (0, 13))
        scene.send(.ctrl("b"), .ctrl("w"))
        try scene.shows("expo>  edition", cursor: (0, 6))
        scene.send(.ctrl("k"))
        try scene.shows("expo>", cursor: (0, 6))
    }

    @Test func editrcChoosesVi() throws {
        let home = try TemporaryFolder()
        try home.write(".editrc", "bind -v\n")
        let scene = try EditingScene(columns: 40, rows: 12, home: home)
        scene.send("SELECT 12;", .escape)
        // Esc is known when the next key is not a part of a sequence with it; it steps back.
        try scene.shows("expo> SELECT 12;", cursor: (0, 15))
        scene.send("0")
        try scene.shows("expo> SELECT 12;", cursor: (0, 6))
        scene.send("w", "x")
        try scene.shows("expo> SELECT 2;", cursor: (0, 13))
        scene.send("i", "3", .enter)
        try scene.shows("expo> SELECT 32;", "32", "──", "32", "(1 row)", "expo>")
        // Up is k there.
        scene.send(.escape, .up)
        try scene.shows("expo> SELECT 32;", "32", "──", "32", "(1 row)", "expo> SELECT 32;")
    }

    @Test func editrcBindsKeys() throws {
        let home = try TemporaryFolder()
        try home.write(".editrc", "# mine\nexpoq:bind ^G shell-line-start\nother:bind ^B ed-insert\n")
        let scene = try EditingScene(home: home)
        scene.send("SELECT", .ctrl("g"))
        try scene.shows("expo> SELECT", cursor: (0, 6))
        scene.send(.right, .ctrl("b"))
        try scene.shows("expo> SELECT", cursor: (0, 6))
    }
}
