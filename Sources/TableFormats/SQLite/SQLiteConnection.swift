// An open SQLite file.

import CSQLite
import QueryEngine
import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A connection to a SQLite file. It is used by one thread at a time.
final class SQLiteConnection {
    /// What errors call the file: its path, or that which it is to have.
    let path: String
    let handle: OpaquePointer
    private let watch: SQLiteWatch

    /// How long to wait for another program that writes, in milliseconds.
    private static let patience: Int32 = 2000

    /// Opens the file at `path` to read it; nothing in it can be changed.
    ///
    /// - Parameter statement: stops what the connection does when it is cancelled.
    /// - Throws: a diagnostic that says why it cannot be read.
    static func reading(
        _ path: String, for statement: FileRequest = FileRequest()
    ) throws(Diagnostic) -> SQLiteConnection {
        let header = try SQLiteHeader(of: path)
        if FileGate.isClosed { return try readingAlone(path, for: statement) }
        let connection = try SQLiteConnection(path, "mode=ro", SQLITE_OPEN_READONLY, statement.cancellation)
        do throws(Diagnostic) {
            try connection.protect()
            return connection
        } catch {
            // A file with a write-ahead log takes files beside it to be read. On a medium that is read-only there are
            // none, and nobody can write: it may be read as it is, unless changes are waiting in a log.
            guard header.hasWriteAheadLog, [SQLITE_CANTOPEN, SQLITE_READONLY].contains(connection.primaryCode) else {
                throw error
            }
            guard !SQLiteHeader.hasContent("\(path)-wal") else {
                throw Diagnostic(
                    "'\(path)' has changes in '\(path)-wal', which cannot be read here",
                    hints: ["copy both files into a folder that you may write to"])
            }
            let frozen = try SQLiteConnection(path, "immutable=1", SQLITE_OPEN_READONLY, statement.cancellation)
            try frozen.protect()
            return frozen
        }
    }

    /// Opens the file at `path` in safe mode: files beside it are not named, and SQLite is to open none.
    private static func readingAlone(
        _ path: String, for statement: FileRequest
    ) throws(Diagnostic) -> SQLiteConnection {
        for companion in ["\(path)-wal", "\(path)-journal"] where SQLiteHeader.hasContent(companion) {
            throw Diagnostic(
                "'\(path)' has changes in '\(companion)', which may not be read in safe mode",
                hints: ["open and close it with the program that has changed it"], reason: .access)
        }
        let connection = try SQLiteConnection(path, "immutable=1", SQLITE_OPEN_READONLY, statement.cancellation)
        // It is SQLite that has opened the path.
        try FileGate.check(reading: path)
        try connection.run("PRAGMA temp_store = MEMORY")
        try connection.protect()
        return connection
    }

    /// Opens the file at `path` to write to it, and makes it where there is none.
    ///
    /// - Parameter name: what errors call it; its path unless told.
    static func writing(
        _ path: String, name: String? = nil, _ cancellation: Cancellation
    ) throws(Diagnostic) -> SQLiteConnection {
        let connection = try SQLiteConnection(
            path, name: name, "mode=rwc", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, cancellation)
        // An index of a column that is gone would be one of that text.
        SQLiteRefuseQuotedTexts(connection.handle)
        return connection
    }

    private init(
        _ path: String, name: String? = nil, _ mode: String, _ flags: Int32, _ cancellation: Cancellation
    ) throws(Diagnostic) {
        self.path = name ?? path
        watch = SQLiteWatch(cancellation)
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(
            Self.uri(path, mode), &opened, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nil)
        guard let opened else { throw Diagnostic("cannot open '\(path)': there is too little memory") }
        handle = opened
        // From here on `deinit` closes it.
        guard code == SQLITE_OK else { throw SQLiteFailure.diagnostic(code, self) }
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Self.patience)
        sqlite3_progress_handler(
            handle, SQLiteWatch.interval,
            { context in
                guard let context else { return 0 }
                return Unmanaged<SQLiteWatch>.fromOpaque(context).takeUnretainedValue().shouldStop() ? 1 : 0
            }, Unmanaged.passUnretained(watch).toOpaque())
    }

    deinit { sqlite3_close_v2(handle) }

    /// Takes the file for one that a stranger made: its views may call harmless functions only, and what its pages say
    /// of themselves is checked. This reads it for the first time.
    private func protect() throws(Diagnostic) {
        try run("PRAGMA trusted_schema = OFF")
        try run("PRAGMA cell_size_check = ON")
        try run("SELECT COUNT(*) FROM sqlite_master")
    }

    private var primaryCode: Int32 { sqlite3_errcode(handle) & 0xFF }

    /// Runs a statement whose rows, if any, do not matter.
    func run(_ sql: String) throws(Diagnostic) {
        let statement = try SQLiteStatement(self, sql)
        while try statement.step() {}
    }

    /// Calls `body`; what SQLite does in it is broken off after about so many of its machine's instructions.
    ///
    /// - Returns: `nil` if it was broken off.
    func limited<Result>(
        toInstructions count: Int, _ body: () throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result? {
        watch.budget = count
        defer { watch.budget = nil }
        do throws(Diagnostic) {
            return try body()
        } catch {
            if watch.isOverBudget && error == .interrupted && !watch.isCancelled { return nil }
            throw error
        }
    }

    /// `file:` and the path, as SQLite takes URIs.
    private static func uri(_ path: String, _ query: String) -> String {
        var uri = path.hasPrefix("/") ? "file://" : "file:"
        for byte in path.utf8 {
            let isPlain = byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "/._-".utf8.contains(byte)
            uri += isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "\(uri)?\(query)"
    }
}

/// Tells SQLite whether to go on, now and then.
final class SQLiteWatch {
    private let cancellation: Cancellation
    /// The instructions that are left; `nil` for no limit.
    var budget: Int?

    /// Instructions between two questions: about a tenth of a millisecond.
    static let interval: Int32 = 1000

    init(_ cancellation: Cancellation) { self.cancellation = cancellation }

    var isCancelled: Bool {
        do throws(Diagnostic) { try cancellation.check() } catch { return true }
        return false
    }

    var isOverBudget: Bool { budget.map { $0 <= 0 } ?? false }

    func shouldStop() -> Bool {
        if let rest = budget { budget = rest - Int(Self.interval) }
        return isOverBudget || isCancelled
    }
}

/// What the first bytes of a file tell.
struct SQLiteHeader {
    /// Whether changes go to a log beside the file first.
    let hasWriteAheadLog: Bool

    private static let magic = Array("SQLite format 3\0".utf8)

    /// Whether a file that begins so is SQLite's.
    static func isMagic(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: magic) }

    /// - Throws: a diagnostic if there is no such file, or none of SQLite's.
    init(of path: String) throws(Diagnostic) {
        let bytes = try Self.beginning(of: path)
        if bytes.isEmpty { throw Diagnostic("'\(path)' is empty") }
        let packing = bytes.withUnsafeBufferPointer { Compression(beginning: $0) }
        if let packing {
            let command = packing == .gzip ? "gunzip -k" : "zstd -d"
            throw Diagnostic(
                "'\(path)' is packed, and SQLite reads it unpacked only",
                hints: ["unpack it first: \(command) '\(path)'"])
        }
        guard Self.isMagic(bytes), bytes.count == Self.size else {
            throw Diagnostic(
                "'\(path)' is no SQLite file",
                hints: Self.isMagic(bytes)
                    ? ["only its first \(bytes.count) bytes are there"] : ["an encrypted one looks like this too"])
        }
        hasWriteAheadLog = bytes[18] == 2 || bytes[19] == 2
        try Self.checkSize(of: path, bytes)
    }

    /// SQLite takes the missing end of a last page for zeros.
    private static func checkSize(of path: String, _ header: [UInt8]) throws(Diagnostic) {
        func number(_ range: Range<Int>) -> Int { header[range].reduce(0) { $0 << 8 | Int($1) } }
        // A size that an old version of SQLite did not keep up is not meant; and a change that is under way has its own.
        guard number(24..<28) == number(92..<96), !hasContent("\(path)-wal"), !hasContent("\(path)-journal") else {
            return
        }
        let pageSize = number(16..<18) == 1 ? 1 << 16 : number(16..<18)
        let due = pageSize * number(28..<32)
        var status = stat()
        guard stat(path, &status) == 0, status.st_size < due else { return }
        throw Diagnostic("'\(path)' is cut off: \(status.st_size) of \(due) bytes are there")
    }

    private static let size = 100

    /// The first bytes of a file; none of what is no plain file, which might give them once only.
    static func beginning(of path: String) throws(Diagnostic) -> [UInt8] {
        let descriptor = try FileGate.open(path, O_NONBLOCK)
        guard descriptor >= 0 else { throw FileBytes.failure(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            throw FileBytes.failure(path, EISDIR)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { return [] }
        var bytes = [UInt8](repeating: 0, count: size)
        let count = read(descriptor, &bytes, size)
        guard count >= 0 else { throw FileBytes.failure(path, errno) }
        return Array(bytes[..<count])
    }

    static func hasContent(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size > 0
    }
}
