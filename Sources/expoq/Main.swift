// From the arguments to the exit status.

import QueryLanguage
import QueryShell
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why the command ends, as the shell is told.
enum ExitStatus: Int32 {
    case done = 0
    case statementFailed = 1
    case wrongUsage = 2
    case interrupted = 130
}

@main
enum Main {
    static func main() {
        StandardStreams.reserve()
        let interruption = Interruption(exitStatus: ExitStatus.interrupted.rawValue)
        interruption.exit(run(interruption).rawValue)
    }

    private static func run(_ interruption: Interruption) -> ExitStatus {
        let command: Expoq
        do {
            command = try Expoq.parse()
            try command.check()
        } catch {
            return explain(error)
        }
        if command.isSafe { SafeMode.begin(command) }
        interruption.watch()
        // A closed pipe is to be an error of `write`, not the end of the process; so is a file that may not get larger.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let scripts: [Script]
        do throws(Diagnostic) {
            if command.mode == .shell {
                try InteractiveSession(command, interruption).run()
                return .done
            }
            // A script that is not there is one of the tests that fail.
            scripts = command.mode == .check ? [] : try command.scripts()
        } catch {
            StandardError.tell(error)
            return .wrongUsage
        }
        do throws(Diagnostic) {
            switch command.mode {
            case .shell, .run: return ScriptSession(command, interruption).run(scripts)
            case .check: return try CheckSession(command, interruption).run()
            case .parse: return try SyntaxSession(command).run(scripts)
            case .format: return FormatSession(command).run(scripts)
            }
        } catch {
            StandardError.tell(error)
            return .statementFailed
        }
    }

    /// Prints help where it was asked for, and what is wrong where it was not.
    private static func explain(_ error: any Error) -> ExitStatus {
        let message = Expoq.fullMessage(for: error)
        guard Expoq.exitCode(for: error) == .success else {
            StandardError.write(message.shownInLines)
            return .wrongUsage
        }
        do throws(Diagnostic) {
            try OutputFile(name: "standard output", descriptor: STDOUT_FILENO).write(text: message + "\n")
            return .done
        } catch {
            StandardError.tell(error)
            return .statementFailed
        }
    }
}

extension Expoq {
    /// The texts to run, all read before the first runs.
    func scripts() throws(Diagnostic) -> [Script] {
        if !statements.isEmpty { return statements.map { Script(SourceText($0, name: "-c")) } }
        return try (scriptFiles.isEmpty ? ["-"] : scriptFiles).map { (path) throws(Diagnostic) in
            try Self.script(path)
        }
    }

    /// The script in a file, `-` being standard input.
    static func script(_ path: String) throws(Diagnostic) -> Script {
        guard path == "-" else { return try Script(file: path) }
        // Nobody would know what it waits for.
        if isatty(STDIN_FILENO) != 0 {
            StandardError.write("expoq: statements are read from the terminal; Ctrl-D at the start of a line ends them")
        }
        let input = try FileBytes.readingStandardInput()
        return Script(withExtendedLifetime(input) { SourceText(Array(input.bytes), name: input.name) })
    }
}

extension StandardError {
    /// Tells of an error that is in no script.
    static func tell(_ error: Diagnostic) { write(SourceText("", name: "expoq").render(error)) }
}
