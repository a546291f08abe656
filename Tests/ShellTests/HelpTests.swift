// Help, and whether it knows everything that there is.

import QueryEngine
import QueryLanguage
import QueryShell
import Testing

struct HelpTests {
    @Test func everyAlternativeOfThePipeOperatorHasATopic() throws {
        let rule = try #require(Grammar.rule("pipeOperator"))
        guard case .choice(let items) = rule.expression else {
            Issue.record("pipeOperator is a choice")
            return
        }
        for item in items {
            switch item {
            case .literal(let word): #expect(LanguageTopic.pipeOperators.contains { $0.name == word }, "\(word)")
            case .name(let name): #expect(LanguageTopic.pipeOperators.contains { $0.production == name }, "\(name)")
            default: Issue.record("\(item)")
            }
        }
    }

    @Test func everyStatementHasATopic() throws {
        let rule = try #require(Grammar.rule("statement"))
        guard case .choice(let items) = rule.expression else {
            Issue.record("statement is a choice")
            return
        }
        for case .name(let name) in items {
            #expect(LanguageTopic.statements.contains { $0.production == name }, "\(name)")
        }
    }

    @Test func topicsNameProductionsThatThereAre() {
        for topic in LanguageTopic.all {
            if let production = topic.production { #expect(Grammar.rule(production) != nil, "\(production)") }
        }
    }

    @Test func examplesAreStatements() {
        for topic in LanguageTopic.all {
            for example in topic.examples {
                #expect(throws: Never.self, "\(example)") { try Parser.script(example) }
            }
        }
    }

    @Test func everyTypeFunctionAndCommandCanBeAskedAbout() throws {
        for type in DataType.allCases { #expect(try HelpTopics.explain(type.name).count > 1) }
        for function in FunctionTable.all {
            let lines = try HelpTopics.explain(function.name.lowercased())
            #expect(lines.contains { $0.hasSuffix(function.help) }, "\(function.name)")
            #expect(lines.count > function.overloads.count)
        }
        for command in DotCommands.all {
            #expect(try HelpTopics.explain(".\(command.name)").first == "\(command.usage): \(command.help)")
        }
        for topic in HelpTopics.all {
            let lines = try HelpTopics.explain(topic.name)
            #expect(!lines.isEmpty)
        }
    }

    @Test func aNameThatMeansSeveralThingsIsToldOfEach() throws {
        // A setting's command and a function.
        let lines = try HelpTopics.explain("format")
        #expect(lines.contains { $0.hasPrefix("FORMAT, ") })
        #expect(lines.contains { $0.hasPrefix(".format [NAME]: ") })
        #expect(try HelpTopics.explain("|> with").contains { $0.hasPrefix("WITH, a statement") })
    }

    @Test func aMisspeltTopicGetsTheNearest() {
        do {
            _ = try HelpTopics.explain("agregate")
            Issue.record("there is no such topic")
        } catch {
            #expect(error.hints == ["did you mean AGGREGATE?"])
        }
    }

    @Test func theOverviewFitsALineOf80Cells() {
        for line in HelpTopics.overview { #expect(line.displayWidth <= 80, "\(line)") }
    }
}
