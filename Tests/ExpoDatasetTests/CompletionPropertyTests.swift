// Completion on the golden scripts: what it offers fits, and what stands there is offered.

import ExpoQuery
import Foundation
import Testing

struct CompletionPropertyTests {
    private let database = Database.expo

    private static let scripts: [String] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Scripts")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return names.filter { $0.hasSuffix(".expoq") && !$0.hasPrefix("error-") }.sorted().compactMap {
            try? String(contentsOf: folder.appending(path: $0), encoding: .utf8)
        }
    }()

    private static let context = CompletionContext(parameters: Parameters(named: ["edition": .int64(7)])) { _ in
        [("visits.csv", false), ("it's.csv", false), ("data", true)]
    }

    /// Once inserted, each item leaves the beginning of a statement.
    @Test func whatIsOfferedFits() throws {
        #expect(Self.scripts.count > 100)
        var random = UInt64(2018)
        var wrong: [String] = []
        var offered = 0
        for script in Self.scripts {
            let bytes = Array(script.utf8)
            for _ in 0..<6 {
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let cursor = Int(random >> 33) % (bytes.count + 1)
                let completion = database.completions(in: script, at: cursor, Self.context)
                #expect(completion.replaced.upperBound == cursor || completion.items.isEmpty)
                for item in completion.items {
                    offered += 1
                    let before = String(decoding: bytes[..<completion.replaced.lowerBound], as: UTF8.self)
                    if !Self.isBeginning(Self.lastStatement(before) + Self.finished(item)) {
                        wrong.append("\(before.suffix(60))⟨\(item.text)⟩")
                    }
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count), as \(wrong.prefix(12).joined(separator: "\n"))")
        #expect(offered > 10_000)
    }

    private static func lastStatement(_ text: String) -> String {
        guard let end = LexedSource(Array(text.utf8)).tokens.last(where: { $0.kind == .symbol(.semicolon) }) else {
            return text
        }
        return String(decoding: text.utf8.dropFirst(end.range.upper), as: UTF8.self)
    }

    /// What a user would write behind an item that is not whole: a folder's file, what is counted in millions.
    private static func finished(_ item: Completion.Item) -> String {
        switch item.text.first {
        case "'", "\"":
            item.text + (item.text.count > 1 && item.text.last == item.text.first ? "" : "x\(item.text.first!)")
        default: item.text + (item.text.hasPrefix("{") && !item.text.hasSuffix("}") ? "USD}" : "")
        }
    }

    private static func isBeginning(_ text: String) -> Bool {
        do {
            _ = try Parser.script(text)
            return true
        } catch {
            // At the end: something is missing. Before, the last token may still turn out to be right.
            return error.range?.lower == text.utf8.count || NextTokens.after(text) != nil
        }
    }

    /// A word of a script is offered once its first letter was typed.
    @Test func whatStandsThereIsOffered() throws {
        var missing: [String] = []
        var (keywords, names, turn) = (0, 0, 0)
        for script in Self.scripts where !script.contains(".csv'") && !script.contains(".json'") {
            let database = Database.expo
            var context = Self.context
            context.variables = ScriptVariables()
            let bytes = Array(script.utf8)
            // Some scripts end in an error, which is of no interest here.
            for statement in (try? Parser.script(script)) ?? [] {
                defer {
                    // What is exported would stand among the tests' messages.
                    if !statement.text.contains("EXPORT DATA") {
                        _ = try? database.execute(
                            statement, parameters: context.parameters, variables: context.variables)
                    }
                }
                // What is dropped may be there no more.
                if case .drop = statement.node { continue }
                let range = statement.range
                for token in LexedSource(Array(bytes[range.lower..<range.upper])).tokens.dropLast() {
                    turn += 1
                    guard turn % 9 == 0 else { continue }
                    let start = range.lower + token.range.lower
                    // Names of arguments are offered for table functions only.
                    let behind = bytes[(range.lower + token.range.upper)..<range.upper].drop { $0 == 0x20 }
                    if behind.starts(with: "=>".utf8) { continue }
                    let word = String(decoding: bytes[start..<(range.lower + token.range.upper)], as: UTF8.self)
                    guard let next = NextTokens.after(Array(bytes[range.lower..<start])) else {
                        missing.append(word)
                        continue
                    }
                    switch token.kind {
                    case .keyword(let keyword) where next.keywords.contains(keyword): keywords += 1
                    case .identifier where next.nameRole.map(Self.namesKnown.contains) ?? false: names += 1
                    default: continue
                    }
                    let items = database.completions(in: script, at: start + 1, context).items
                    let isOffered = items.contains {
                        $0.text.lowercased().prefix { !"( .".contains($0) } == word.lowercased()
                    }
                    let before = String(decoding: bytes[..<start], as: UTF8.self)
                    if !isOffered { missing.append("…\(before.suffix(70))\(word)") }
                }
            }
        }
        #expect(missing.isEmpty, "\(missing.count), as \(missing.prefix(12).joined(separator: "\n"))")
        #expect(keywords > 250 && names > 250)
    }

    /// What stands for something that exists; other names are the user's to find.
    private static let namesKnown: Set<NameRole> = [
        .value, .member, .table, .relation, .tableFunction, .column, .sharedColumn, .type, .datePart,
        .variable, .option,
    ]
}
