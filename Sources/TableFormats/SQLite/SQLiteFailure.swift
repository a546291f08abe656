// What SQLite's errors are to a person.

import CSQLite
import QueryLanguage

enum SQLiteFailure {
    /// The error `code` that a call on `connection` just gave.
    static func diagnostic(_ code: Int32, _ connection: SQLiteConnection) -> Diagnostic {
        let path = connection.path
        let reason = String(cString: sqlite3_errmsg(connection.handle)).shortened(toCells: 200)
        switch code & 0xFF {
        case SQLITE_INTERRUPT: return .interrupted
        case SQLITE_BUSY, SQLITE_LOCKED:
            return Diagnostic(
                "'\(path)' is locked: another program is writing it", hints: ["try again when that is done"])
        case SQLITE_CORRUPT:
            return Diagnostic(
                "'\(path)' is damaged: \(reason)", hints: ["sqlite3 '\(path)' .recover gives what can still be read"])
        case SQLITE_NOTADB:
            return Diagnostic("'\(path)' is no SQLite file, or it is encrypted")
        case SQLITE_READONLY where code != SQLITE_READONLY:
            return Diagnostic(
                "'\(path)' was left in the middle of a change, and cannot be put right here",
                hints: ["a program that may write to it does so when it opens it, such as sqlite3"])
        case SQLITE_NOMEM: return Diagnostic("'\(path)': there is too little memory")
        case SQLITE_FULL: return Diagnostic("cannot write '\(path)': the disk is full")
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY:
            return Diagnostic("cannot open '\(path)': \(reason)")
        default: return Diagnostic("'\(path)': \(reason)")
        }
    }
}
