// The list of what could stand at the cursor.

import QueryLanguage

/// Candidates, the selected one, and the rows that show some of them.
struct CompletionMenu {
    private(set) var candidates: [CompletionCandidate]
    private(set) var selection = 0
    private var top = 0

    private static let detailStyle = TextStyle("2")
    private static let selectedStyle = TextStyle("7")

    init(_ candidates: [CompletionCandidate]) {
        self.candidates = candidates
    }

    var selected: CompletionCandidate? {
        candidates.indices.contains(selection) ? candidates[selection] : nil
    }

    /// Moves the selection, from the end to the beginning and back.
    mutating func move(by step: Int) {
        guard !candidates.isEmpty else { return }
        selection = (selection + step % candidates.count + candidates.count) % candidates.count
    }

    /// Moves the selection, as far as there are candidates.
    mutating func movePage(by step: Int) {
        selection = max(0, min(candidates.count - 1, selection + step))
    }

    /// Other candidates, after something was typed. The selected one remains if it is among them and is not just where
    /// the selection began.
    mutating func replace(_ new: [CompletionCandidate]) {
        let kept = selection > 0 ? selected.flatMap { new.firstIndex(of: $0) } : nil
        candidates = new
        selection = kept ?? 0
        top = 0
    }

    /// The rows, at most `height`, none wider than the screen. The last one tells where the selection is if not all
    /// candidates fit.
    mutating func rows(width: Int, height: Int, isColored: Bool) -> [FrameRow] {
        // Less has no room for a letter between blanks.
        guard width >= 4 else { return [] }
        let isLong = candidates.count > height
        let count = min(candidates.count, isLong ? max(1, height - 1) : height)
        if selection < top { top = selection }
        if selection >= top + count { top = selection - count + 1 }
        top = max(0, min(top, candidates.count - count))
        let visible = top..<top + count
        // Of all candidates, so that columns stand still while one scrolls.
        let labelWidth = min(candidates.lazy.map(\.label.shownOnOneLine.displayWidth).max() ?? 0, max(8, width / 2))
        let room = max(0, width - 1)
        let detailWidth = min(
            candidates.lazy.map(\.detail.shownOnOneLine.displayWidth).max() ?? 0, max(0, room - labelWidth - 4))
        var rows = visible.map { index in
            row(
                candidates[index], isSelected: index == selection, labelWidth: min(labelWidth, max(1, room - 2)),
                detailWidth: detailWidth, isColored: isColored)
        }
        if isLong && height > 1 {
            let text = " \(selection + 1) of \(candidates.count)".shortened(toCells: room)
            var row = FrameRow()
            row.append(text, width: text.displayWidth, style: isColored ? Self.detailStyle : nil)
            rows.append(row)
        }
        return rows
    }

    private func row(
        _ candidate: CompletionCandidate, isSelected: Bool, labelWidth: Int, detailWidth: Int, isColored: Bool
    ) -> FrameRow {
        var row = FrameRow()
        let label = Self.padded(candidate.label, toCells: labelWidth)
        guard detailWidth > 0 else {
            row.append(" \(label) ", width: labelWidth + 2, style: isSelected ? Self.selectedStyle : nil)
            return row
        }
        let detail = Self.padded(candidate.detail, toCells: detailWidth)
        if isSelected {
            row.append(" \(label)  \(detail) ", width: labelWidth + detailWidth + 4, style: Self.selectedStyle)
        } else {
            row.append(" \(label)  ", width: labelWidth + 3)
            row.append("\(detail) ", width: detailWidth + 1, style: isColored ? Self.detailStyle : nil)
        }
        return row
    }

    /// The text on exactly so many cells.
    private static func padded(_ text: String, toCells cells: Int) -> String {
        let shortened = text.shownOnOneLine.shortened(toCells: cells)
        return shortened + String(repeating: " ", count: max(0, cells - shortened.displayWidth))
    }
}

extension CompletionList {
    /// The candidates that begin with what is typed, whatever its case; others match in other ways.
    func candidates(thatContinue typed: String) -> [CompletionCandidate] {
        candidates.filter { candidate in
            candidate.text.count >= typed.count
                && zip(candidate.text, typed).allSatisfy { $0.lowercased() == $1.lowercased() }
        }
    }

    /// What all candidates that begin with what is typed begin with, if that is more; otherwise `nil`.
    func commonExtension(of typed: String) -> String? {
        let continuing = candidates(thatContinue: typed)
        guard var common = continuing.first?.text else { return nil }
        for candidate in continuing.dropFirst() {
            let length = zip(common, candidate.text).prefix { $0.lowercased() == $1.lowercased() }.count
            common = String(common.prefix(length))
        }
        return common.count > typed.count ? common : nil
    }
}
