// Reads the fenced blocks of a Markdown file.

import Foundation

/// A Markdown file of this package.
struct Document {
    /// A fenced block: "```kind argument", lines, "```".
    struct Block {
        let kind: String
        /// What stands behind the kind.
        let argument: String
        /// The lines inside, each with its end.
        let text: String
        /// Where it begins, for a person who looks for it.
        let line: Int
    }

    let text: String
    let blocks: [Block]

    /// The package's folder.
    static var root: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    init(_ path: String) throws {
        text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
        var blocks: [Block] = []
        var open: (info: Substring, line: Int, text: String)?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let block = open {
                if line == "```" {
                    let words = block.info.split(separator: " ", maxSplits: 1)
                    blocks.append(
                        Block(
                            kind: words.first.map(String.init) ?? "", argument: words.count > 1 ? String(words[1]) : "",
                            text: block.text, line: block.line))
                    open = nil
                } else {
                    open?.text += line + "\n"
                }
            } else if line.hasPrefix("```") {
                open = (line.dropFirst(3), index + 1, "")
            }
        }
        self.blocks = blocks
    }
}
