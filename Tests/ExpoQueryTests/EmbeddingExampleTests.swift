// The example app does what it is there to show.

import CommandSupport
import Foundation
import Testing

struct EmbeddingExampleTests {
    @Test func itPrintsWhatItShows() throws {
        let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "EmbeddingExample/EmbeddingExample.swift")
        let lines = try String(contentsOf: source, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 60)
        let run = try CommandRun(CommandRun.product("EmbeddingExample"), [])
        #expect(
            run.output == """
                edition 7 opened on 2024-11-05
                edition 1: 3617 enterprise (Tehran Times (contributed article))
                edition 4: > 2900 enterprise (China.com.cn finance)
                SHANGHAI!
                sum 5000050000
                stranger:1:6: error: the file '/etc/passwd' may not be opened here
                stranger: error: the result has more than 100 rows
                stranger:1:12: error: there is no column `tru`

                """)
        #expect(run.status == 0 && run.errors == "")
    }
}
