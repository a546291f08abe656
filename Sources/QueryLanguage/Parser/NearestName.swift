// "Did you mean …?"

/// The name most like `name`, if any is like enough: at most a third of its letters differ.
///
/// The measure is the optimal string alignment distance (a swap of neighbours counts once), without regard to case.
/// Of names equally like it, those that begin alike go first. O(names × length²).
public func nearest(_ name: String, among names: some Sequence<String>) -> String? {
    let letters = Array(name.lowercased())
    guard letters.count > 1, letters.count <= 64 else { return nil }
    var best: (name: String, rank: Int)?
    for candidate in names {
        let other = Array(candidate.lowercased())
        let distance = alignmentDistance(letters, other)
        let rank = 2 * distance + (other.first == letters[0] ? 0 : 1)
        if distance <= max(1, letters.count / 3) && rank < best?.rank ?? .max { best = (candidate, rank) }
    }
    return best?.name
}

private func alignmentDistance(_ a: [Character], _ b: [Character]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
        var row = [i] + [Int](repeating: 0, count: b.count)
        for j in 1...b.count {
            let substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            row[j] = min(last[j] + 1, row[j - 1] + 1, substitution)
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = min(row[j], beforeLast[j - 2] + 1)
            }
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
