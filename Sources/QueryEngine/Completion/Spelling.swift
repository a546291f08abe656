// How names, strings and keywords are written when completion inserts them.

import QueryLanguage

enum Spelling {
    /// The name as it must be written: in backquotes if it is no plain word, or is reserved.
    static func name(_ name: String, isMember: Bool = false, closing: String = "`", quoted: Bool = false) -> String {
        if !quoted && isPlain(name) && (isMember || Keyword(word: name)?.isReserved != true) { return name }
        return "`" + escaped(name, quote: "`") + closing
    }

    /// `text` with what cannot stand in quotes escaped.
    static func escaped(_ text: String, quote: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case quote, "\\": result.append(contentsOf: ["\\", scalar])
            case "\n": result.append(contentsOf: ["\\", "n"])
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }
}

/// Whether keywords are written in capitals: as the user does.
struct KeywordCase {
    let isLower: Bool

    /// Follows the word begun; else the last keyword typed; else capitals.
    init(typed: String, _ tokens: [Token], _ bytes: [UInt8]) {
        var sample = typed
        if !typed.contains(where: \.isLetter) {
            let last = tokens.last { if case .keyword = $0.kind { true } else { false } }
            sample = last.map { String(decoding: bytes[$0.range.lower..<$0.range.upper], as: UTF8.self) } ?? ""
        }
        isLower = !sample.isEmpty && sample == sample.lowercased()
    }

    func callAsFunction(_ word: String) -> String { isLower ? word.lowercased() : word }
}
