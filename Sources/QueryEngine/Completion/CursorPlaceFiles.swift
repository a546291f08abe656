// Completion within the functions that read files.

import QueryLanguage

extension CursorPlace {
    /// The function that reads files and whose arguments the cursor is among, and whether it is at the first.
    private var fileFunction: (function: FileFunction, isFirst: Bool)? {
        var depth = 0
        var isFirst = true
        for (index, token) in word.tokens.enumerated().reversed() {
            switch token.kind {
            case .symbol(.rightParenthesis): depth += 1
            case .symbol(.comma): if depth == 0 { isFirst = false }
            case .symbol(.leftParenthesis):
                if depth > 0 {
                    depth -= 1
                    continue
                }
                guard index > 0, let name = CommonTableNames.name(word.tokens[index - 1], completer.bytes) else {
                    return nil
                }
                return FileFunction.find(name).map { ($0, isFirst) }
            default: break
            }
        }
        return nil
    }

    /// Whether a string at the cursor is the path of a file.
    var takesPath: Bool { fileFunction?.isFirst == true }

    /// What the function may be told by name.
    func addFileOptions(to list: inout CandidateList) {
        guard let (function, isFirst) = fileFunction, !isFirst, word.tokens.last?.kind == .symbol(.comma) else {
            return
        }
        for parameter in function.parameters {
            list.add(
                parameter.name, group: 0,
                Completion.Item(
                    .argument, text: parameter.name + " => ", label: "\(parameter.name) => \(parameter.type.name)",
                    detail: parameter.help))
        }
    }
}
