// Pieces of a railroad diagram in text, and how they are joined.

/// A rectangle of characters that a rail enters at the left of its first line and leaves at the right of line `exit`.
struct RailroadBlock {
    /// Lines of equal length.
    private(set) var lines: [[Character]]
    let exit: Int

    var width: Int { lines.first?.count ?? 0 }
    private var height: Int { lines.count }

    private init(_ lines: [[Character]], exit: Int = 0) {
        self.lines = lines
        self.exit = exit
    }

    /// A rail with nothing on it.
    static func rail(_ length: Int) -> RailroadBlock { RailroadBlock([Array(repeating: "─", count: length)]) }

    /// A rail that goes through a word.
    static func word(_ text: String) -> RailroadBlock { RailroadBlock([Array(" \(text) ")]) }

    /// Where a diagram begins or ends.
    static func end(_ text: String) -> RailroadBlock { RailroadBlock([Array(text)]) }

    /// One behind the other.
    static func row(_ blocks: [RailroadBlock]) -> RailroadBlock {
        guard var result = blocks.first else { return rail(1) }
        for block in blocks.dropFirst() {
            let top = result.exit
            let height = max(result.height, top + block.height)
            var lines: [[Character]] = []
            for row in 0..<height {
                let left = row < result.height ? result.lines[row] : blank(result.width)
                let right = (top..<top + block.height).contains(row) ? block.lines[row - top] : blank(block.width)
                let joint: Character = row == top ? "─" : " "
                lines.append(left + [joint] + right)
            }
            result = RailroadBlock(lines, exit: top + block.exit)
        }
        return result
    }

    /// One below the other, each continuing where the one above it ends.
    static func column(_ blocks: [RailroadBlock]) -> RailroadBlock {
        guard blocks.count > 1 else { return blocks.first ?? rail(1) }
        let width = blocks.map(\.width).max() ?? 0
        var lines: [[Character]] = []
        var exit = 0
        for (index, block) in blocks.enumerated() {
            let isFirst = index == 0
            let isLast = index == blocks.count - 1
            for (row, line) in block.lines.enumerated() {
                // The rail goes down behind the block's exit, to the line between this block and the next.
                let fill: Character = row == block.exit ? "─" : " "
                var line = line + Array(repeating: fill, count: width - block.width)
                let isStart = row == 0
                line = (isStart ? (isFirst ? ["─", "─"] : ["╰", "─"]) : [" ", " "]) + line
                if isLast {
                    line += row == block.exit ? ["─", "─"] : [" ", " "]
                } else {
                    line += row < block.exit ? [" ", " "] : row == block.exit ? ["─", "╮"] : [" ", "│"]
                }
                if isLast && row == block.exit { exit = lines.count }
                lines.append(line)
            }
            if !isLast { lines.append(["╭"] + Array(repeating: "─", count: width + 2) + ["╯"]) }
        }
        return RailroadBlock(lines, exit: exit)
    }

    /// Any one of them.
    static func choice(_ blocks: [RailroadBlock]) -> RailroadBlock {
        let width = blocks.map(\.width).max() ?? 0
        var lines: [[Character]] = []
        /// The lines at which the rails of the blocks begin and end.
        var (entries, exits): ([Int], [Int]) = ([], [])
        for block in blocks {
            entries.append(lines.count)
            exits.append(lines.count + block.exit)
            for (row, line) in block.lines.enumerated() {
                let entry: Character = row == 0 ? "─" : " "
                let fill: Character = row == block.exit ? "─" : " "
                lines.append([entry] + line + Array(repeating: fill, count: width - block.width + 1))
            }
        }
        return RailroadBlock(lines, exit: 0).framed(entries: entries, exits: exits)
    }

    /// The block or nothing: a rail below leads past it.
    static func optional(_ block: RailroadBlock) -> RailroadBlock {
        choice([block, rail(block.width)])
    }

    /// The block once or more often; the way back leads through `separator`.
    static func loop(_ block: RailroadBlock, through separator: RailroadBlock?) -> RailroadBlock {
        var back = separator ?? rail(max(1, block.width - 2))
        // Against the direction of reading.
        back = RailroadBlock(back.lines.map { ["◂"] + $0 }, exit: back.exit)
        return choice([block, back])
    }

    /// Between two posts that join the lines at which rails begin and end.
    private func framed(entries: [Int], exits: [Int]) -> RailroadBlock {
        var result: [[Character]] = []
        for (row, line) in lines.enumerated() {
            result.append(
                [Self.post(row, entries, "┬", "├", "╰")] + line + [Self.post(row, exits, "┬", "┤", "╯")])
        }
        return RailroadBlock(result, exit: exits.first ?? 0)
    }

    /// What a post shows in a line: its head, an arm, its foot, or itself.
    private static func post(
        _ row: Int, _ arms: [Int], _ head: Character, _ arm: Character, _ foot: Character
    ) -> Character {
        guard let first = arms.first, let last = arms.last, (first...last).contains(row) else { return " " }
        if row == first { return first == last ? "─" : head }
        if row == last { return foot }
        return arms.contains(row) ? arm : "│"
    }

    private static func blank(_ length: Int) -> [Character] { Array(repeating: " ", count: length) }
}
