// Every way in which the grammar lets something hold itself: deep nesting must end in an error, on a small stack too.

import Foundation
import QueryLanguage
import Testing

struct NestingTests {
    /// One step inside a production: the text up to a reference in it, and the text behind.
    private struct Step {
        var target: Int
        var before: [String]
        var behind: [String]
    }

    /// As small as that of threads on macOS.
    private static let small = 512 << 10
    private static let large = 64 << 20

    private let grammar: GrammarFile
    private let shortest: [[String]]
    private let steps: [[Step]]

    init() throws {
        let grammar = try GrammarFile()
        let shortest = Self.shortest(grammar)
        self.grammar = grammar
        self.shortest = shortest
        steps = grammar.productions.map { production in
            production.isLexical ? [] : Self.steps(grammar, shortest, production.body)
        }
    }

    @Test func nestingOfEachKindIsLimited() throws {
        let loops = loops()
        #expect(loops.count > 60)
        let start = try #require(grammar.index["statement"])
        let texts = loops.compactMap { loop -> String? in
            guard let way = way(from: start, to: loop.production) else { return nil }
            return (way.before + Array(repeating: loop.before, count: 400).joined()).joined(separator: " ")
        }
        #expect(texts.count == loops.count)
        let wrong = onStack(of: Self.small) {
            texts.filter { failure(of: $0)?.message.hasPrefix("nested deeper than") != true }
        }
        #expect(wrong.isEmpty, "\(wrong.count), as \(wrong.prefix(3).map { String($0.prefix(100)) })")
    }

    /// What the limits let pass is parsed and freed on a small stack; on a large one, where the nesting is deepest, it
    /// can be printed too.
    @Test func theDeepestTreesArePrintedAndFreed() throws {
        let start = try #require(grammar.index["statement"])
        for size in [Self.small, Self.large] {
            let texts = loops().compactMap { loop -> [String]? in
                guard let way = way(from: start, to: loop.production) else { return nil }
                let inner = shortest[grammar.productions[loop.production].body]
                // How many levels a loop has is not known; the first of these that parses is near the limit.
                return [1, 2, 3, 4, 10, 20, 30, 40].map { part in
                    let count = (Parser.depthLimit - 8) / part
                    let before = Array(repeating: loop.before, count: count).joined()
                    let behind = Array(repeating: loop.behind, count: count).joined()
                    return (way.before + before + inner + behind + way.behind).joined(separator: " ")
                }
            }
            let (parsed, wrong) = onStack(of: size) {
                let deepest = texts.compactMap { $0.first { failure(of: $0) == nil } }
                return (deepest.count, size == Self.small ? [] : deepest.filter { !survivesPrinting($0) })
            }
            #expect(parsed == texts.count)
            #expect(wrong.isEmpty, "\(wrong.count), as \(wrong.prefix(3).map { String($0.prefix(300)) })")
        }
    }

    @Test func operatorsInARowAreLimited() {
        for (start, piece) in [
            ("SELECT 1", "+ 1"), ("SELECT 1", "OR 1"), ("SELECT 1", "|| 1"), ("FROM t", "JOIN t USING (a)"),
            ("FROM t", ", t"), ("SELECT 1", "UNION ALL SELECT 1"), ("FROM t", "|> DISTINCT"),
        ] {
            let text = { @Sendable (count: Int) in
                ([start] + Array(repeating: piece, count: count)).joined(separator: " ")
            }
            let (fits, error) = onStack(of: Self.small) {
                (failure(of: text(Parser.chainLimit - 2)) == nil, failure(of: text(20_000))?.message ?? "")
            }
            #expect(fits, "\(piece)")
            #expect(error.hasPrefix("more than"), "\(piece): \(error)")
        }
    }

    // MARK: Ways through the grammar

    private struct Way {
        var production = 0
        var before: [String] = []
        var behind: [String] = []
    }

    /// For each step that can come back to where it began: once around.
    private func loops() -> [Way] {
        var result: [Way] = []
        for (production, steps) in steps.enumerated() {
            for step in steps {
                guard let back = way(from: step.target, to: production) else { continue }
                result.append(
                    Way(
                        production: production, before: step.before + back.before, behind: back.behind + step.behind))
            }
        }
        return result
    }

    /// The way from one production to another with the fewest tokens.
    private func way(from start: Int, to goal: Int) -> Way? {
        var best: [Int: Way] = [start: Way(production: start)]
        var open: Set<Int> = [start]
        while let production = open.min(by: { length(best[$0]) < length(best[$1]) }), let way = best[production] {
            if production == goal { return way }
            open.remove(production)
            for step in steps[production] {
                let next = Way(
                    production: step.target, before: way.before + step.before, behind: step.behind + way.behind)
                if length(next) < length(best[step.target]) {
                    best[step.target] = next
                    open.insert(step.target)
                }
            }
        }
        return nil
    }

    private func length(_ way: Way?) -> Int { way.map { $0.before.count + $0.behind.count } ?? .max }

    private static func steps(_ grammar: GrammarFile, _ shortest: [[String]], _ node: Int) -> [Step] {
        switch grammar.nodes[node] {
        case .literal, .characters, .difference: return []
        case .reference(let target):
            return grammar.productions[target].isLexical ? [] : [Step(target: target, before: [], behind: [])]
        case .choice(let items): return items.flatMap { steps(grammar, shortest, $0) }
        case .optional(let item), .star(let item), .plus(let item): return steps(grammar, shortest, item)
        case .sequence(let items):
            return items.indices.flatMap { index in
                steps(grammar, shortest, items[index]).map { step in
                    Step(
                        target: step.target, before: items[..<index].flatMap { shortest[$0] } + step.before,
                        behind: step.behind + items[(index + 1)...].flatMap { shortest[$0] })
                }
            }
        }
    }

    /// A shortest text for each node.
    private static func shortest(_ grammar: GrammarFile) -> [[String]] {
        let tokens = [
            "NAME": "a", "QUOTED_NAME": "`a`", "INTEGER": "1", "FLOAT": "1.5", "UNIT": "{m}", "STRING": "'s'",
            "PARAMETER": "@p",
        ]
        var result = [[String]?](repeating: nil, count: grammar.nodes.count)
        var changed = true
        while changed {
            changed = false
            for (node, content) in grammar.nodes.enumerated() {
                var text: [String]?
                switch content {
                case .literal(let word): text = [word]
                case .characters: text = ["?"]
                case .reference(let target):
                    let production = grammar.productions[target]
                    text = tokens[production.name].map { [$0] } ?? result[production.body]
                case .sequence(let items):
                    if items.allSatisfy({ result[$0] != nil }) { text = items.flatMap { result[$0] ?? [] } }
                case .choice(let items): text = items.compactMap { result[$0] }.min { $0.count < $1.count }
                case .optional, .star: text = []
                case .plus(let item), .difference(let item, _): text = result[item]
                }
                if let text, text.count < result[node]?.count ?? .max {
                    result[node] = text
                    changed = true
                }
            }
        }
        return result.map { $0 ?? [] }
    }
}

/// Whether a script's tree can be printed and read back.
private func survivesPrinting(_ text: String) -> Bool {
    guard let statements = try? Parser.script(text) else { return false }
    return (try? Parser.script(statements.map(\.text).joined(separator: ";"))) == statements
}

/// Runs `body` on a thread with a stack of `size` bytes.
private func onStack<Result: Sendable>(of size: Int, _ body: @escaping @Sendable () -> Result) -> Result {
    let box = Box<Result>()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
        box.result = body()
        done.signal()
    }
    thread.stackSize = size
    thread.start()
    done.wait()
    guard let result = box.result else { preconditionFailure("the thread gave no result") }
    return result
}

/// What a thread leaves behind; the semaphore orders writing and reading.
private final class Box<Result>: @unchecked Sendable {
    var result: Result?
}
