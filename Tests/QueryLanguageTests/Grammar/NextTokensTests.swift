// What may come next, as the parser tells it, against what the grammar says.

import QueryLanguage
import Testing

struct NextTokensTests {
    /// Prefixes of sentences, and such with a token changed, which mostly begin nothing.
    @Test(arguments: [1, 2]) func whatMayComeNextIsWhatTheGrammarSays(seed: UInt64) throws {
        let grammar = try GrammarFile()
        var generator = SentenceGenerator(grammar, seed: seed)
        let recognizer = grammar.tokenRecognizer()
        let kinds = Dictionary(uniqueKeysWithValues: GrammarFile.symbols.map { ($1, $0) })
        let leaves = grammar.nodes.indices.map { grammar.tokenKind(grammar.nodes[$0]) }
        let anyWord = Set(["RESERVED_KEYWORD", "NONRESERVED_KEYWORD"].flatMap { grammar.items($0) })
        var wrong: [String] = []
        var (begun, offered) = (0, 0)
        while begun < 2_600 {
            let sentence = generator.sentence("statement", length: 1 + begun % 23)
            for _ in 0..<2 {
                var prefix = Array(sentence.prefix(generator.random.below(min(sentence.count, 40) + 1)))
                if generator.random.below(8) == 0, !prefix.isEmpty {
                    // Another token that the language has.
                    let symbol = generator.random.below(kinds.count)
                    let kind = kinds[symbol] ?? .invalid
                    let text = Self.text(of: kind)
                    prefix[generator.random.below(prefix.count)] = SentenceGenerator.Token(kind: kind, text: text)
                }
                if prefix.contains(where: { $0.kind == .symbol(.semicolon) }) { continue }
                let text = prefix.map(\.text).joined(separator: " ")
                let (tried, isSentence) = recognizer.next(
                    behind: prefix.map { GrammarFile.symbols[$0.kind] ?? -1 }, as: 0)
                var expected = Set(tried.compactMap { leaves[$0] })
                if isSentence { expected.insert(.endOfText) }
                let next = NextTokens.after(text)
                let actual = next?.kinds ?? []
                let (missing, extra) = (expected.subtracting(actual), actual.subtracting(expected))
                if !missing.isEmpty { wrong.append("\(text) -- misses \(missing.map(Self.text))") }
                if !extra.isEmpty { wrong.append("\(text) -- rejects \(extra.map(Self.text))") }
                // A word means something where a production has it, not where it is one of all the words; behind
                // a dot it is a name in any case.
                let meant = Set(tried.subtracting(anyWord).compactMap { leaves[$0] }.compactMap(Self.keyword))
                let keywords = next?.keywords ?? []
                if keywords != meant && next?.nameRole != .member {
                    wrong.append("\(text) -- means \(keywords.symmetricDifference(meant))")
                }
                if !expected.isEmpty { begun += 1 }
                offered += expected.count
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count), as \(wrong.prefix(12).joined(separator: "\n"))")
        #expect(offered > 50_000)
    }

    private static func keyword(_ kind: Token.Kind) -> Keyword? {
        if case .keyword(let keyword) = kind { keyword } else { nil }
    }

    private static func text(of kind: Token.Kind) -> String {
        switch kind {
        case .keyword(let keyword): keyword.rawValue
        case .symbol(let symbol): symbol.rawValue
        case .identifier: "x"
        case .quotedIdentifier: "`x`"
        case .integer: "1"
        case .float: "1.5"
        case .unit: "{m2}"
        case .string: "'x'"
        case .parameter: "@x"
        case .endOfText: "the end"
        case .invalid: "?"
        }
    }

    @Test func onlyTheLastStatementCounts() throws {
        let next = try #require(NextTokens.after("SELECT 1; FROM x |>"))
        #expect(next.contains(.keyword(.where)))
        #expect(!next.contains(.keyword(.from)))
        #expect(NextTokens.after("FROM 'unterminated") == nil)
        #expect(NextTokens.after("FROM FROM x") == nil)
    }

    @Test(arguments: [
        ("FROM", NameRole.table), ("FROM a JOIN", .table), ("FROM a,", .table), ("DESCRIBE", .relation),
        ("DROP TABLE IF EXISTS", .relation), ("FROM f(TABLE", .relation), ("FROM a |> CALL", .tableFunction),
        ("SELECT", .value), ("SELECT a,", .value), ("FROM a |> EXTEND a,", .value), ("SELECT a.", .member),
        ("FROM a |> DROP", .column), ("FROM a |> DROP x,", .column), ("FROM a |> SET", .column),
        ("FROM a |> SET x =", .value), ("FROM a |> RENAME", .column), ("FROM a |> RENAME x AS", .new),
        ("FROM a JOIN b USING (", .sharedColumn), ("SELECT a", .new), ("SELECT CAST(x AS", .type),
        ("SELECT EXTRACT(", .datePart), ("SELECT INTERVAL 3", .datePart), ("CREATE VIEW", .new),
        ("SELECT * EXCEPT (", .column), ("SELECT a WHERE f(x,", .value),
    ]) func namesHaveRoles(text: String, role: NameRole) {
        #expect(NextTokens.after(text)?.nameRole == role)
    }

    @Test func wordsAreKeywordsWhereTheyMeanSomething() throws {
        let value = try #require(NextTokens.after("SELECT"))
        #expect(value.contains(.keyword(.why)))
        #expect(!value.keywords.contains(.why))
        #expect(value.keywords.contains(.case))
        let pipe = try #require(NextTokens.after("FROM x |>"))
        #expect(pipe.keywords.isSuperset(of: [.aggregate, .why, .pivot, .select]))
        #expect(NextTokens.after("SELECT a.")?.keywords == [])
    }
}

extension GrammarFile {
    /// The nodes of the alternatives of a production that is a choice.
    fileprivate func items(_ name: String) -> [Int] {
        guard let body = production(name)?.body, case .choice(let items) = nodes[body] else { return [] }
        return items
    }
}
