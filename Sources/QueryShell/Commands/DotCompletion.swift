// Completion of dot-commands and their arguments, from the same table that runs them.

import ExpoQuery
import LineEditor
import QueryEngine
import QueryLanguage
import TableFormats

extension DotCommands {
    /// What could stand at the cursor of a line that begins with a dot.
    package static func completions(for text: String, cursor: Int, _ database: Database) -> CompletionList {
        let bytes = Array(text.utf8.prefix(cursor))
        let start = bytes.firstIndex { $0 > 0x20 } ?? bytes.count
        let nameEnd = bytes[start...].firstIndex { $0 <= 0x20 } ?? bytes.count
        let end = bytes.count
        if nameEnd == end {
            let begun = String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
            let candidates = all.filter { ".\($0.name)".hasPrefix(begun) || begun.isEmpty }.map {
                CompletionCandidate(
                    text: ".\($0.name)" + ($0.arguments.isEmpty ? "" : " "), label: $0.usage, detail: $0.help)
            }
            return CompletionList(replaced: start..<end, candidates: candidates)
        }
        let name = String(decoding: bytes[start + 1..<nameEnd], as: UTF8.self)
        guard let command = find(name) else { return CompletionList(replaced: end..<end, candidates: []) }
        // The words behind the name; the last one is being typed. In quotes they may hold spaces.
        var words = [nameEnd..<nameEnd]
        var quote: UInt8?
        for position in nameEnd..<end {
            let byte = bytes[position]
            if quote == byte {
                quote = nil
            } else if quote == nil, words.last?.isEmpty == true, quotes.contains(byte) {
                quote = byte
            }
            if byte <= 0x20 && quote == nil {
                words.append(position + 1..<position + 1)
            } else {
                words[words.count - 1] = words[words.count - 1].lowerBound..<position + 1
            }
        }
        let typed = words.filter { !$0.isEmpty || $0.lowerBound == end }.dropFirst(words.first?.isEmpty == true ? 0 : 1)
        guard let last = typed.last, let index = command.argumentIndex(of: typed.count - 1) else {
            return CompletionList(replaced: end..<end, candidates: [])
        }
        let argument = command.arguments[index]
        let range = argument.kind.takesRest ? (typed.first ?? last).lowerBound..<end : last
        let begun = String(decoding: bytes[range], as: UTF8.self)
        let before = typed.dropLast().last.map { String(decoding: bytes[$0], as: UTF8.self) }
        let candidates = argument.kind.candidates(begun, behind: before, database)
        return CompletionList(replaced: range, candidates: candidates)
    }
}

/// What a word may stand in.
private let quotes: Set<UInt8> = [UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`")]

extension DotCommand {
    /// Which argument the word at this place is.
    fileprivate func argumentIndex(of word: Int) -> Int? {
        if arguments.indices.contains(word) { return word }
        return arguments.last?.kind.takesRest == true ? arguments.count - 1 : nil
    }
}

extension ArgumentKind {
    /// What an argument of this kind can be, where `begun` is typed already.
    fileprivate func candidates(
        _ begun: String, behind before: String?, _ database: Database
    ) -> [CompletionCandidate] {
        switch self {
        case .topic: return Self.matching(begun, HelpTopics.all.map { ($0.name, $0.kind) })
        case .production:
            let operators = LanguageTopic.pipeOperators.map { ($0.name, "pipe operator") }
            return Self.matching(begun, Grammar.rules.map { ($0.name, "rule") } + operators)
        case .table:
            let catalog = database.catalog
            return Self.matching(begun, catalog.names.map { ($0, catalog[$0]?.isView == true ? "view" : "table") })
        case .function: return Self.matching(begun, FunctionTable.all.map { ($0.name, $0.help) })
        case .format: return Self.matching(begun, OutputFormat.allCases.map { ($0.rawValue, "format") })
        case .setting: return Self.matching(begun, Setting.all.map { ($0.name, $0.help) })
        case .settingValue:
            guard let setting = before.flatMap({ Setting.find($0) }), setting.kind != .settingValue else { return [] }
            return setting.kind.candidates(begun, behind: nil, database)
        case .onOff: return Self.matching(begun, [("on", ""), ("off", "")])
        case .number: return Self.matching(begun, [("auto", "")])
        case .limit: return Self.matching(begun, [(Setting.none, "")])
        case .file: return Self.paths(begun, onlyFolders: false)
        case .folder: return Self.paths(begun, onlyFolders: true)
        case .word, .rest: return []
        }
    }

    /// Each once, those that begin as `begun` does.
    private static func matching(_ begun: String, _ names: [(String, String)]) -> [CompletionCandidate] {
        var seen: Set<String> = []
        return names.compactMap { name, detail in
            guard name.lowercased().hasPrefix(begun.lowercased()), seen.insert(name).inserted else { return nil }
            return CompletionCandidate(text: name, label: name, detail: detail)
        }
    }

    /// The entries of a folder that begin as the last part of `begun` does; hidden ones only if asked for. Where a name
    /// holds spaces, the path is in quotes.
    private static func paths(_ begun: String, onlyFolders: Bool) -> [CompletionCandidate] {
        let opening = begun.utf8.first.flatMap { quotes.contains($0) ? begun.first : nil }
        let begun = opening == nil ? begun : String(begun.dropFirst())
        let slash = begun.lastIndex(of: "/")
        let prefix = slash.map { String(begun[...$0]) } ?? ""
        let part = slash.map { begun[begun.index(after: $0)...] } ?? Substring(begun)
        let entries = Folder.entries(prefix).filter { entry in
            entry.name.hasPrefix(part) && (part.hasPrefix(".") || !entry.name.hasPrefix("."))
                && (entry.isFolder || !onlyFolders)
        }
        return entries.map { entry in
            let path = prefix + entry.name + (entry.isFolder ? "/" : "")
            let quote = opening.map(String.init) ?? (path.contains(where: \.isWhitespace) ? "'" : "")
            // Behind a folder its files come next: the quote stays open.
            return CompletionCandidate(
                text: quote + path + (entry.isFolder ? "" : quote), label: entry.name,
                detail: entry.isFolder ? "folder" : "file")
        }
    }
}
