// Sizes and times as people write them: 500MB, 2GiB, 90s.

/// Amounts of memory, as texts.
package enum ByteSize {
    private static let units: [(name: String, bytes: Int)] = [
        ("TiB", 1 << 40), ("TB", 1_000_000_000_000), ("GiB", 1 << 30), ("GB", 1_000_000_000), ("MiB", 1 << 20),
        ("MB", 1_000_000), ("KiB", 1 << 10), ("kB", 1000), ("B", 1),
    ]

    /// The bytes that a text such as `500MB`, `1.5 GB` or `2GiB` names, whatever the case of its letters; `nil` where it
    /// names none, or more than can be counted. Without a unit it names none: nobody means bytes.
    package static func bytes(_ text: String) -> Int? {
        amount(text, units.map { ($0.name, Double($0.bytes)) }).flatMap { $0 < 0x1p62 ? Int($0) : nil }
    }

    /// The shortest text of that many bytes that is exact.
    package static func text(_ bytes: Int) -> String {
        let exact = units.first { bytes > 0 && bytes.isMultiple(of: $0.bytes) }
        return exact.map { "\(bytes / $0.bytes)\($0.name)" } ?? "\(bytes)B"
    }
}

/// Lengths of time, as texts.
package enum TimeSpan {
    private static let units: [(name: String, milliseconds: Int)] = [
        ("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// The time that a text such as `90s`, `1.5 min` or `200ms` names; `nil` where it names none.
    package static func duration(_ text: String) -> Duration? {
        amount(text, units.map { ($0.name, Double($0.milliseconds)) })
            .flatMap { $0 < 1e15 ? .milliseconds(Int($0)) : nil }
    }

    /// The text of a time: of a whole number of milliseconds the shortest that is exact.
    package static func text(_ time: Duration) -> String {
        let (seconds, attoseconds) = time.components
        let (milliseconds, rest) = (attoseconds / 1_000_000_000_000_000, attoseconds % 1_000_000_000_000_000)
        guard rest == 0, seconds < 1_000_000_000_000 else { return "\(time)" }
        let count = Int(seconds) * 1000 + Int(milliseconds)
        let exact = units.first { count > 0 && count.isMultiple(of: $0.milliseconds) }
        return exact.map { "\(count / $0.milliseconds)\($0.name)" } ?? "\(count)ms"
    }
}

/// A number above zero with a unit behind it, in the least of the units, rounded to a whole one above zero.
private func amount(_ text: String, _ units: [(name: String, factor: Double)]) -> Double? {
    let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    let name = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    guard let number = Double(digits), let unit = units.first(where: { $0.name.lowercased() == name }) else {
        return nil
    }
    let amount = (number * unit.factor).rounded()
    return amount >= 1 && amount.isFinite ? amount : nil
}
