// What a dot-command is: a row of the table of dot-commands.

import QueryEngine
import QueryLanguage

/// What an argument can be; completion offers accordingly.
package enum ArgumentKind: Hashable, Sendable {
    /// What `.help` knows.
    case topic
    /// A production of the grammar.
    case production
    case table
    case function
    case file
    case folder
    case format
    case setting
    /// The value of the setting that the argument before names.
    case settingValue
    case onOff
    case number
    /// A limit of statements, or that there is none.
    case limit
    case word
    /// The rest of the line as it is.
    case rest

    /// Whether it may hold spaces, and so is the last argument.
    var takesRest: Bool { self == .rest || self == .topic || self == .production }
}

/// A dot-command: its name, its arguments, a line of help, and what it does.
package struct DotCommand: Sendable {
    package struct Argument: Sendable {
        /// As help shows it: `NAME`
        package let name: String
        package let kind: ArgumentKind
        package let isOptional: Bool

        static func required(_ name: String, _ kind: ArgumentKind) -> Argument {
            Argument(name: name, kind: kind, isOptional: false)
        }

        static func optional(_ name: String, _ kind: ArgumentKind) -> Argument {
            Argument(name: name, kind: kind, isOptional: true)
        }
    }

    /// What follows a dot-command.
    package enum Next: Sendable {
        case prompt
        /// The prompt with a text to be edited.
        case edit(Draft)
        case leave
        /// A script that the command ran did not come to its end, for this reason.
        case ended(RunEnd)
    }

    /// Without the dot.
    package let name: String
    package let arguments: [Argument]
    /// One line, without a full stop, that says what it does.
    package let help: String
    /// Whether it reaches beyond the shell: runs other programs.
    package let startsPrograms: Bool
    /// Whether it is of use only where a person is asked for the next input.
    let needsPrompt: Bool
    let run: @Sendable (Shell, [String]) throws(Diagnostic) -> Next

    init(
        _ name: String, _ arguments: [Argument] = [], _ help: String, startsPrograms: Bool = false,
        needsPrompt: Bool = false,
        _ run: @escaping @Sendable (Shell, [String]) throws(Diagnostic) -> Next
    ) {
        self.name = name
        self.arguments = arguments
        self.help = help
        self.startsPrograms = startsPrograms
        self.needsPrompt = needsPrompt
        self.run = run
    }

    /// `.schema NAME`
    package var usage: String {
        ([".\(name)"] + arguments.map { $0.isOptional ? "[\($0.name)]" : $0.name }).joined(separator: " ")
    }

    /// The arguments in what stands behind the name.
    func parse(_ text: String) throws(Diagnostic) -> [String] {
        var words: [String] = []
        var rest = Substring(text)
        for argument in arguments {
            rest = rest.drop { $0.isWhitespace }
            if rest.isEmpty { break }
            if argument.kind.takesRest {
                words.append(String(rest).trimmed)
                rest = ""
                break
            }
            words.append(try Self.word(&rest))
        }
        rest = rest.drop { $0.isWhitespace || $0 == ";" }
        if !rest.isEmpty {
            throw Diagnostic("too much: \(String(rest).shortened(toCells: 40))", hints: ["it is \(usage)"])
        }
        if words.count < arguments.prefix(while: { !$0.isOptional }).count {
            throw Diagnostic("\(arguments[words.count].name) is missing", hints: ["it is \(usage)"])
        }
        return words
    }

    /// Takes a word from the start of `rest`; in quotes and braces it may hold spaces, as `80{billion USD}` does.
    private static func word(_ rest: inout Substring) throws(Diagnostic) -> String {
        if let quote = rest.first, quote == "'" || quote == "\"" || quote == "`" {
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(of: quote) else {
                throw Diagnostic("unterminated \(quote)")
            }
            let word = String(rest[..<end])
            rest = rest[end...].dropFirst()
            return word
        }
        var isInBraces = false
        let end =
            rest.firstIndex { character in
                if character == "{" || character == "}" { isInBraces = character == "{" }
                return character.isWhitespace && !isInBraces
            } ?? rest.endIndex
        var word = rest[..<end]
        rest = rest[end...]
        // A habit from statements.
        if rest.allSatisfy(\.isWhitespace) { while word.count > 1 && word.last == ";" { word.removeLast() } }
        return String(word)
    }
}
