// What a person can set in the shell, as rows of one table: `.set`, `.format`, `.rows` and completion read it.

import QueryEngine
import QueryLanguage
import TableFormats

/// How the shell shows results and runs statements.
package struct ShellSettings: Sendable {
    package var format = OutputFormat.table
    /// Whether the time that a statement took is told.
    package var isTimed = false
    package var showsTypes = false
    /// How many rows of a table are shown, 0 for all; `nil` leaves a long one to the pager.
    package var rows: Int?
    /// The cells that a table may take, 0 for as many as it needs; `nil` for the terminal's.
    package var width: Int?
    package var hasHeader = true
    package var nullText: String?
    package var isColored = false
    package var threads = 1
    /// What a statement may use at most.
    package var limits = Limits.none
    /// Whether what is longer than the screen goes through the pager.
    package var isPaged = true
    /// The values of `@name`, by their names in lower case.
    package var parameters: [String: Value] = [:]

    package init() {}
}

/// A setting that has a name.
struct Setting: Sendable {
    let name: String
    /// What it can be, as help shows it.
    let values: String
    let kind: ArgumentKind
    let help: String
    let get: @Sendable (ShellSettings) -> String
    /// Takes a new value; whether it is one.
    let set: @Sendable (inout ShellSettings, String) -> Bool

    /// All of them, in the order of the alphabet.
    static let all: [Setting] = [
        onOff("color", "colours and bold type", \.isColored),
        Setting(
            name: "format", values: OutputFormat.allCases.map(\.rawValue).joined(separator: "|"), kind: .format,
            help: "how results are written", get: { $0.format.rawValue },
            set: { settings, text in
                guard let format = OutputFormat(rawValue: text.lowercased()) else { return false }
                settings.format = format
                return true
            }),
        onOff("header", "the columns' names", \.hasHeader),
        limit(
            "max-rows", "N", "the rows that a statement may give", \.rows,
            read: { text in Int(text).flatMap { $0 > 0 ? $0 : nil } }, text: { String($0) }),
        limit(
            "memory-limit", "SIZE", "the memory that a statement may take, as 500MB or 2GiB", \.memory,
            read: ByteSize.bytes,
            text: ByteSize.text),
        Setting(
            name: "null", values: "TEXT|auto", kind: .word, help: "what NULL is written as",
            get: { $0.nullText ?? auto },
            set: { settings, text in
                settings.nullText = text == auto ? nil : text
                return true
            }),
        onOff("pager", "what is longer than the screen goes through $PAGER", \.isPaged),
        number("rows", "the rows of a table that are shown; 0 for all, auto leaves a long one to the pager", \.rows),
        Setting(
            name: "threads", values: "N", kind: .number, help: "the threads that a query may use",
            get: { String($0.threads) },
            set: { settings, text in
                guard let count = Int(text), count > 0 else { return false }
                settings.threads = count
                return true
            }),
        limit(
            "time-limit", "TIME", "the time that a statement may take, as 500ms, 5s or 2min", \.time,
            read: TimeSpan.duration,
            text: TimeSpan.text),
        onOff("timer", "the time that a statement took is told", \.isTimed),
        onOff("types", "the columns' types below their names", \.showsTypes),
        number("width", "the cells of a line; 0 for no limit, auto for the terminal's", \.width),
    ]

    static func find(_ name: String) -> Setting? { all.first { $0.name == name.lowercased() } }

    static let auto = "auto"
    static let none = "none"

    private static func onOff(_ name: String, _ help: String, _ path: WritableKeyPath<ShellSettings, Bool> & Sendable)
        -> Setting
    {
        Setting(
            name: name, values: "on|off", kind: .onOff, help: help, get: { $0[keyPath: path] ? "on" : "off" },
            set: { settings, text in
                switch text.lowercased() {
                case "on", "true", "yes": settings[keyPath: path] = true
                case "off", "false", "no": settings[keyPath: path] = false
                default: return false
                }
                return true
            })
    }

    private static func number(
        _ name: String, _ help: String, _ path: WritableKeyPath<ShellSettings, Int?> & Sendable
    ) -> Setting {
        Setting(
            name: name, values: "N|auto", kind: .number, help: help,
            get: { $0[keyPath: path].map { String($0) } ?? auto },
            set: { settings, text in
                if text.lowercased() == auto {
                    settings[keyPath: path] = nil
                    return true
                }
                guard let number = Int(text), number >= 0 else { return false }
                settings[keyPath: path] = number
                return true
            })
    }

    /// - Parameters:
    ///   - value: what it can be beside `none`.
    ///   - read: what a text stands for; `nil` where for nothing.
    private static func limit<Value>(
        _ name: String, _ value: String, _ help: String, _ path: WritableKeyPath<Limits, Value?> & Sendable,
        read: @escaping @Sendable (String) -> Value?, text: @escaping @Sendable (Value) -> String
    ) -> Setting {
        Setting(
            name: name, values: "\(value)|none", kind: .limit, help: help,
            get: { $0.limits[keyPath: path].map(text) ?? none },
            set: { settings, written in
                let value = read(written)
                guard value != nil || written.lowercased() == none else { return false }
                settings.limits[keyPath: path] = value
                return true
            })
    }
}
