// Which rows of a text that is taller than the screen are shown.

struct Viewport {
    private var top = 0

    /// The rows to show: as many as fit, the cursor's among them, moved as little as possible.
    mutating func rows(count: Int, cursor: Int, height: Int) -> Range<Int> {
        let height = max(1, height)
        if cursor < top { top = cursor }
        if cursor >= top + height { top = cursor - height + 1 }
        top = max(0, min(top, count - height))
        return top..<min(count, top + height)
    }

    mutating func reset() {
        top = 0
    }
}
