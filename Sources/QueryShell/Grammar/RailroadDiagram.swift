// A production of the grammar as a railroad diagram: what can be read along the rails is a sentence.

import QueryLanguage

/// Draws productions with box-drawing characters. Words in capitals and signs in quotes are written as they are;
/// `‹names›` are other productions; `◂` marks a way back.
package struct RailroadDiagram {
    private let width: Int

    /// - Parameter width: the cells of a line. What cannot be broken may be longer.
    package init(width: Int) {
        self.width = max(width, Self.leastWidth)
    }

    /// The lines of the diagram, without spaces at their ends.
    package func lines(_ rule: GrammarRule) -> [String] {
        let block = draw(rule.expression, Self.room(width, for: Self.ends))
        return RailroadBlock.row([.end("├─"), block, .end("─┤")]).lines.map { line in
            String(line[..<((line.lastIndex { $0 != " " } ?? -1) + 1)])
        }
    }

    // Narrower ones cannot be read.
    private static let leastWidth = 24
    private static let ends = 6
    /// The cells that the posts of a choice and the rails at them take.
    private static let posts = 4
    /// The cells that a way from line to line takes.
    private static let turns = 4

    private static func room(_ width: Int, for frame: Int) -> Int { max(width - frame, leastWidth / 2) }

    private func draw(_ expression: GrammarExpression, _ width: Int) -> RailroadBlock {
        switch expression {
        case .literal, .name, .characters, .difference:
            return .word(Self.flat(expression))
        case .optional(.repeated(let item)):
            return .optional(loop(item, Self.room(width, for: Self.posts), through: nil))
        case .optional(let item):
            return .optional(draw(item, Self.room(width, for: Self.posts)))
        case .repeated(let item):
            return loop(item, width, through: nil)
        case .sequence(let items):
            return sequence(items, width)
        case .choice(let items):
            return choice(items, Self.room(width, for: Self.posts))
        }
    }

    private func loop(_ item: GrammarExpression, _ width: Int, through separator: GrammarExpression?) -> RailroadBlock {
        let inner = Self.room(width, for: Self.posts)
        return .loop(draw(item, inner), through: separator.map { draw($0, inner) })
    }

    /// Items one behind the other, in as many lines as they need.
    private func sequence(_ items: [GrammarExpression], _ width: Int) -> RailroadBlock {
        var blocks = pieces(items, width)
        if blocks.reduce(-1, { $0 + $1.width + 1 }) <= width { return .row(blocks) }
        blocks = pieces(items, Self.room(width, for: Self.turns))
        var rows: [[RailroadBlock]] = [[]]
        var used = 0
        for block in blocks {
            if used > 0 && used + 1 + block.width > width - Self.turns {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append(block)
            used += block.width + (used > 0 ? 1 : 0)
        }
        return .column(rows.map { .row($0) })
    }

    /// The items' blocks; `item ( "," item )*` is a loop through the comma.
    private func pieces(_ items: [GrammarExpression], _ width: Int) -> [RailroadBlock] {
        var blocks: [RailroadBlock] = []
        var index = 0
        while index < items.count {
            if index + 1 < items.count, case .optional(.repeated(.sequence(let parts))) = items[index + 1],
                parts.count > 1, parts.last == items[index]
            {
                let separator = parts.dropLast()
                blocks.append(
                    loop(
                        items[index], width, through: separator.count == 1 ? separator[0] : .sequence(Array(separator)))
                )
                index += 2
            } else {
                blocks.append(draw(items[index], width))
                index += 1
            }
        }
        return blocks
    }

    private func choice(_ items: [GrammarExpression], _ width: Int) -> RailroadBlock {
        // Long lists of words are set as a paragraph.
        let words = items.compactMap { if case .literal = $0 { Self.flat($0) } else { nil } }
        guard words.count == items.count, words.count > Self.mostWords else {
            return .choice(items.map { draw($0, width) })
        }
        var lines: [String] = []
        for word in words {
            if let last = lines.last, last.count + word.count + Self.between.count + 2 <= width {
                lines[lines.count - 1] = last + Self.between + word
            } else {
                lines.append(word)
            }
        }
        return .choice(lines.map { .word($0) })
    }

    /// Up to so many words stand one below the other.
    private static let mostWords = 12
    private static let between = " │ "

    /// An expression on one line.
    private static func flat(_ expression: GrammarExpression, isInner: Bool = false) -> String {
        switch expression {
        case .literal(let text):
            if text.first?.isLetter == true { return text }
            let quote = text.contains("\"") ? "'" : "\""
            return quote + text + quote
        case .name(let name): return "‹\(name)›"
        case .characters(let text): return text
        case .optional(.repeated(let item)): return flat(item, isInner: true) + "*"
        case .optional(let item): return flat(item, isInner: true) + "?"
        case .repeated(let item): return flat(item, isInner: true) + "+"
        case .difference(let kept, let left): return "\(flat(kept, isInner: true)) but not \(flat(left))"
        case .sequence(let items):
            let text = items.map { flat($0, isInner: true) }.joined(separator: " ")
            return isInner ? "(\(text))" : text
        case .choice(let items):
            let text = items.map { flat($0, isInner: true) }.joined(separator: isInner ? " | " : ", ")
            return isInner ? "(\(text))" : text
        }
    }
}
