// LIKE: patterns, read once, and their match.

import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A pattern of LIKE: `%` for any characters, `_` for one, `\` before a character that means itself.
struct LikePattern: Sendable {
    private enum Token: Sendable {
        case byte(UInt8)
        case anyCharacter
        case anyRun
    }

    /// The shapes that need no search with steps back.
    private enum Shape: Sendable {
        case whole([UInt8])
        case prefix([UInt8])
        case suffix([UInt8])
        case contains([UInt8])
        case general([Token])
    }

    private let shape: Shape

    init(_ pattern: UTF8Bytes) throws(Diagnostic) {
        var tokens: [Token] = []
        var isEscaped = false
        for byte in pattern {
            if isEscaped {
                tokens.append(.byte(byte))
                isEscaped = false
            } else {
                switch byte {
                case UInt8(ascii: "\\"): isEscaped = true
                case UInt8(ascii: "%"):
                    if case .anyRun? = tokens.last { continue }
                    tokens.append(.anyRun)
                case UInt8(ascii: "_"): tokens.append(.anyCharacter)
                default: tokens.append(.byte(byte))
                }
            }
        }
        if isEscaped {
            throw Diagnostic(
                "the LIKE pattern \(quoted(pattern)) ends with a backslash", hints: ["write \\\\ for a backslash"])
        }
        shape = Self.shape(tokens)
    }

    private static func shape(_ tokens: [Token]) -> Shape {
        var bytes: [UInt8] = []
        var runs: [Int] = []
        for (at, token) in tokens.enumerated() {
            switch token {
            case .byte(let byte): bytes.append(byte)
            case .anyCharacter: return .general(tokens)
            case .anyRun: runs.append(at)
            }
        }
        let last = tokens.count - 1
        if runs.isEmpty { return .whole(bytes) }
        if runs == [last] { return .prefix(bytes) }
        if runs == [0] { return .suffix(bytes) }
        if runs == [0, last] { return .contains(bytes) }
        return .general(tokens)
    }

    func matches(_ text: UTF8Bytes) -> Bool {
        switch shape {
        case .whole(let bytes): text.count == bytes.count && Self.isEqual(text.baseAddress, bytes)
        case .prefix(let bytes): text.count >= bytes.count && Self.isEqual(text.baseAddress, bytes)
        case .suffix(let bytes):
            text.count >= bytes.count
                && Self.isEqual(text.baseAddress.map { $0 + (text.count - bytes.count) }, bytes)
        case .contains(let bytes): bytes.withUnsafeBufferPointer { Characters.find($0, in: text) != nil }
        case .general(let tokens): tokens.withUnsafeBufferPointer { Self.matches(text, $0) }
        }
    }

    private static func isEqual(_ text: UnsafePointer<UInt8>?, _ bytes: [UInt8]) -> Bool {
        guard let text, !bytes.isEmpty else { return bytes.isEmpty }
        return memcmp(text, bytes, bytes.count) == 0
    }

    /// Matches greedily, and on a mismatch lets the last `%` take one character more; O(text × pattern) at worst.
    private static func matches(_ text: UTF8Bytes, _ tokens: UnsafeBufferPointer<Token>) -> Bool {
        var (at, token) = (0, 0)
        var retry: (at: Int, token: Int)?
        while true {
            if token == tokens.count {
                if at == text.count { return true }
            } else {
                switch tokens[token] {
                case .anyRun:
                    token += 1
                    if token == tokens.count { return true }
                    retry = (at, token)
                    continue
                case .byte(let byte) where at < text.count && text[at] == byte:
                    at += 1
                    token += 1
                    continue
                case .anyCharacter where at < text.count:
                    at += Characters.length(at: at, in: text)
                    token += 1
                    continue
                default: break
                }
            }
            guard let last = retry, last.at < text.count else { return false }
            at = last.at + Characters.length(at: last.at, in: text)
            token = last.token
            retry = (at, token)
        }
    }

    /// LIKE as an operator; a constant pattern is read once.
    static let function = Function(
        "$like", .string, "whether the text matches the pattern, with % for any characters and _ for one",
        Overload(
            ["text": .string, "pattern": .string], returns: .bool,
            Kernel.prepared(.bool) { (constants) throws(Diagnostic) in
                guard case .string(let text)? = constants[1] else {
                    return Kernel.partial(.bool) { (text: UTF8Bytes, pattern: UTF8Bytes) throws(Diagnostic) in
                        try LikePattern(pattern).matches(text)
                    }
                }
                let pattern = try text.withBytes { (bytes) throws(Diagnostic) in try LikePattern(bytes) }
                return Kernel.total(.bool) { (text: UTF8Bytes, _: UTF8Bytes) in pattern.matches(text) }
            }))
}
