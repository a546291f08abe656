// The grammar file against the parser, in both directions.

import Foundation
import QueryLanguage
import Testing

struct GrammarTests {
    let grammar: GrammarFile

    init() throws {
        grammar = try GrammarFile()
    }

    // MARK: The file

    @Test func theFileIsShortAndEachProductionHasAnExample() {
        #expect(grammar.text.split(separator: "\n", omittingEmptySubsequences: false).count < 250)
        #expect(grammar.productions.count == grammar.index.count, "a production is defined twice")
        for production in grammar.productions { #expect(!production.example.isEmpty, "\(production.name)") }
    }

    @Test func eachProductionIsReachedFromTheFirst() throws {
        var seen: Set<Int> = []
        var open = [0, try #require(grammar.index["COMMENT"])]
        while let production = open.popLast() {
            guard seen.insert(production).inserted else { continue }
            var nodes = [grammar.productions[production].body]
            while let node = nodes.popLast() {
                switch grammar.nodes[node] {
                case .literal, .characters: break
                case .reference(let target): open.append(target)
                case .sequence(let items), .choice(let items): nodes.append(contentsOf: items)
                case .optional(let item), .star(let item), .plus(let item): nodes.append(item)
                case .difference(let kept, let left): nodes.append(contentsOf: [kept, left])
                }
            }
        }
        let unused = grammar.productions.indices.filter { !seen.contains($0) }.map { grammar.productions[$0].name }
        #expect(unused.isEmpty)
    }

    /// What the recognizer and a recursive-descent parser ask for.
    @Test func noProductionIsLeftRecursiveAndNothingEmptyIsRepeated() {
        let isLeaf = grammar.nodes.map { grammar.tokenKind($0) != nil }
        let isNullable = grammar.nullable(isLeaf)
        for (index, production) in grammar.productions.enumerated() where !production.isLexical {
            let reached = grammar.beginnings(of: index, isLeaf, isNullable).contains {
                if case .reference(let target) = grammar.nodes[$0] { target == index } else { false }
            }
            #expect(!reached, "\(production.name) is left-recursive")
        }
        for case .star(let item) in grammar.nodes { #expect(!isNullable[item]) }
        for case .plus(let item) in grammar.nodes { #expect(!isNullable[item]) }
    }

    @Test func keywordsAreThoseOfTheLexer() {
        let reserved = grammar.words("RESERVED_KEYWORD")
        let others = grammar.words("NONRESERVED_KEYWORD")
        #expect(Set(reserved) == Set(Keyword.allCases.filter(\.isReserved).map(\.rawValue)))
        #expect(Set(others) == Set(Keyword.allCases.filter { !$0.isReserved }.map(\.rawValue)))
        #expect(reserved.count + others.count == Keyword.allCases.count)
        #expect(reserved == reserved.sorted() && others == others.sorted())
    }

    @Test func signsAreThoseOfTheLexer() {
        var signs: Set<String> = []
        for (index, production) in grammar.productions.enumerated() where !production.isLexical {
            _ = index
            var nodes = [production.body]
            while let node = nodes.popLast() {
                switch grammar.nodes[node] {
                case .literal(let text):
                    #expect(GrammarFile.kind(ofLiteral: text) != nil, "\(text) is no token")
                    if Keyword(rawValue: text) == nil { signs.insert(text) }
                case .characters, .reference: break
                case .sequence(let items), .choice(let items): nodes.append(contentsOf: items)
                case .optional(let item), .star(let item), .plus(let item): nodes.append(item)
                case .difference(let kept, let left): nodes.append(contentsOf: [kept, left])
                }
            }
        }
        #expect(signs == Set(Symbol.allCases.map(\.rawValue)))
    }

    // MARK: The parser's sources

    @Test func theParserHasOneFunctionPerProductionInTheSameOrder() throws {
        var functions: [String] = []
        for file in ["Statements", "Queries", "Tables", "Pipes", "Expressions", "Primaries"] {
            let url = GrammarFile.root.appending(path: "Sources/QueryLanguage/Parser/Parser\(file).swift")
            for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
                guard let start = line.range(of: "func "), !line.contains("private ") else { continue }
                functions.append(String(line[start.upperBound...].prefix { $0.isLetter || $0.isNumber }))
            }
        }
        let names = grammar.productions.map(\.name).filter { $0.first?.isLowercase == true }
        #expect(functions == names)
    }

    // MARK: Sentences

    @Test func examplesAreSentencesOfTheirProductions() throws {
        let tokens = grammar.tokenRecognizer()
        let characters = grammar.characterRecognizer()
        for (index, production) in grammar.productions.enumerated() {
            let example = production.example
            if production.isLexical {
                let text = production.name == "COMMENT" ? example + "\n" : example
                let scalars = text.unicodeScalars.map { Int($0.value) }
                #expect(characters.recognizes(scalars, as: index), "\(production.name): \(example)")
                if let kind = GrammarFile.tokenKinds.first(where: { $0.name == production.name })?.kind {
                    #expect(LexedSource(Array(text.utf8)).tokens.map(\.kind) == [kind, .endOfText])
                }
            } else {
                let symbols = try #require(GrammarFile.tokens(of: example), "\(production.name)")
                #expect(tokens.recognizes(symbols, as: index), "\(production.name): \(example)")
            }
        }
        for name in ["script", "statement", "createStatement", "assertStatement", "query", "select", "fromClause"] {
            let example = try #require(grammar.production(name)?.example)
            #expect(throws: Never.self) { try Parser.script(example) }
        }
        for name in ["pipeOperator", "joinClause"] + grammar.productions.map(\.name).filter({ $0.hasPrefix("pipe") }) {
            guard !["pipeGroupBy", "pipeGroupingItem"].contains(name) else { continue }
            let example = try #require(grammar.production(name)?.example)
            #expect(throws: Never.self, "\(example)") { try Parser.script("FROM t |> " + example) }
        }
    }

    /// Each is a script; most sentences are queries, since these have most of the grammar in them.
    private static let starts = ["script", "statement", "query", "query"]

    @Test func generatedSentencesParseAndSurvivePrinting() throws {
        var generator = SentenceGenerator(grammar, seed: 2018)
        var wrong: [String] = []
        for round in 0..<20_000 {
            let tokens = generator.sentence(Self.starts[round % 4], length: 1 + round % 27)
            let text = spaced(tokens.map(\.text), &generator)
            do {
                let statements = try Parser.script(text)
                let printed = statements.map(\.text).joined(separator: ";\n")
                let again = try Parser.script(printed)
                if again != statements || again.map(\.text).joined(separator: ";\n") != printed {
                    wrong.append("\(text) -- printed as \(printed)")
                }
            } catch {
                wrong.append("\(text) -- \(error.message)")
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count), as \(wrong.prefix(9))")
        for (node, counts) in generator.taken.enumerated() where counts.contains(0) {
            Issue.record("an alternative never taken: \(counts) of \(grammar.nodes[node]) in \(owner(of: node))")
        }
    }

    @Test func changedSentencesAreJudgedAlike() {
        var generator = SentenceGenerator(grammar, seed: 2025)
        let recognizer = grammar.tokenRecognizer()
        var (accepted, rejected) = (0, 0)
        var wrong: [String] = []
        for round in 0..<20_000 {
            var tokens = generator.sentence(Self.starts[round % 4], length: 4 + round % 17)
            for _ in 0...generator.random.below(3) / 2 { change(&tokens, &generator) }
            guard tokens.count < 64 else { continue }
            let symbols = tokens.map { GrammarFile.symbols[$0.kind] ?? -1 }
            let expected = recognizer.recognizes(symbols, as: 0)
            let text = tokens.map(\.text).joined(separator: " ")
            let error = failure(of: text)
            if (error == nil) != expected { wrong.append("\(text) -- \(error?.message ?? "parses")") }
            if expected { accepted += 1 } else { rejected += 1 }
        }
        #expect(wrong.isEmpty, "\(wrong.count), as \(wrong.prefix(9))")
        // Both kinds are many, or the test would show little.
        #expect(accepted > 3_000)
        #expect(rejected > 9_000)
    }

    @Test func changedTokensAreJudgedAlike() throws {
        var generator = SentenceGenerator(grammar, seed: 7)
        let recognizer = grammar.characterRecognizer()
        var (accepted, rejected) = (0, 0)
        var wrong: [String] = []
        for round in 0..<6_000 {
            let (name, kind) = GrammarFile.tokenKinds[round % GrammarFile.tokenKinds.count]
            var scalars = Array(generator.token(name).unicodeScalars)
            if generator.random.below(3) > 0 {
                let other = Array("ax'\"`\\\n_u.{}".unicodeScalars)[generator.random.below(12)]
                let position = generator.random.below(scalars.count + 1)
                if generator.random.below(2) == 0 || position == scalars.count {
                    scalars.insert(other, at: position)
                } else {
                    scalars[position] = other
                }
            }
            let text = String(String.UnicodeScalarView(scalars))
            let index = try #require(grammar.index[name])
            let isWord = scalars.allSatisfy { $0.properties.isAlphabetic || $0 == "_" }
            let isKeyword = isWord && Keyword(rawValue: text.uppercased()) != nil
            guard scalars.count < 64 else { continue }
            let expected = recognizer.recognizes(scalars.map { Int($0.value) }, as: index) && !isKeyword
            // Escape sequences are looked at by the parser.
            let parsed =
                switch kind {
                case .quotedIdentifier: "DESCRIBE " + text
                case .unit: "SELECT 1" + text
                default: "SELECT " + text
                }
            let lexed = LexedSource(Array(text.utf8)).tokens
            let isToken = lexed.map(\.kind) == [kind, .endOfText] && lexed[0].range.upper == text.utf8.count
            let actual = isToken && scalars[0] != "\n" && failure(of: parsed) == nil
            if actual != expected { wrong.append("\(name) \(text) \(expected)") }
            if expected { accepted += 1 } else { rejected += 1 }
        }
        #expect(wrong.isEmpty, "\(wrong.count), as \(wrong.prefix(9))")
        #expect(accepted > 2_000)
        #expect(rejected > 1_000)
    }

    // MARK: Help

    /// The tokens with white space or comments between them.
    private func spaced(_ words: [String], _ generator: inout SentenceGenerator) -> String {
        var text = ""
        for word in words {
            switch generator.random.below(12) {
            case 0: text += " " + generator.token("COMMENT")
            case 1: text += "\t\r\n"
            default: text += " "
            }
            text += word
        }
        return text
    }

    /// Deletes, inserts, swaps or replaces a token.
    private func change(_ tokens: inout [SentenceGenerator.Token], _ generator: inout SentenceGenerator) {
        guard tokens.count > 1 else { return }
        let position = generator.random.below(tokens.count)
        switch generator.random.below(4) {
        case 0: tokens.remove(at: position)
        case 1: tokens.insert(anyToken(&generator), at: position)
        case 2: tokens.swapAt(position, max(position - 1, 0))
        default: tokens[position] = anyToken(&generator)
        }
    }

    private func anyToken(_ generator: inout SentenceGenerator) -> SentenceGenerator.Token {
        let words = Keyword.allCases.count
        let draw = generator.random.below(words + 3 * (Symbol.allCases.count + GrammarFile.tokenKinds.count))
        if draw < words {
            let keyword = Keyword.allCases[draw]
            return SentenceGenerator.Token(kind: .keyword(keyword), text: keyword.rawValue)
        }
        let other = (draw - words) / 3
        if other < Symbol.allCases.count {
            return SentenceGenerator.Token(
                kind: .symbol(Symbol.allCases[other]), text: Symbol.allCases[other].rawValue)
        }
        let (name, kind) = GrammarFile.tokenKinds[other - Symbol.allCases.count]
        return SentenceGenerator.Token(kind: kind, text: generator.token(name))
    }

    private func owner(of node: Int) -> String {
        // Nodes of a production are numbered before those of the next, its body last.
        grammar.productions.first { $0.body >= node }?.name ?? "?"
    }
}
