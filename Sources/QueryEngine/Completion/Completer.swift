// Completion itself: brings together what the grammar allows and what the catalog holds.

import QueryLanguage

/// Works out one completion.
struct Completer {
    let engine: Engine
    let catalog: Catalog
    let context: CompletionContext
    let bytes: [UInt8]
    let suffix: [UInt8]
    let cursor: Int

    init(engine: Engine, catalog: Catalog, context: CompletionContext, text: String, cursor: Int) {
        self.engine = engine
        self.catalog = catalog
        self.context = context
        let all = Array(text.utf8)
        var end = min(max(cursor, 0), all.count)
        // Not inside a character.
        while end > 0, end < all.count, all[end] & 0xC0 == 0x80 { end -= 1 }
        bytes = Array(all[..<end])
        suffix = Array(all[end...])
        self.cursor = end
    }

    func completion() -> Completion {
        guard let word = PartialWord(endOf: bytes) else { return Completion(replaced: cursor..<cursor, items: []) }
        var list = CandidateList(matching: word.typed)
        if let next = NextTokens.after(Array(bytes[..<word.start])) {
            let place = CursorPlace(word: word, next: next, completer: self)
            switch word.kind {
            case .none, .word, .quotedName: place.addNames(to: &list)
            case .string(let quote): place.addStrings(to: &list, quote: quote)
            case .unit: if next.contains(.unit) { place.addUnits(to: &list) }
            case .parameter: if next.contains(.parameter) { place.addParameters(to: &list, group: 0) }
            case .bar: if next.contains(.pipe) { list.add(.pipeSign, rank: .prefix, group: 0) }
            }
        }
        return Completion(replaced: word.start..<cursor, items: list.sorted())
    }

    /// Whether the text goes on with this byte behind the cursor.
    func goesOn(with byte: Character) -> Bool { suffix.first == byte.asciiValue }
}

/// The items found, to be put in order.
struct CandidateList {
    private let matcher: NameMatcher
    private var found: [(item: Completion.Item, rank: NameMatcher.Rank, group: Int, order: Int)] = []

    init(matching typed: String) {
        matcher = NameMatcher(typed)
    }

    init(matcher: NameMatcher) {
        self.matcher = matcher
    }

    /// Adds what `name` means, if it fits what was typed.
    ///
    /// - Parameters:
    ///   - group: among names that fit equally well, lower groups go first.
    ///   - order: goes before the alphabet.
    mutating func add(
        _ name: String, group: Int, order: Int = 0, _ item: @autoclosure () -> Completion.Item
    ) {
        if let rank = matcher.rank(name) { add(item(), rank: rank, group: group, order: order) }
    }

    mutating func add(_ item: Completion.Item, rank: NameMatcher.Rank, group: Int, order: Int = 0) {
        found.append((item, rank, group, order))
    }

    func sorted() -> [Completion.Item] {
        // Numbers first: comparing them is cheaper than comparing texts, of which there may be thousands.
        let ordered = found.sorted {
            ($0.rank.rawValue, $0.group, $0.order, $0.item.label) < (
                $1.rank.rawValue, $1.group, $1.order, $1.item.label
            )
        }
        var seen: Set<Completion.Item> = []
        return ordered.compactMap { seen.insert($0.item).inserted ? $0.item : nil }
    }
}

extension Completion.Item {
    static let pipeSign = Completion.Item(.pipe, text: "|>", detail: "the next operator")
}
