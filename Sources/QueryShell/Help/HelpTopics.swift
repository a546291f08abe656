// `.help`: what each command, operator, statement, function, type and word of quantities is.

import QueryEngine
import QueryLanguage

package enum HelpTopics {
    /// What can be asked about, each with a word on what it is: for completion.
    package static let all: [(name: String, kind: String)] =
        DotCommands.all.map { (".\($0.name)", "command") }
        + LanguageTopic.all.map { ($0.name, $0.kind.rawValue) }
        + FunctionTable.all.map { ($0.name, "function") }
        + TableFunction.all.map { ($0.name, "table function") }

    /// What `.help` alone shows.
    package static var overview: [String] {
        let width = DotCommands.all.map(\.usage.count).max() ?? 0
        var lines = ["Ask in ExpoQL: FROM deals_by_edition |> WHERE edition = 7;", ""]
        for command in DotCommands.all { lines.append(command.usage.padded(toCells: width) + "  " + command.help) }
        lines.append("")
        lines += paragraph("statements", LanguageTopic.statements.map(\.name))
        lines += paragraph("pipe operators", LanguageTopic.pipeOperators.map(\.name))
        lines += paragraph("types", LanguageTopic.types.map(\.name))
        lines += paragraph("quantities", LanguageTopic.quantities.map(\.name))
        lines += paragraph("table functions", TableFunction.all.map(\.name))
        lines.append("functions: \(FunctionTable.all.count), .functions lists them")
        lines.append("")
        lines.append("`.help NAME` tells of each of these.")
        return lines
    }

    /// What is known of a topic; the same name may mean several things.
    package static func explain(_ topic: String) throws(Diagnostic) -> [String] {
        var wanted = topic.trimmed.lowercased()
        while wanted.hasSuffix(";") { wanted.removeLast() }
        let isCommand = wanted.hasPrefix(".")
        if wanted.hasPrefix("|>") { wanted = String(wanted.dropFirst(2)).trimmed }
        if wanted.hasSuffix("()") { wanted.removeLast(2) }
        var parts: [[String]] = []
        for topic in LanguageTopic.all where topic.name.lowercased() == wanted { parts.append(lines(topic)) }
        if !isCommand, let function = FunctionTable.find(wanted) { parts.append(lines(function)) }
        if !isCommand, let function = TableFunction.find(wanted) { parts.append(lines(function)) }
        let command = DotCommands.all.first { $0.name == (isCommand ? String(wanted.dropFirst()) : wanted) }
        if let command { parts.append(lines(command)) }
        if parts.isEmpty, let rule = SyntaxHelp.find(wanted) {
            parts.append([rule.name + ", a rule of the grammar"] + example(of: rule.name))
        }
        guard !parts.isEmpty else {
            let names = all.map(\.name) + Grammar.rules.map(\.name)
            // A name that was begun is a better guess than one that looks like it.
            let guess =
                names.first { $0.lowercased().hasPrefix(wanted) && !wanted.isEmpty } ?? nearest(topic, among: names)
            throw Diagnostic(
                "there is no help on \(topic)", hints: [guess.map { "did you mean \($0)?" } ?? ".help lists the topics"]
            )
        }
        return Array(parts.joined(separator: [""]))
    }

    // MARK: Parts

    private static func lines(_ topic: LanguageTopic) -> [String] {
        let title = (topic.kind == .pipeOperator ? "|> " : "") + topic.name
        var lines = ["\(title), \(kind(topic)): \(topic.help)"]
        if topic.examples.isEmpty, let production = topic.production {
            lines += example(of: production, prefix: topic.kind == .pipeOperator ? "|> " : "")
        } else {
            for example in topic.examples { lines.append("  example: \(example)") }
        }
        if topic.kind == .statement || topic.kind == .pipeOperator, let production = topic.production {
            lines.append("  .syntax \(production) draws its syntax")
        }
        return lines
    }

    private static func kind(_ topic: LanguageTopic) -> String {
        topic.kind == .quantity ? topic.kind.rawValue : "a \(topic.kind.rawValue)"
    }

    private static func example(of production: String, prefix: String = "") -> [String] {
        Grammar.rule(production).map { ["  example: \(prefix)\($0.example)"] } ?? []
    }

    private static func lines(_ function: Function) -> [String] {
        let article = "aeiou".contains(function.category.rawValue.first ?? "x") ? "an" : "a"
        var lines = ["\(function.name), \(article) \(function.category.rawValue) function: \(function.help)"]
        for overload in function.overloads { lines.append("  " + overload.signature(name: function.name)) }
        return lines
    }

    private static func lines(_ function: TableFunction) -> [String] {
        let width = function.parameters.map(\.name.count).max() ?? 0
        return ["\(function.name), a table function: \(function.help)", "  \(function.usage)"]
            + function.parameters.map { "  \($0.name.padded(toCells: width))  \($0.help)" }
    }

    private static func lines(_ command: DotCommand) -> [String] {
        var lines = ["\(command.usage): \(command.help)"]
        if let setting = Setting.find(command.name) { lines.append("  it can be \(setting.values)") }
        if command.name == "set" {
            for setting in Setting.all { lines.append("  \(setting.name) \(setting.values): \(setting.help)") }
        }
        return lines
    }

    /// A list of names behind a title, in lines that are not too long.
    private static func paragraph(_ title: String, _ names: [String]) -> [String] {
        var lines = [title + ":"]
        for name in names {
            if lines[lines.count - 1].count + name.count + 2 > 78 { lines.append("  ") }
            lines[lines.count - 1] += " " + name + (name == names.last ? "" : ",")
        }
        return lines
    }
}
