// Decides from the grammar alone whether a text belongs to it: what the parser is compared with.

/// A chart recognizer: for each production and start it keeps the set of all ends, as bits of one word.
///
/// It tries every alternative everywhere, looks ahead only to skip what cannot match, and knows nothing of the
/// parser's decisions, so that ambiguity costs nothing. The grammar must not be left-recursive; texts have at most
/// 63 symbols.
final class Recognizer {
    private let grammar: GrammarFile
    private let isLeaf: [Bool]
    private let accepts: (GrammarFile.Node, Int) -> Bool
    /// The productions that no symbol at their start rules out.
    private let beginsWithAny: [Bool]
    /// For each production the leaves that can begin it.
    private let firstLeaves: [Set<Int>]
    /// The leaves that take a symbol and the productions that it can begin, as far as asked for.
    private var usesOfSymbol: [Int: (leaves: [Int], productions: [Int])] = [:]

    // Of the text at hand: the positions that a leaf takes and that a production can begin at; and for each production
    // and start the ends found, with the number of the text that they belong to.
    private var symbols: [Int] = []
    private var leafMasks: [UInt64]
    private var firstMasks: [UInt64]
    private var ends: [UInt64]
    private var found: [Int]
    private var round = 0
    /// The leaves that were tried behind the last symbol.
    private var triedBehind: Set<Int> = []
    private var remembersTried = false

    /// - Parameters:
    ///   - isLeaf: Whether a node stands for one symbol.
    ///   - accepts: Whether a leaf takes a symbol.
    init(
        _ grammar: GrammarFile, isLeaf: (GrammarFile.Node) -> Bool,
        accepts: @escaping (GrammarFile.Node, Int) -> Bool
    ) {
        self.grammar = grammar
        self.accepts = accepts
        self.isLeaf = grammar.nodes.map(isLeaf)
        let (isLeaf, isNullable) = (self.isLeaf, grammar.nullable(self.isLeaf))
        let beginnings = grammar.productions.indices.map { grammar.beginnings(of: $0, isLeaf, isNullable) }
        firstLeaves = beginnings.map { $0.filter { isLeaf[$0] } }
        beginsWithAny = zip(grammar.productions, beginnings).map { production, nodes in
            isNullable[production.body]
                || nodes.contains { if case .literal = grammar.nodes[$0] { !isLeaf[$0] } else { false } }
        }
        leafMasks = Array(repeating: 0, count: grammar.nodes.count)
        firstMasks = Array(repeating: 0, count: grammar.productions.count)
        ends = Array(repeating: 0, count: grammar.productions.count * 64)
        found = Array(repeating: 0, count: grammar.productions.count * 64)
    }

    /// Whether `symbols` are a sentence of the production numbered `start`.
    func recognizes(_ symbols: [Int], as start: Int) -> Bool {
        precondition(symbols.count < 64)
        round += 1
        self.symbols = symbols
        for leaf in leafMasks.indices { leafMasks[leaf] = 0 }
        for production in firstMasks.indices { firstMasks[production] = 0 }
        for (position, symbol) in symbols.enumerated() {
            let (leaves, productions) = uses(of: symbol)
            for leaf in leaves { leafMasks[leaf] |= 1 << UInt64(position) }
            for production in productions { firstMasks[production] |= 1 << UInt64(position) }
        }
        if remembersTried {
            for production in firstMasks.indices { firstMasks[production] |= 1 << UInt64(symbols.count) }
        }
        return ends(of: start, from: 1) & 1 << UInt64(symbols.count) != 0
    }

    /// The leaves that can come next behind `symbols` in a sentence of `start`, as far as one begins with them; and
    /// whether they are a sentence already.
    ///
    /// Every leaf that is tried there can come next: the way to it matched all symbols before, and every production
    /// has an end. (What a difference leaves out is tried too; whoever asks must not mind.)
    func next(behind symbols: [Int], as start: Int) -> (leaves: Set<Int>, isSentence: Bool) {
        triedBehind.removeAll()
        remembersTried = true
        defer { remembersTried = false }
        let isSentence = recognizes(symbols, as: start)
        return (triedBehind, isSentence)
    }

    private func uses(of symbol: Int) -> (leaves: [Int], productions: [Int]) {
        if let known = usesOfSymbol[symbol] { return known }
        let leaves = isLeaf.indices.filter { isLeaf[$0] && accepts(grammar.nodes[$0], symbol) }
        let result = (leaves, firstLeaves.indices.filter { !firstLeaves[$0].isDisjoint(with: leaves) })
        usesOfSymbol[symbol] = result
        return result
    }

    /// Where `production` can end that begins at one of `starts`.
    private func ends(of production: Int, from starts: UInt64) -> UInt64 {
        let body = grammar.productions[production].body
        var starts = beginsWithAny[production] ? starts : starts & firstMasks[production]
        var result: UInt64 = 0
        while starts != 0 {
            let start = starts.trailingZeroBitCount
            starts &= starts - 1
            let slot = production &* 64 &+ start
            if found[slot] != round {
                ends[slot] = match(body, 1 << UInt64(start))
                found[slot] = round
            }
            result |= ends[slot]
        }
        return result
    }

    private func match(_ node: Int, _ starts: UInt64) -> UInt64 {
        if starts == 0 { return 0 }
        if isLeaf[node] {
            if remembersTried && starts & 1 << UInt64(symbols.count) != 0 { triedBehind.insert(node) }
            return (starts & leafMasks[node]) << 1
        }
        switch grammar.nodes[node] {
        case .reference(let production):
            return ends(of: production, from: starts)
        case .sequence(let items):
            var current = starts
            for item in items {
                current = match(item, current)
                if current == 0 { break }
            }
            return current
        case .choice(let items):
            var result: UInt64 = 0
            for item in items { result |= match(item, starts) }
            return result
        case .optional(let item):
            return starts | match(item, starts)
        case .star(let item):
            return starts | closure(item, starts)
        case .plus(let item):
            return closure(item, starts)
        case .difference(let kept, let left):
            var (result, rest) = (UInt64(0), starts)
            while rest != 0 {
                let start = rest & (~rest &+ 1)
                rest &= rest - 1
                result |= match(kept, start) & ~match(left, start)
            }
            return result
        case .literal(let text):
            // Of several characters: a leaf has one symbol.
            var current = starts
            for scalar in text.unicodeScalars {
                var mask: UInt64 = 0
                for (position, symbol) in symbols.enumerated() where symbol == Int(scalar.value) {
                    mask |= 1 << UInt64(position)
                }
                current = (current & mask) << 1
            }
            return current
        case .characters:
            return 0
        }
    }

    /// Where one or more of `item` can end.
    private func closure(_ item: Int, _ starts: UInt64) -> UInt64 {
        var result: UInt64 = 0
        var new = match(item, starts)
        while new & ~result != 0 {
            new &= ~result
            result |= new
            new = match(item, new)
        }
        return result
    }
}

// MARK: What the grammar says beforehand

extension GrammarFile {
    /// For each node whether it matches the empty text.
    func nullable(_ isLeaf: [Bool]) -> [Bool] {
        var result = [Bool](repeating: false, count: nodes.count)
        var changed = true
        while changed {
            changed = false
            for (node, content) in nodes.enumerated() where !isLeaf[node] && !result[node] {
                result[node] =
                    switch content {
                    case .literal, .characters: false
                    case .reference(let target): result[productions[target].body]
                    case .sequence(let items): items.allSatisfy { result[$0] }
                    case .choice(let items): items.contains { result[$0] }
                    case .optional, .star: true
                    case .plus(let item), .difference(let item, _): result[item]
                    }
                changed = changed || result[node]
            }
        }
        return result
    }

    /// The nodes that a match of `production` can begin with, at any depth.
    func beginnings(of production: Int, _ isLeaf: [Bool], _ isNullable: [Bool]) -> Set<Int> {
        var seen: Set<Int> = []
        var open = [productions[production].body]
        while let node = open.popLast() {
            guard seen.insert(node).inserted, !isLeaf[node] else { continue }
            switch nodes[node] {
            case .literal, .characters: break
            case .reference(let target): open.append(productions[target].body)
            case .sequence(let items):
                let count = items.firstIndex { !isNullable[$0] }.map { $0 + 1 } ?? items.count
                open.append(contentsOf: items.prefix(count))
            case .choice(let items): open.append(contentsOf: items)
            case .optional(let item), .star(let item), .plus(let item), .difference(let item, _): open.append(item)
            }
        }
        return seen
    }
}
