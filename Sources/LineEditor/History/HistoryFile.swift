// What was entered, today and before, here and in other shells.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The entries of the history, and the file that keeps them.
///
/// Every entry is a line of the file, appended by one write under a lock, so that several shells can share it and a kill
/// loses nothing. A file that cannot be written, or none at all, leaves a history in memory.
public final class HistoryFile {
    /// The entries, the newest last.
    public private(set) var entries: [String] = []

    private let path: String?
    private let limit: Int
    /// What of the file is known: which file, and the bytes from its beginning.
    private var known: (device: dev_t, inode: ino_t, length: off_t)?

    /// More than this is not read; it would hold far more than the newest entries.
    private static let longestRead: off_t = 64 << 20

    /// Reads the file. Folders of the path that do not exist are made.
    ///
    /// - Parameters:
    ///   - path: `nil` for a history in memory.
    ///   - limit: How many entries are kept.
    public init(path: String?, limit: Int = 10_000) {
        self.path = path
        self.limit = max(1, limit)
        if let path { LockedFile.makeFolders(of: path) }
        let lines = readNews()
        // Trimming now and then is enough.
        if lines > self.limit + self.limit / 10 { trim() }
    }

    /// Takes up what other shells have added.
    public func refresh() {
        _ = readNews()
    }

    /// Adds an entry, unless it is blank, begins with a space, or is what was added last.
    public func append(_ entry: String) {
        guard let first = entry.first, first != " ", !entry.contains("\0"),
            entry.contains(where: { !$0.isWhitespace })
        else { return }
        guard let path, let file = LockedFile(path, mode: .append) else {
            add(entry)
            return
        }
        // What others added comes before.
        readNews(of: file)
        guard add(entry) else { return }
        var line = HistoryEncoding.encode(entry) + [0x0A]
        // A shell may have ended in the middle of a line, which must not take this one with it.
        if !file.endsInNewline { line.insert(0x0A, at: 0) }
        file.append(line)
        known = file.status.map { ($0.st_dev, $0.st_ino, $0.st_size) }
    }

    /// The entries that contain a text, whatever the case of its letters, the oldest first.
    public func entries(containing text: String) -> [String] {
        let needle = TextSearch(text)
        return entries.filter { needle.range(in: $0) != nil }
    }

    /// Whether the entry is new.
    @discardableResult private func add(_ entry: String) -> Bool {
        guard entries.last != entry else { return false }
        entries.append(entry)
        // In one go for many.
        if entries.count > limit + limit / 10 { entries.removeFirst(entries.count - limit) }
        return true
    }

    /// The number of lines that were read.
    private func readNews() -> Int {
        guard let path, let file = LockedFile(path, mode: .read) else { return 0 }
        return readNews(of: file)
    }

    @discardableResult private func readNews(of file: LockedFile) -> Int {
        guard let status = file.status else { return 0 }
        var start: off_t = 0
        if let known, known.device == status.st_dev, known.inode == status.st_ino, known.length <= status.st_size {
            start = known.length
        } else if known != nil {
            // Another shell has trimmed it, or someone has edited it.
            entries = []
        }
        let isTail = status.st_size - start > Self.longestRead
        if isTail { start = status.st_size - Self.longestRead }
        let bytes = file.read(from: start, count: Int(status.st_size - start))
        var lines = bytes.split(separator: 0x0A)
        if isTail && !lines.isEmpty { lines.removeFirst() }
        for line in lines { if let entry = HistoryEncoding.decode(line) { add(entry) } }
        if entries.count > limit { entries.removeFirst(entries.count - limit) }
        known = (status.st_dev, status.st_ino, start + off_t(bytes.count))
        return lines.count
    }

    /// Leaves the newest lines in the file, as they are.
    private func trim() {
        guard let path, let file = LockedFile(path, mode: .append), let status = file.status else { return }
        let start = max(0, status.st_size - Self.longestRead)
        let bytes = file.read(from: start, count: Int(status.st_size - start))
        let lines = bytes.split(separator: 0x0A).suffix(limit)
        guard file.replace(path, with: Array(lines.joined(separator: [0x0A])) + [0x0A]) else { return }
        // The next refresh reads it anew.
        known = (status.st_dev, 0, 0)
    }
}
