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
        // A key was pressed, and the answer is due at once: what is longer than anyone writes goes without.
        let statement = word.tokens.lastIndex { $0.kind == .symbol(.semicolon) } ?? 0
        if word.tokens.count - statement > Self.tokenLimit { return Completion(replaced: cursor..<cursor, items: []) }
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

    private static let tokenLimit = 10_000

    /// Whether the text goes on with this byte behind the cursor.
    func goesOn(with byte: Character) -> Bool { suffix.first == byte.asciiValue }
}

/// The items found, to be put in order.
struct CandidateList {
    private let matcher: NameMatcher
    /// The items, and where they belong: by rank, then group, then order, in one number.
    private var found: [(item: Completion.Item, position: Int)] = []

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
        found.append((item, (rank.rawValue << 8 | group) << 32 | order))
    }

    func sorted() -> [Completion.Item] {
        // Numbers are sorted, not items: there may be thousands, and moving them about would take most of the time.
        var order = Array(found.indices)
        found.withUnsafeBufferPointer { found in
            order.sort { a, b in
                let (first, second) = (found[a].position, found[b].position)
                return first == second ? found[a].item.label < found[b].item.label : first < second
            }
        }
        var result: [Completion.Item] = []
        result.reserveCapacity(order.count)
        // What two scopes have is found twice, and stands side by side now.
        for index in order where result.last != found[index].item { result.append(found[index].item) }
        return result
    }
}

extension Completion.Item {
    static let pipeSign = Completion.Item(.pipe, text: "|>", detail: "the next operator")
}
