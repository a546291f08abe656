// From a document to text: each group is broken that does not fit on its line.

/// Lays a document out. Linear in its size, times the width of a line at most.
struct DocumentRenderer {
    /// So many cells a line should not exceed.
    private let width: Int
    private var text = ""
    private var column = 0
    /// What goes before the next word.
    private var pending = Pending.nothing
    /// Whether nothing may follow on the line.
    private var isBehindLineComment = false
    private var stack: [Frame] = []

    private enum Pending: Equatable {
        case nothing
        case space
        /// A space, unless punctuation follows.
        case spaceBeforeWord
        case newLine(indent: Int, isEmpty: Bool)
    }

    private struct Frame {
        enum Content {
            case document(Document)
            /// Items of a fill behind others, the last of which took several lines or not.
            case items(ArraySlice<Document>, isBehindBroken: Bool)
        }

        let content: Content
        let indent: Int
        let isFlat: Bool
    }

    /// The text, without white space at its end.
    static func render(_ document: Document, width: Int) -> String {
        var renderer = DocumentRenderer(width: width)
        renderer.stack = [Frame(content: .document(document), indent: 0, isFlat: false)]
        while let frame = renderer.stack.popLast() { renderer.lay(frame) }
        return renderer.text
    }

    private init(width: Int) {
        self.width = width
    }

    private mutating func push(_ document: Document, _ indent: Int, isFlat: Bool) {
        stack.append(Frame(content: .document(document), indent: indent, isFlat: isFlat))
    }

    private mutating func lay(_ frame: Frame) {
        switch frame.content {
        case .items(let items, let isBehindBroken): layItems(items, isBehindBroken, frame)
        case .document(let document):
            switch document.node {
            case .text(let text): write(text)
            case .space: space()
            case .line where frame.isFlat: space()
            case .softLine where frame.isFlat: break
            case .line, .softLine, .hardLine: endLine(frame.indent)
            case .emptyLine: pending = .newLine(indent: frame.indent, isEmpty: true)
            case .comment(let comment): write(comment, frame.indent)
            case .sequence(let parts):
                for part in parts.reversed() { push(part, frame.indent, isFlat: frame.isFlat) }
            case .nest(let width, let part): push(part, frame.indent + width, isFlat: frame.isFlat)
            case .group(let part):
                push(part, frame.indent, isFlat: frame.isFlat || fits(part, frame.indent, from: nextColumn))
            case .fill(let items): layItems(items[...], nil, frame)
            }
        }
    }

    /// The first of the items, behind a space if it fits there.
    ///
    /// - Parameter isBehindBroken: whether the item before takes several lines; `nil` where there is none.
    private mutating func layItems(_ items: ArraySlice<Document>, _ isBehindBroken: Bool?, _ frame: Frame) {
        guard let item = items.first else { return }
        let isLast = items.count == 1
        var isFlat = frame.isFlat
        if let isBehindBroken {
            isFlat =
                isFlat
                || !isBehindBroken && !item.breaksBefore
                    && fits(item, frame.indent, from: nextColumn + 1, isLast: isLast)
            if isFlat { space() } else { endLine(frame.indent) }
        }
        isFlat = isFlat || fits(item, frame.indent, from: nextColumn, isLast: isLast)
        let rest = Frame.Content.items(items.dropFirst(), isBehindBroken: !isFlat)
        stack.append(Frame(content: rest, indent: frame.indent, isFlat: frame.isFlat))
        push(item, frame.indent, isFlat: isFlat)
    }

    // MARK: Measuring

    /// Where the next word begins.
    private var nextColumn: Int {
        switch pending {
        case .nothing: column
        case .space, .spaceBeforeWord: column + 1
        case .newLine(let indent, _): indent
        }
    }

    /// Whether a document fits on one line from `column` on, together with what must follow on that line.
    ///
    /// - Parameter isLast: whether the line cannot end right behind it.
    private func fits(_ document: Document, _ indent: Int, from column: Int, isLast: Bool = true) -> Bool {
        if document.breaksWithin { return false }
        var column = document.breaksBefore ? indent : column
        var open = [(document: document, isFlat: true)]
        var next = stack.count
        var hasText = false
        while column <= width {
            guard let (document, isFlat) = open.popLast() else {
                if !isLast || next == 0 { return true }
                next -= 1
                switch stack[next].content {
                case .document(let document): open.append((document, stack[next].isFlat))
                case .items(let items, _):
                    if items.isEmpty { continue }
                    // A line may end here.
                    if !stack[next].isFlat { return true }
                    for item in items.reversed() { open.append((item, true)) }
                }
                continue
            }
            switch document.node {
            case .text(let text):
                hasText = true
                guard let end = text.firstIndex(of: "\n") else {
                    column += text.displayWidth
                    continue
                }
                return column + String(text[..<end]).displayWidth <= width
            case .space: column += 1
            case .line where isFlat: column += 1
            case .softLine where isFlat: break
            case .line, .softLine, .hardLine, .emptyLine: return true
            case .comment(let comment):
                if comment.place.isInline {
                    column += comment.text.displayWidth + 2
                } else if hasText {
                    return true
                }
            case .sequence(let parts): for part in parts.reversed() { open.append((part, isFlat)) }
            case .nest(_, let part), .group(let part): open.append((part, isFlat))
            case .fill(let items):
                if !isFlat, items.count > 1 {
                    // Behind its first item a line may end.
                    open.append((.softLine, false))
                    open.append((items[0], false))
                } else {
                    for (index, item) in items.enumerated().reversed() {
                        open.append((item, isFlat))
                        if index > 0 { open.append((.space, true)) }
                    }
                }
            }
        }
        return false
    }

    // MARK: Writing

    private mutating func space() { if !isNewLinePending { pending = .space } }

    private mutating func endLine(_ indent: Int) {
        var isEmpty = false
        if case .newLine(_, let wasEmpty) = pending { isEmpty = wasEmpty }
        pending = .newLine(indent: indent, isEmpty: isEmpty)
    }

    private var isNewLinePending: Bool {
        if case .newLine = pending { true } else { false }
    }

    private mutating func write(_ word: String) {
        switch pending {
        case .nothing: break
        case .spaceBeforeWord where [")", ",", ";"].contains(word): break
        case .space, .spaceBeforeWord: put(" ")
        case .newLine(let indent, let isEmpty):
            if !text.isEmpty { text += isEmpty ? "\n\n" : "\n" }
            column = 0
            put(String(repeating: " ", count: indent))
        }
        pending = .nothing
        put(word)
    }

    private mutating func put(_ word: String) {
        isBehindLineComment = false
        text += word
        if let end = word.lastIndex(of: "\n") {
            column = String(word[word.index(after: end)...]).displayWidth
        } else {
            column += word.displayWidth
        }
    }

    private mutating func write(_ comment: Comment, _ indent: Int) {
        switch comment.place {
        case .behindWord where isNewLinePending && !isBehindLineComment && text.last != "(":
            // It stays on the line of its word.
            let next = pending
            put(" " + comment.text)
            pending = next
        case .behindWord, .beforeWord:
            if pending == .nothing && column > 0 && text.last != "(" { pending = .space }
            write(comment.text)
            pending = .spaceBeforeWord
        case .trailing where !isBehindLineComment:
            // On the line that is about to end.
            let next = pending
            put((column > 0 ? " " : "") + comment.text)
            pending = next
            if !isNewLinePending { endLine(indent) }
        case .trailing, .ownLine:
            if !isNewLinePending { endLine(indent) }
            write(comment.text)
            endLine(indent)
        }
        isBehindLineComment = !comment.text.hasPrefix("/*")
    }
}
