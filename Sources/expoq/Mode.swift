// What the command is to do with its scripts, and which options go with it.

import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the command does.
enum Mode {
    /// Asks a person for statements.
    case shell
    /// Runs the scripts one after another in one database.
    case run
    /// Runs each script as a test.
    case check
    /// Checks the scripts' syntax.
    case parse
}

extension Expoq {
    var mode: Mode {
        if isCheck { return .check }
        if onlyParses { return .parse }
        return opensShell ? .shell : .run
    }

    /// Whether a person is to be asked for statements.
    private var opensShell: Bool {
        files.isEmpty && statements.isEmpty && output == nil && timing == nil && !keepsGoing && !isQuiet && !echoes
            && isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0
    }

    /// - Throws: where options contradict one another.
    func validateMode() throws {
        if isCheck {
            if files.isEmpty { throw ValidationError("--check needs the scripts' files.") }
            try refuse(
                "--check writes a line for each script and no results",
                (onlyParses, "--parse-only"), (output != nil, "-o"), (isQuiet, "--quiet"), (echoes, "--echo"))
        } else if junit != nil {
            throw ValidationError("--junit goes with --check.")
        }
        if onlyParses {
            try refuse(
                "--parse-only runs nothing", (output != nil, "-o"), (isQuiet, "--quiet"), (echoes, "--echo"),
                (keepsGoing, "--keep-going"), (timing != nil, "--timing"))
        }
        if isQuiet { try refuse("--quiet writes no results", (output != nil, "-o")) }
    }

    /// - Throws: where one of the options is given.
    private func refuse(_ reason: String, _ options: (isGiven: Bool, name: String)...) throws {
        guard let option = options.first(where: \.isGiven) else { return }
        throw ValidationError("\(reason), so that \(option.name) does not go with it.")
    }
}
