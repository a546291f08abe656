// `--safe`: nothing is reached but what the command line names.

import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What statements and commands of strangers are run in. It lasts as long as the process.
enum SafeMode {
    /// Closes the gate for files, and empties the environment: no editor, no pager, no home and nothing in it, such as
    /// the start file, the history and settings of keys. To be called before other threads are made.
    static func begin(_ command: Expoq) {
        FileGate.close(
            reading: command.files.filter { $0 != "-" },
            writing: [command.output, command.junit, command.timing].compactMap { $0 })
        for name in environmentNames where !isKept(name) { unsetenv(name) }
    }

    /// What the terminal is, and which letters it shows.
    private static func isKept(_ name: String) -> Bool {
        ["TERM", "NO_COLOR", "LANG"].contains(name) || name.hasPrefix("LC_")
    }

    private static var environmentNames: [String] {
        var names: [String] = []
        var place = environ
        while let entry = place.pointee {
            names.append(String(String(cString: entry).prefix { $0 != "=" }))
            place += 1
        }
        return names
    }
}
