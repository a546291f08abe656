// Where text stands on a terminal: its rows, and the cell of the cursor.

import QueryLanguage

/// A text behind a prompt, laid out in rows of a terminal.
///
/// Positions in the text are offsets in UTF-8 bytes.
struct TextLayout: Equatable {
    /// What comes before the text of a row.
    enum Lead: Equatable {
        case prompt
        /// A new line of the text.
        case continuation
        /// The line above goes on.
        case none
    }

    struct Row: Equatable {
        var lead: Lead
        /// The cells of the lead.
        var leadWidth: Int
        var clusters: Range<Int>
        /// Lead and text.
        var width: Int
    }

    /// What stands together: a character with the marks that belong to it.
    struct Cluster: Equatable {
        /// Where it begins in the text.
        var offset: Int
        /// The bytes that it is shown with, if they are not its own.
        var substitute: Substitute
        var width: Int
    }

    enum Substitute: Equatable {
        case none
        /// A tab.
        case spaces
        /// A control character, as `^X`.
        case caret(UInt8)
        /// U+FFFD, for what a terminal would take for more than a character.
        case replacement
        /// A newline, which is not shown.
        case nothing
    }

    struct Position: Equatable {
        var row: Int
        var column: Int
    }

    private(set) var rows: [Row] = []
    private(set) var clusters: [Cluster] = []
    private(set) var cursor = Position(row: 0, column: 0)
    /// The bytes of the text.
    private(set) var length: Int
    private var screenWidth: Int

    /// Linear.
    ///
    /// - Parameters:
    ///   - cursor: Where the cursor stands; in a cluster, it is shown at its beginning.
    ///   - width: The cells of a row, at least 2.
    init(_ text: String, cursor: Int, promptWidth: Int, continuationWidth: Int, width: Int) {
        screenWidth = max(2, width)
        length = text.utf8.count
        clusters.reserveCapacity(length)
        var builder = Builder(
            layout: self, cursorOffset: cursor, promptWidth: promptWidth, continuationWidth: continuationWidth)
        builder.add(text)
        self = builder.layout
    }

    private struct Builder {
        var layout: TextLayout
        let cursorOffset: Int
        let promptWidth: Int
        let continuationWidth: Int
        var column = 0
        var rowStart = 0
        var lead = Lead.prompt
        var leadWidth = 0
        var hasCursor = false

        mutating func add(_ text: String) {
            begin(.prompt)
            var text = text
            let isASCII = text.withUTF8 { bytes in
                guard bytes.allSatisfy({ $0 < 0x80 }) else { return false }
                for (offset, byte) in bytes.enumerated() { add(ascii: byte, at: offset, next: offset + 1) }
                return true
            }
            if !isASCII { addCharacters(of: text) }
            if !hasCursor { setCursor() }
            endRow()
        }

        private mutating func addCharacters(of text: String) {
            var offset = 0
            for character in text {
                let length = character.utf8.count
                if let byte = character.utf8.first, byte < 0x80, length == 1 {
                    add(ascii: byte, at: offset, next: offset + 1)
                } else if character == "\r\n" {
                    add(ascii: 0x0D, at: offset, next: offset + 1)
                    add(ascii: 0x0A, at: offset + 1, next: offset + 2)
                } else if character.unicodeScalars.contains(where: { $0.picture != nil }) {
                    add(Cluster(offset: offset, substitute: .replacement, width: 1), next: offset + length)
                } else {
                    add(
                        Cluster(offset: offset, substitute: .none, width: character.displayWidth), next: offset + length
                    )
                }
                offset += length
            }
        }

        private mutating func add(ascii byte: UInt8, at offset: Int, next: Int) {
            switch byte {
            case 0x0A:
                if offset == cursorOffset { setCursor() }
                layout.clusters.append(Cluster(offset: offset, substitute: .nothing, width: 0))
                endRow()
                begin(.continuation)
            case 0x09:
                let width = min(8 - column % 8, max(1, layout.screenWidth - column))
                add(Cluster(offset: offset, substitute: .spaces, width: width), next: next)
            case 0x20..<0x7F:
                add(Cluster(offset: offset, substitute: .none, width: 1), next: next)
            default:
                add(Cluster(offset: offset, substitute: .caret(byte ^ 0x40), width: 2), next: next)
            }
        }

        private mutating func add(_ cluster: Cluster, next: Int) {
            if column + cluster.width > layout.screenWidth {
                endRow()
                begin(.none)
            }
            if !hasCursor && cursorOffset < next { setCursor() }
            layout.clusters.append(cluster)
            column += cluster.width
        }

        private mutating func begin(_ lead: Lead) {
            self.lead = lead
            rowStart = layout.clusters.count
            let width =
                switch lead {
                case .prompt: promptWidth
                case .continuation: continuationWidth
                case .none: 0
                }
            // On a screen that is too narrow, the text is more important.
            leadWidth = width + 2 <= layout.screenWidth ? width : 0
            column = leadWidth
        }

        private mutating func endRow() {
            layout.rows.append(
                Row(lead: lead, leadWidth: leadWidth, clusters: rowStart..<layout.clusters.count, width: column))
        }

        /// The cursor stands here. Behind a full row, its cell is the first one of the next row.
        private mutating func setCursor() {
            hasCursor = true
            if column >= layout.screenWidth {
                endRow()
                begin(.none)
            }
            layout.cursor = Position(row: layout.rows.count, column: column)
        }
    }
}
