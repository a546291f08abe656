// Keys at random: whatever is pressed, the shell lives, answers, and leaves the terminal as it was.

import CommandSupport
import Foundation
import TerminalSupport
import Testing

struct TerminalRandomKeysTests {
    /// Ten times a thousand keys.
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func theShellSurvivesAThousandKeys(_ seed: UInt64) throws {
        let size = seed.isMultiple(of: 2) ? (columns: 80, rows: 24) : (columns: 40, rows: 12)
        let home = try TemporaryFolder()
        if seed.isMultiple(of: 5) { try home.write(".editrc", "bind -v\n") }
        func start() throws -> Terminal {
            // A pager would take keys for itself.
            let terminal = try Terminal(
                CommandRun.executable, columns: size.columns, rows: size.rows,
                environment: ["PAGER": "", "EDITOR": "true", "VISUAL": nil], home: home)
            try terminal.expect("expo>")
            return terminal
        }
        var terminal = try start()
        var keys = KeyGenerator(seed: seed)
        let isPatient = seed % 4 < 2
        for number in 1...1_000 {
            terminal.send(keys.next())
            // Half of the runs look at what each key gives, so that the shell draws it; the others are ahead of it.
            if isPatient { terminal.settle(quiet: .milliseconds(1)) }
            if number == 1_000 { terminal.settle() }
            if let status = terminal.exitStatus {
                // Ctrl-D on an empty line.
                #expect(status == 0)
                #expect(!terminal.isRaw)
                terminal = try start()
            }
        }
        // The first may be what Ctrl-V waits for, or end a paste that has no end.
        for _ in 0..<2 {
            terminal.settle()
            terminal.send(.ctrl("c"))
        }
        try terminal.expect("an empty line") { $0.rows[$0.cursor.row] == "expo>" && $0.cursor.column == 6 }
        terminal.send("SELECT 1;", .enter)
        try terminal.expect("the answer") { $0.text.hasSuffix("\n1\n─\n1\n(1 row)\nexpo>") }
        terminal.send(.ctrl("d"))
        #expect(terminal.waitForExit() == 0)
        #expect(!terminal.isRaw)
        #expect(!terminal.screen.isPasteBracketed)
        #expect(terminal.screen.isCursorVisible)
    }
}

/// Keys that are the same for a seed.
private struct KeyGenerator {
    /// SplitMix64.
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func random(below count: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ value >> 31) % UInt64(count))
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[random(below: elements.count)] }

    /// No dot, with which a command could begin that starts a program, and neither Ctrl-Z nor Ctrl-X, which stop the
    /// shell and start an editor, nor Ctrl-\, which kills it if it comes while a statement runs.
    mutating func next() -> Key {
        switch random(below: 20) {
        case 0..<8: .text(pick(Self.characters))
        case 8..<11: .text(pick(Self.words))
        case 11..<14: pick(Self.keys)
        case 14, 15: .ctrl(pick(Self.controls))
        case 16: .alt(pick(Self.alternates))
        case 17: .text(pick(Self.sequences))
        case 18: .paste((0...random(below: 6)).map { _ in pick(Self.words) + pick(Self.gaps) }.joined())
        default: .enter
        }
    }

    private static let characters =
        (0x20..<0x7F).map { String(Unicode.Scalar($0)) }.filter { $0 != "." }
        + ["é", "進", "🎉", "👩‍🚀", "e\u{301}", "\u{301}", "\u{200D}", "\u{FEFF}", "\u{85}", "\u{10FFFF}", "\u{202E}"]
    private static let words = [
        "SELECT ", "FROM ", "figures", "|> ", "WHERE ", "edition", " = '", "AS a", "SUBSTR(", "{km2}", "1e5", "'''",
        "/*", "*/", "--", "AGGREGATE COUNT(*)", " LIMIT 3", ";", "@p", "`", "進博会",
    ]
    private static let gaps = ["", " ", "\n", "\r\n", "\t", "\u{3}", "\u{7F}"]
    private static let keys: [Key] = [
        .enter, .altEnter, .tab, .tab, .shiftTab, .escape, .backspace, .altBackspace, .up, .down, .left, .right, .home,
        .end, .insert, .delete, .pageUp, .pageDown, .altUp, .altDown, .altLeft, .altRight, .ctrlLeft, .ctrlRight,
    ]
    private static let controls = Array("abcdefghijklmnopqrstuvwy/?_^] ")
    private static let alternates = Array("abcdefghijklmnopqrstuvwxyz<>0123456789-_!$\u{7F}\u{8}\r\u{c}\u{7}")
    /// Of other terminals, of mice, broken ones, and beginnings.
    private static let sequences = [
        "\u{1B}[I", "\u{1B}[M !!", "\u{1B}[<0;3;4M", "\u{1B}[15~", "\u{1B}OP", "\u{1B}[", "\u{1B}O", "\u{1B}[1;",
        "\u{1B}[99999999999999999999A", "\u{1B}[;;;;~", "\u{1B}]0;title\u{7}", "\u{1B}P1$r\u{1B}\\", "\u{1B}[?1;2c",
        "\u{1B}\u{1B}[A", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}[27;5;13~", "\u{1B}[13;2u", "\u{1B}[é",
    ]
}
