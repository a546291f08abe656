// Makes sentences of the language from its grammar, always the same ones for the same seed.

import QueryLanguage

/// Splitmix64: small, fast, the same everywhere.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `bound`.
    mutating func below(_ bound: Int) -> Int { Int(next() >> 11) % bound }
}

/// Walks the grammar at random: toward alternatives never taken, and out of it the shortest way once a sentence is
/// long enough.
struct SentenceGenerator {
    struct Token {
        var kind: QueryLanguage.Token.Kind
        var text: String
    }

    let grammar: GrammarFile
    var random: SeededGenerator
    private(set) var tokens: [Token] = []
    /// How often each alternative of each node was taken. Optional parts have two (left out, taken), repeated ones
    /// three (no, one, more repetitions).
    private(set) var taken: [[Int]]
    /// How far each node is from an alternative never taken, as of some sentences ago.
    private var distanceToNew: [Int]
    private var count = 0
    /// Whether the walk is on the shortest way to such an alternative.
    private var isGuided = false
    /// The fewest tokens that each node needs.
    private let shortest: [Int]
    private var room = 0
    /// Whether the walk is inside a token; its characters gather in `word`.
    private var isInToken = false
    private var word = String.UnicodeScalarView()

    init(_ grammar: GrammarFile, seed: UInt64) {
        self.grammar = grammar
        random = SeededGenerator(state: seed)
        shortest = Self.shortest(grammar)
        distanceToNew = Array(repeating: 0, count: grammar.nodes.count)
        taken = grammar.nodes.map { node in
            switch node {
            case .choice(let items): Array(repeating: 0, count: items.count)
            case .optional: [0, 0]
            case .star: [0, 0, 0]
            case .plus: [0, 0]
            case .literal, .characters, .reference, .sequence, .difference: []
            }
        }
        // What a difference leaves out is not generated.
        for case .difference(_, let left) in grammar.nodes { taken[left] = [] }
    }

    /// A sentence of `production`, of about `length` tokens.
    mutating func sentence(_ production: String, length: Int) -> [Token] {
        tokens.removeAll(keepingCapacity: true)
        room = length
        count += 1
        let isAllTaken = distanceToNew[grammar.productions[0].body] == Self.unknown
        if count % 16 == 0 && !isAllTaken { distanceToNew = distances() }
        isGuided = count % 4 == 0 && !isAllTaken
        if let start = grammar.production(production) { walk(start.body) }
        return tokens
    }

    /// The text of a token of the lexical production `name`.
    mutating func token(_ name: String) -> String {
        word.removeAll()
        isInToken = true
        defer { isInToken = false }
        if let production = grammar.production(name) { walk(production.body) }
        return String(word)
    }

    private mutating func walk(_ node: Int) {
        switch grammar.nodes[node] {
        case .literal(let text):
            if isInToken {
                word.append(contentsOf: text.unicodeScalars)
            } else {
                emit(GrammarFile.kind(ofLiteral: text) ?? .invalid, text)
            }
        case .characters(let ranges, let negated):
            word.append(character(ranges, negated))
        case .reference(let target):
            let production = grammar.productions[target]
            if production.isLexical && !isInToken {
                let kind = grammar.tokenKind(grammar.nodes[node]) ?? .invalid
                emit(kind, token(production.name))
            } else {
                walk(production.body)
            }
        case .sequence(let items):
            walk(all: items)
        case .choice(let items):
            walk(items[choose(node, items, items.map { shortest[$0] }, weights: nil)])
        case .optional(let item):
            if choose(node, [nil, item], [0, shortest[item]], weights: [1, 1]) == 1 { walk(item) }
        case .star(let item):
            let lengths = [0, shortest[item], 2 * shortest[item]]
            let count = choose(node, [nil, item, item], lengths, weights: [12, 1, 1])
            walk(all: Array(repeating: item, count: count))
        case .plus(let item):
            let count = 1 + choose(node, [item, item], [shortest[item], 2 * shortest[item]], weights: [3, 1])
            walk(all: Array(repeating: item, count: count))
        case .difference(let kept, let left):
            difference(kept, without: left)
        }
    }

    /// Walks one item after the other, each with the room that those behind it do not need; sometimes more is kept
    /// for them, but seldom, as expressions come down through a dozen levels to their primaries.
    private mutating func walk(all items: [Int]) {
        let wasGuided = isGuided
        let goal = wasGuided ? items.indices.min { distanceToNew[items[$0]] < distanceToNew[items[$1]] } : nil
        defer { isGuided = wasGuided }
        var needed = items.reduce(0) { $0 + shortest[$1] }
        for (index, item) in items.enumerated() {
            needed -= shortest[item]
            let free = max(room - needed, 0)
            let kept = index == items.count - 1 || random.below(6) > 0 ? 0 : random.below(free + 1)
            room -= needed + kept
            isGuided = index == goal
            walk(item)
            room += needed + kept
        }
    }

    private mutating func emit(_ kind: QueryLanguage.Token.Kind, _ text: String) {
        // Keywords may be written in small letters.
        let isSmall = random.below(4) == 0
        if case .keyword = kind, isSmall {
            tokens.append(Token(kind: kind, text: text.lowercased()))
        } else {
            tokens.append(Token(kind: kind, text: text))
        }
        room -= 1
    }

    /// One of the alternatives, whose nodes and lengths are given: on a guided walk the one nearest to something new,
    /// otherwise one at random that fits into the room left.
    private mutating func choose(_ node: Int, _ items: [Int?], _ lengths: [Int], weights: [Int]?) -> Int {
        if isGuided && room > -32 {
            let distances = items.indices.map { index in
                taken[node][index] == 0 ? 0 : items[index].map { distanceToNew[$0] } ?? Self.unknown
            }
            if let nearest = distances.min(), nearest < Self.unknown {
                let result = distances.firstIndex(of: nearest) ?? 0
                taken[node][result] += 1
                return result
            }
        }
        var allowed = lengths.indices.filter { lengths[$0] <= max(room, 0) || isInToken }
        if allowed.isEmpty {
            let least = lengths.min() ?? 0
            allowed = lengths.indices.filter { lengths[$0] == least }
        }
        let result: Int
        if let weights {
            let total = allowed.reduce(0) { $0 + weights[$1] }
            var draw = random.below(total)
            result =
                allowed.first { index in
                    draw -= weights[index]
                    return draw < 0
                } ?? allowed[0]
        } else {
            result = allowed[random.below(allowed.count)]
        }
        taken[node][result] += 1
        return result
    }

    private func distances() -> [Int] {
        var result = taken.map { $0.contains(0) ? 0 : Self.unknown }
        var changed = true
        while changed {
            changed = false
            for (node, content) in grammar.nodes.enumerated() where result[node] > 0 {
                let below =
                    switch content {
                    case .literal, .characters: Self.unknown
                    case .reference(let target): result[grammar.productions[target].body]
                    case .sequence(let items), .choice(let items): items.map { result[$0] }.min() ?? Self.unknown
                    case .optional(let item), .star(let item), .plus(let item), .difference(let item, _):
                        result[item]
                    }
                if below + 1 < result[node] {
                    result[node] = below + 1
                    changed = true
                }
            }
        }
        return result
    }

    private static let unknown = 1 << 20

    private mutating func difference(_ kept: Int, without left: Int) {
        let (length, start) = (tokens.count, word.count)
        for _ in 0..<100 {
            walk(kept)
            let text = isInToken ? String(word.dropFirst(start)) : tokens.last?.text ?? ""
            if !words(left).contains(text.uppercased()) { return }
            tokens.removeSubrange(length...)
            word.removeLast(word.count - start)
        }
    }

    /// The quoted words of a node that is a choice of such.
    private func words(_ node: Int) -> Set<String> {
        switch grammar.nodes[node] {
        case .literal(let text): [text]
        case .choice(let items): items.reduce(into: []) { $0.formUnion(words($1)) }
        case .reference(let target): words(grammar.productions[target].body)
        default: []
        }
    }

    private mutating func character(_ ranges: [ClosedRange<UInt32>], _ negated: Bool) -> Unicode.Scalar {
        let isIn = { (scalar: Unicode.Scalar) in ranges.contains { $0.contains(scalar.value) } }
        if negated || ranges.contains(where: { $0.count > 128 }) {
            let pool = Self.pool.filter { isIn($0) != negated }
            return pool[random.below(pool.count)]
        }
        let range = ranges[random.below(ranges.count)]
        return Unicode.Scalar(range.lowerBound + UInt32(random.below(range.count))) ?? "?"
    }

    /// What stands for "any character".
    private static let pool = Array(
        "aZ09 _-+*/%&|<>=!?.,;:()[]{}#@$~^'\"`\\\t\n\u{1}\u{7F}éß中博👍🏽\u{301}\u{200D}".unicodeScalars)

    private static func shortest(_ grammar: GrammarFile) -> [Int] {
        var result = [Int](repeating: unknown, count: grammar.nodes.count)
        var changed = true
        while changed {
            changed = false
            for (node, content) in grammar.nodes.enumerated() {
                let length: Int
                switch content {
                case .literal, .characters: length = 1
                case .reference(let target):
                    let production = grammar.productions[target]
                    length = production.isLexical ? 1 : result[production.body]
                case .sequence(let items): length = min(items.reduce(0) { $0 + result[$1] }, unknown)
                case .choice(let items): length = items.map { result[$0] }.min() ?? 0
                case .optional, .star: length = 0
                case .plus(let item), .difference(let item, _): length = result[item]
                }
                if length < result[node] {
                    result[node] = length
                    changed = true
                }
            }
        }
        return result
    }
}
