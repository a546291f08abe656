// The command's arguments, and what follows from them.

import ArgumentParser
import ExpoQuery
import QueryEngine
import QueryLanguage
import QueryShell
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `expoq`: asks figures as they were reported.
struct Expoq: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expoq",
        abstract: "Queries the expo dataset and your own files in ExpoQL.",
        discussion: """
            Statements come from the files, from -c, or from standard input. The first error stops the run.
            On a terminal, without files and -c, the shell opens.

              expoq -c 'FROM deals_by_edition'
              expoq --format csv -o conflicts.csv -c 'FROM conflicts'
              expoq --param edition=7 report.expoq

            Exit status: 0 done, 1 a statement failed, 2 wrong usage, 130 interrupted.
            """,
        version: "0.1.0")

    @ArgumentParser.Argument(
        help: ArgumentHelp("Scripts to run, one after another; - is standard input.", valueName: "file"))
    var files: [String] = []

    @Option(
        name: .customShort("c"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Statements to run; may be given several times.", valueName: "statements"))
    var statements: [String] = []

    @Option(help: "How results are written.")
    var format = OutputFormat.table

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("The file to write to; it takes its name when all is done.", valueName: "file"))
    var output: String?

    @Option(
        name: .customLong("param"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A value for @name: 7, 0.5, TRUE, NULL, DATE'2024-11-05', 'text'; anything else is text.",
            valueName: "name=value"),
        transform: NamedValue.init)
    var parameters: [NamedValue] = []

    @Flag(name: .customLong("no-header"), help: "Leave the columns' names out.")
    var hasNoHeader = false

    @Option(
        name: .customLong("null"), parsing: .unconditional,
        help: ArgumentHelp("What NULL is written as.", valueName: "text"))
    var nullText: String?

    @Option(
        help: ArgumentHelp(
            "The file that gets a JSON object for each statement: its text, rows, seconds and peak memory.",
            valueName: "file"))
    var timing: String?

    @Option(help: ArgumentHelp("How many threads a query may use; all cores unless told.", valueName: "n"))
    var threads: Int?

    @Option(help: "Whether colours are used: auto is on a terminal that has them.")
    var color = ColorChoice.auto

    @Flag(name: .customLong("no-rc"), help: "Do not run ~/.config/expoq/expoqrc when the shell opens.")
    var skipsStartFile = false

    func validate() throws {
        if !files.isEmpty && !statements.isEmpty {
            throw ValidationError("Give either files or statements with -c, not both.")
        }
        if let threads, threads < 1 { throw ValidationError("--threads needs a number from 1 on.") }
        if output?.isEmpty == true { throw ValidationError("-o needs a file.") }
    }

    /// The texts to run, all read before the first runs.
    func scripts() throws(Diagnostic) -> [SourceText] {
        if !statements.isEmpty { return statements.map { SourceText($0, name: "-c") } }
        return try (files.isEmpty ? ["-"] : files).map { (path) throws(Diagnostic) in
            let isInput = path == "-"
            let file = try isInput ? FileBytes.readingStandardInput() : FileBytes.reading(path)
            return withExtendedLifetime(file) { SourceText(Array(file.bytes), name: file.name) }
        }
    }

    func outputOptions(isTerminal: Bool) -> OutputOptions {
        var options = OutputOptions()
        options.hasHeader = !hasNoHeader
        options.nullText = nullText
        if isTerminal { options.width = Terminal.width }
        options.isColored = isColored(onTerminal: isTerminal)
        return options
    }

    func isColored(onTerminal isTerminal: Bool) -> Bool {
        switch color {
        case .auto: isTerminal && Terminal.isColored
        case .always: true
        case .never: false
        }
    }

    /// The values of `--param`, by name; of several for a name the last.
    var parameterValues: [String: Value] {
        Dictionary(parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    var threadCount: Int { threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Whether a person is to be asked for statements.
    var opensShell: Bool {
        files.isEmpty && statements.isEmpty && output == nil && timing == nil && isatty(STDIN_FILENO) != 0
            && isatty(STDOUT_FILENO) != 0
    }
}

extension OutputFormat: ExpressibleByArgument {}

/// Where colours are used.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto
    case always
    case never
}

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
        exit(run().rawValue)
    }

    private static func run() -> ExitStatus {
        let command: Expoq
        do {
            command = try Expoq.parse()
        } catch {
            return explain(error)
        }
        let interruption = Interruption(exitStatus: ExitStatus.interrupted.rawValue)
        interruption.watch()
        if command.opensShell {
            InteractiveSession(command, interruption).run()
            return .done
        }
        let scripts: [SourceText]
        do throws(Diagnostic) {
            scripts = try command.scripts()
        } catch {
            StandardError.write(SourceText("", name: "expoq").render(error))
            return .wrongUsage
        }
        return Session(command, interruption).run(scripts)
    }

    /// Prints help where it was asked for, and what is wrong where it was not.
    private static func explain(_ error: any Error) -> ExitStatus {
        let message = Expoq.fullMessage(for: error)
        guard Expoq.exitCode(for: error) == .success else {
            StandardError.write(message)
            return .wrongUsage
        }
        print(message)
        return .done
    }
}
