// What the shell says first.

import ExpoQuery
import QueryLanguage
import QueryShell
import Testing

struct GreetingTests {
    @Test func itIsTwoLinesThatFit() {
        let lines = Greeting.lines(version: "0.1.0", Database.expo)
        #expect(lines.count == 2)
        #expect(lines[0] == "expoq 0.1.0: 450 figures from 134 sources on 8 editions of the expo")
        for line in lines { #expect(line.displayWidth <= 80) }
    }

    @Test func withoutTheDatasetItTellsOfNothing() {
        #expect(Greeting.lines(version: "0.1.0", Database())[0] == "expoq 0.1.0")
    }
}
