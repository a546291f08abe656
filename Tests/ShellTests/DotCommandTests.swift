// The table of dot-commands: finding, reading arguments, completing.

import ExpoQuery
import LineEditor
import QueryShell
import Testing

struct DotCommandTests {
    @Test func namesAreUniqueAndHelpIsALine() {
        #expect(Set(DotCommands.all.map(\.name)).count == DotCommands.all.count)
        for command in DotCommands.all {
            #expect(!command.help.isEmpty && !command.help.hasSuffix(".") && !command.help.contains("\n"))
            // An argument behind one that may be left out may be left out too.
            let firstOptional = command.arguments.firstIndex(where: \.isOptional) ?? command.arguments.count
            #expect(!command.arguments[firstOptional...].contains { !$0.isOptional })
        }
    }

    @Test(arguments: [
        "help", "syntax", "tables", "schema", "functions", "units", "sources", "read", "open", "output", "format",
        "timer", "set", "rows", "width", "history", "edit", "why", "last", "cd", "shell", "quit",
    ])
    func theCommandsAreThere(_ name: String) {
        #expect(DotCommands.find(name)?.name == name)
    }

    @Test func aNameMayBeCutShortWhileItStaysTheOnlyOne() {
        #expect(DotCommands.find("TAB")?.name == "tables")
        #expect(DotCommands.find("s") == nil)
        #expect(DotCommands.find("") == nil)
    }

    private func completions(_ text: String) -> (replaced: Range<Int>, texts: [String]) {
        let list = DotCommands.completions(for: text, cursor: text.utf8.count, Database.expo)
        return (list.replaced, list.candidates.map(\.text))
    }

    @Test func namesAreCompleted() {
        #expect(completions(".").texts.count == DotCommands.all.count)
        #expect(completions(".ti") == (0..<3, [".timer "]))
        #expect(completions("  .QU").texts == [".quit"])
        let list = DotCommands.completions(for: ".sch", cursor: 4, Database.expo)
        #expect(list.candidates.first?.label == ".schema NAME")
    }

    @Test func argumentsAreCompletedByTheirKind() {
        #expect(completions(".format m") == (8..<9, ["markdown"]))
        #expect(completions(".schema edit") == (8..<12, ["editions"]))
        #expect(completions(".timer ") == (7..<7, ["on", "off"]))
        #expect(completions(".set tim").texts == ["time-limit", "timer"])
        #expect(completions(".set timer o").texts == ["on", "off"])
        #expect(completions(".set format nd").texts == ["ndjson"])
        #expect(completions(".help order b") == (6..<13, ["ORDER BY"]))
        #expect(completions(".syntax pipeU").texts == ["pipeUnpivot"])
        #expect(completions(".functions regexp_ex").texts == ["REGEXP_EXTRACT"])
        #expect(completions(".open /et").texts == ["/etc/"])
        #expect(completions(".quit now").texts.isEmpty)
        #expect(completions(".nothing x").texts.isEmpty)
        #expect(completions(".timer on x").texts.isEmpty)
    }

    @Test func completionTakesWhateverIsTyped() {
        for text in [".", ". ", ".set  ", ".set a b c", ".syntax \u{1F600}", ".help é", ".cd ~/", ".read ./"] {
            for cursor in 0...text.utf8.count {
                let list = DotCommands.completions(for: text, cursor: cursor, Database.expo)
                #expect(list.replaced.upperBound == cursor && list.replaced.lowerBound <= cursor)
            }
        }
    }
}
