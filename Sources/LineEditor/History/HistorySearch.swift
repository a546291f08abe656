// The search in the history while one types what is sought.

/// A query, and the entry that it has found.
struct HistorySearch {
    private let entries: [String]
    private(set) var query = ""
    /// The entry found; the last one that was, if there is none for the query.
    private(set) var index: Int?
    /// Whether the query is found nowhere (more).
    private(set) var isFailing = false

    init(_ entries: [String]) {
        self.entries = entries
    }

    var match: String? { index.map { entries[$0] } }

    /// The bytes of the match that are the query.
    var range: Range<Int>? {
        guard let match, !query.isEmpty else { return nil }
        return TextSearch(query).range(in: match)
    }

    /// The query goes on; the entry at hand may do.
    mutating func type(_ text: String) {
        query += text
        find(from: index ?? entries.count - 1, step: -1)
    }

    /// The query without its last character, sought from the newest entry on.
    mutating func removeLast() {
        guard !query.isEmpty else { return }
        query.removeLast()
        index = nil
        isFailing = false
        if !query.isEmpty { find(from: entries.count - 1, step: -1) }
    }

    mutating func older() {
        step(-1)
    }

    mutating func newer() {
        step(1)
    }

    private mutating func step(_ step: Int) {
        guard let index, !query.isEmpty else { return }
        find(from: index + step, step: step, butNot: match)
    }

    /// The next entry with the query. The same text again would look as if nothing had happened.
    private mutating func find(from start: Int, step: Int, butNot seen: String? = nil) {
        let search = TextSearch(query)
        var position = start
        while entries.indices.contains(position) {
            if search.range(in: entries[position]) != nil, entries[position] != seen {
                index = position
                isFailing = false
                return
            }
            position += step
        }
        isFailing = true
    }
}
