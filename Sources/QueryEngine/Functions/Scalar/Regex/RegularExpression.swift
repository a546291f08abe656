// Regular expressions: RE2, as GoogleSQL has it.

import QueryLanguage
import RegexShim

/// A compiled regular expression.
///
/// RE2 matches in time linear in the text, whatever the pattern, and from several threads at once.
final class RegularExpression: @unchecked Sendable {
    private let pattern: OpaquePointer

    /// The number of capturing groups.
    let groups: Int

    init(_ text: UTF8Bytes, of function: String) throws(Diagnostic) {
        pattern = text.withMemoryRebound(to: CChar.self) { regexShimCompile($0.baseAddress, $0.count) }
        groups = Int(regexShimGroups(pattern))
        if let error = regexShimError(pattern) {
            throw Diagnostic("\(function): the regular expression \(quoted(text)) is wrong: \(String(cString: error))")
        }
    }

    deinit { regexShimFree(pattern) }

    /// The most ranges that a match tells: that of the whole and those of nine groups.
    static let mostRanges = 10

    /// Whether the expression matches somewhere from byte `start` on; `ranges` gets those of the whole and the groups.
    @inline(__always)
    func match(
        _ text: UTF8Bytes, from start: Int = 0, _ ranges: UnsafeMutableBufferPointer<RegexShimRange>
    ) -> Bool {
        // An empty text may have no address, which RE2 would take for no text at all.
        guard let base = text.baseAddress else {
            return "".utf8CString.withUnsafeBufferPointer {
                regexShimMatch(pattern, $0.baseAddress, 0, 0, ranges.baseAddress, Int32(ranges.count))
            }
        }
        return UnsafeRawPointer(base).withMemoryRebound(to: CChar.self, capacity: text.count) {
            regexShimMatch(pattern, $0, text.count, start, ranges.baseAddress, Int32(ranges.count))
        }
    }

    /// Whether the expression matches somewhere.
    func contains(_ text: UTF8Bytes) -> Bool {
        match(text, UnsafeMutableBufferPointer(start: nil, count: 0))
    }

    /// The range of the whole match and of group `group`, if it took part, of the `occurrence`-th match that does not
    /// overlap an earlier one; `nil` if there are fewer.
    func occurrence(
        _ occurrence: Int, in text: UTF8Bytes, from start: Int, group: Int
    ) -> (whole: Range<Int>, group: Range<Int>?)? {
        withUnsafeTemporaryAllocation(of: RegexShimRange.self, capacity: group + 1) { ranges in
            var at = start
            var left = occurrence
            while match(text, from: at, ranges) {
                let whole = ranges[0].start..<ranges[0].end
                left -= 1
                if left == 0 { return (whole, ranges[group].start < 0 ? nil : ranges[group].start..<ranges[group].end) }
                // Behind an empty match the search goes on one character later.
                at = whole.upperBound
                if at < text.count && whole.isEmpty { at += Characters.length(at: at, in: text) }
                if at >= text.count { return nil }
            }
            return nil
        }
    }
}

/// What REGEXP_REPLACE puts in a match's place: text, and with `\0` to `\9` parts of the match.
struct Replacement: Sendable {
    private enum Part: Sendable {
        case text([UInt8])
        case group(Int)
    }

    private var parts: [Part] = []

    init(_ text: UTF8Bytes, for expression: RegularExpression) throws(Diagnostic) {
        var literal: [UInt8] = []
        var at = 0
        while at < text.count {
            let byte = text[at]
            at += 1
            guard byte == UInt8(ascii: "\\") else {
                literal.append(byte)
                continue
            }
            guard at < text.count, text[at] == UInt8(ascii: "\\") || isASCIIDigit(text[at]) else {
                throw Diagnostic(
                    "REGEXP_REPLACE: in the replacement \(quoted(text)) no digit or backslash follows a backslash"
                )
            }
            if isASCIIDigit(text[at]) {
                let group = Int(text[at] - UInt8(ascii: "0"))
                guard group <= expression.groups else {
                    throw Diagnostic(
                        "REGEXP_REPLACE: the replacement uses group \(group), the expression has \(expression.groups)")
                }
                parts.append(.text(literal))
                parts.append(.group(group))
                literal = []
            } else {
                literal.append(text[at])
            }
            at += 1
        }
        parts.append(.text(literal))
    }

    /// Appends the text with every match replaced.
    func replaceAll(_ expression: RegularExpression, in text: UTF8Bytes, _ out: inout [UInt8]) {
        withUnsafeTemporaryAllocation(
            of: RegexShimRange.self, capacity: min(expression.groups + 1, RegularExpression.mostRanges)
        ) { ranges in
            var copied = 0
            var at = 0
            var lastEnd = -1
            while at <= text.count, expression.match(text, from: at, ranges) {
                let (start, end) = (ranges[0].start, ranges[0].end)
                out.append(contentsOf: text.part(copied..<start))
                copied = start
                // An empty match right behind a match is none: `a*` in `baac` matches at 0, 1 and 4.
                if start != end || start != lastEnd {
                    append(ranges, text, &out)
                    copied = end
                    lastEnd = end
                }
                at = end
                if start == end {
                    guard at < text.count else { break }
                    at += Characters.length(at: at, in: text)
                }
            }
            out.append(contentsOf: text.part(copied..<text.count))
        }
    }

    private func append(
        _ ranges: UnsafeMutableBufferPointer<RegexShimRange>, _ text: UTF8Bytes, _ out: inout [UInt8]
    ) {
        for part in parts {
            switch part {
            case .text(let bytes): out.append(contentsOf: bytes)
            case .group(let group):
                if ranges[group].start >= 0 { out.append(contentsOf: text[ranges[group].start..<ranges[group].end]) }
            }
        }
    }
}
