// `.syntax`: a rule of the grammar, drawn.

import QueryLanguage

package enum SyntaxHelp {
    /// The rule that a name means: a production's, a statement's, or a pipe operator's.
    package static func find(_ written: String) -> GrammarRule? {
        var name = written.trimmed.lowercased()
        while name.hasSuffix(";") { name.removeLast() }
        if name.hasPrefix("|>") { name = String(name.dropFirst(2)).trimmed }
        // A rule and a token may differ in capitals only: name, NAME.
        if let rule = Grammar.rules.first(where: { $0.name == written.trimmed }) ?? Grammar.rule(name) { return rule }
        let topics = LanguageTopic.pipeOperators + LanguageTopic.statements
        let topic = topics.first { $0.name.lowercased() == name }
        return topic?.production.flatMap { Grammar.rule($0) }
    }

    /// The rule with this name as a diagram, with an example and where else it is used.
    package static func lines(_ name: String, width: Int) throws(Diagnostic) -> [String] {
        guard let rule = find(name) else {
            let known = Grammar.rules.map(\.name) + LanguageTopic.pipeOperators.map(\.name)
            throw Diagnostic(
                "the grammar has no rule \(name)",
                hints: [nearest(name, among: known).map { "did you mean \($0)?" } ?? "it begins with .syntax script"])
        }
        var lines = [rule.name + ":"] + RailroadDiagram(width: width).lines(rule)
        lines += "example: \(rule.example)".wrapped(toCells: width, indent: "    ")
        let users = Grammar.rules.filter { $0.name != rule.name && $0.expression.names.contains(rule.name) }.map(\.name)
        if users.isEmpty { return lines }
        return lines + "used in: \(users.joined(separator: ", "))".wrapped(toCells: width, indent: "    ")
    }
}

extension GrammarExpression {
    /// The productions that it names.
    var names: Set<String> {
        switch self {
        case .literal, .characters: []
        case .name(let name): [name]
        case .sequence(let items), .choice(let items): items.reduce(into: []) { $0.formUnion($1.names) }
        case .optional(let item), .repeated(let item): item.names
        case .difference(let kept, let left): kept.names.union(left.names)
        }
    }
}
