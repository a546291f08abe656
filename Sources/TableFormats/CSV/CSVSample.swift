// The first records of a CSV file, from which is guessed what the file does not say.

import QueryEngine
import QueryLanguage

/// Some text at the beginning of a file.
struct CSVSample {
    /// Keeps the text alive.
    let file: FileBytes
    /// Whether the file goes on behind it.
    let isCut: Bool

    /// Large enough for what comes later to be mostly like it, small enough to be looked at in a moment.
    static let usualSize = 1 << 22
    /// How many records' cells tell the types.
    static let typedRecords = 20_000
    /// How many records tell a header from what it names.
    static let headedRecords = 1_000
    /// How many records tell the dialect.
    private static let dialectRecords = 200

    var text: UTF8Bytes { file.bytes }

    /// The number of the line that holds a byte.
    func line(_ offset: Int, _ dialect: CSVDialect) -> Int {
        text[..<offset].count { $0 == dialect.recordEnd } + 1
    }

    func bytes(_ cell: CSVCell) -> UTF8Bytes { UTF8Bytes(rebasing: text[cell.start..<cell.start + cell.length]) }

    // MARK: Dialect

    /// Where the record behind so many lines begins.
    func start(skipping lines: Int, recordEnd: UInt8) -> Int {
        var scanner = CSVScanner(text, CSVDialect(delimiter: 0, recordEnd: recordEnd))
        for _ in 0..<lines { scanner.skipLine() }
        return min(scanner.position, text.count)
    }

    /// The delimiter that the first line tells to spreadsheets: `sep=;`.
    var toldDelimiter: UInt8? {
        let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
        guard line.count == 5, line.count < text.count, let last = line.last else { return nil }
        return String(decoding: line.dropLast(), as: UTF8.self).lowercased() == "sep=" ? last : nil
    }

    /// What ends records: a line feed, unless there is none and there are carriage returns.
    var recordEnd: UInt8 {
        let carriageReturn: UInt8 = 0x0D
        return text[...].offset(of: 0x0A) == nil && text.dropLast().offset(of: carriageReturn) != nil
            ? carriageReturn : 0x0A
    }

    /// The dialect that the records from `start` on look like, as far as `options` leave it open.
    ///
    /// Of the possible ones it is that which cuts most records into the same number of cells; of those that do as
    /// well the one that makes more cells.
    func dialect(_ options: CSVOptions, recordEnd: UInt8, from start: Int) -> CSVDialect {
        let doubled = UInt8(ascii: "\"")
        let single = UInt8(ascii: "'")
        let backslash = UInt8(ascii: "\\")
        let delimiters = options.delimiter.map { [$0] } ?? [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
        let quotes: [UInt8?] = options.quote.map { [$0] } ?? [doubled, single]
        let escapes: [UInt8?] = options.escape.map { [$0] } ?? [nil, backslash]
        // What does not occur changes nothing.
        let hasSingle = text[...].offset(of: single) != nil
        let hasBackslash = text[...].offset(of: backslash) != nil
        var best: (dialect: CSVDialect, score: Score)?
        for quote in quotes {
            for escape in escapes {
                for delimiter in delimiters {
                    var dialect = CSVDialect(delimiter: delimiter, recordEnd: recordEnd)
                    dialect.quote = quote
                    dialect.escape = escape
                    if options.quote == nil, quote == single, !hasSingle { continue }
                    if options.escape == nil, escape == backslash, !hasBackslash { continue }
                    let score = score(dialect, from: start)
                    if let best, best.score >= score { continue }
                    best = (dialect, score)
                }
            }
        }
        return best?.dialect ?? .comma
    }

    /// How well a dialect fits.
    private struct Score: Comparable {
        /// In hundredths: how many of the records have the most frequent number of cells, where that is not 1; half of
        /// that if not all records can be cut.
        var steadiness = 0
        /// Whether cells stand in its quotes.
        var hasQuotes = false
        var width = 1

        static func < (a: Score, b: Score) -> Bool {
            (a.steadiness, a.hasQuotes ? 1 : 0, a.width) < (b.steadiness, b.hasQuotes ? 1 : 0, b.width)
        }
    }

    private func score(_ dialect: CSVDialect, from start: Int) -> Score {
        var widths: [Int: Int] = [:]
        var records = 0
        var quoted = 0
        let fault = eachRecord(dialect, from: start) { cells in
            widths[cells.count, default: 0] += 1
            quoted += cells.count { $0.isQuoted }
            records += 1
            return records < Self.dialectRecords
        }
        // A few apostrophes around words do not make them quotes.
        let hasQuotes = dialect.quote == UInt8(ascii: "'") ? quoted >= records && quoted > 0 : quoted > 0
        var score = Score(hasQuotes: hasQuotes)
        if let usual = widths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), usual.key > 1 {
            score.steadiness = usual.value * 100 / records / (fault == nil ? 1 : 2)
            score.width = usual.key
        }
        return score
    }

    // MARK: Header and types

    /// Whether the first record names columns by years: `country,2018,2019` above other numbers.
    ///
    /// Each of its cells is a text above texts, or a year above numbers that are not all years; all years differ.
    func isHeaderOfYears(_ names: [String], _ types: [DataType], _ dialect: CSVDialect, from start: Int) -> Bool {
        var years: [Int: Int] = [:]
        for (index, type) in types.enumerated() where type != .string {
            guard type == .int64 || type == .float64, let year = Self.year(names[index]) else { return false }
            years[index] = year
        }
        guard !years.isEmpty, Set(years.values).count == years.count else { return false }
        var others: Set<Int> = []
        var records = 0
        _ = eachRecord(dialect, from: start) { cells in
            records += 1
            if records == 1 { return true }
            for index in years.keys where index < cells.count && !cells[index].isEmpty {
                if Self.year(cells[index].name(in: text)) == nil { others.insert(index) }
            }
            return records < Self.headedRecords && others.count < years.count
        }
        return others.count == years.count
    }

    private static func year(_ text: String) -> Int? {
        text.utf8.count == 4 ? Int(text).flatMap { (1900...2100).contains($0) ? $0 : nil } : nil
    }
}

extension CSVCell {
    /// The text of a header's cell.
    func name(in text: UTF8Bytes) -> String {
        let name = String(UTF8Bytes(rebasing: text[start..<start + length])).trimmed
        return hasEscapes
            ? name.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"") : name
    }
}
