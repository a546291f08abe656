// The command's arguments.

import ArgumentParser
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
            Statements and dot-commands come from the files, from -c, or from standard input. The first error stops \
            the run. On a terminal, without files and -c, the shell opens.

              expoq -c 'FROM deals_by_edition'
              expoq -o conflicts.csv -c 'FROM conflicts'
              expoq --param edition=7 report.expoq
              expoq --check --junit report.xml tests/*.expoq

            Exit status: 0 done, 1 a statement failed, 2 wrong usage, 130 interrupted.
            """,
        version: "0.1.0")

    @ArgumentParser.Argument(
        help: ArgumentHelp(
            "Scripts to run, one after another, - being standard input; files of data (CSV, JSON, SQLite) become tables.",
            valueName: "file"))
    var files: [String] = []

    @Option(
        name: .customShort("c"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Statements to run; may be given several times.", valueName: "statements"))
    var statements: [String] = []

    @Option(help: "How results are written; as a table unless the name of -o tells another format.")
    var format: OutputFormat?

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

    @Flag(
        name: .customLong("check"),
        help: "Run the scripts as tests, each in a database of its own; a line tells of each.")
    var isCheck = false

    @Option(help: ArgumentHelp("With --check: the file that gets the outcome as JUnit XML.", valueName: "file"))
    var junit: String?

    @Flag(name: .customLong("keep-going"), help: "Go on after a statement that fails.")
    var keepsGoing = false

    @Flag(name: .customLong("parse-only"), help: "Check the syntax of the scripts without running them.")
    var onlyParses = false

    @Flag(name: .customLong("format-script"), help: "Print the scripts in one canonical style, comments kept.")
    var onlyFormats = false

    @Flag(name: .customLong("quiet"), help: "Write no results, only errors.")
    var isQuiet = false

    @Flag(name: .customLong("echo"), help: "Write each statement before its result.")
    var echoes = false

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

    @Option(
        help: ArgumentHelp("How much memory a statement may take, such as 500MB or 2GiB.", valueName: "size"),
        transform: { try LimitOption.read($0, ByteSize.bytes, "it needs a size such as 500MB or 2GiB") })
    var memoryLimit: Int?

    @Option(
        help: ArgumentHelp("How long a statement may take, such as 500ms, 5s or 2min.", valueName: "time"),
        transform: { try LimitOption.read($0, TimeSpan.duration, "it needs a time such as 500ms, 5s, 2min or 1h") })
    var timeLimit: Duration?

    @Option(help: ArgumentHelp("How many rows a statement may give; more are an error.", valueName: "n"))
    var maxRows: Int?

    @Option(help: "Whether colours are used: auto is on a terminal that has them.")
    var color = ColorChoice.auto

    @Flag(
        name: .customLong("safe"),
        help: "Open no files but those named here, run no programs, use no environment: for scripts of strangers.")
    var isSafe = false

    @Flag(name: .customLong("no-rc"), help: "Do not run ~/.config/expoq/expoqrc when the shell opens.")
    var skipsStartFile = false

    /// Not `validate`, which ArgumentParser calls before it tells of options that it does not know.
    ///
    /// - Throws: where options are wrong, or do not go together.
    func check() throws {
        if !scriptFiles.isEmpty && !statements.isEmpty {
            throw ValidationError("Give either scripts or statements with -c, not both.")
        }
        if let threads, threads < 1 { throw ValidationError("--threads needs a number from 1 on.") }
        if let maxRows, maxRows < 1 { throw ValidationError("--max-rows needs a number from 1 on.") }
        if output?.isEmpty == true { throw ValidationError("-o needs a file.") }
        if let output, format == nil, FileFormat(path: output) == .sqlite {
            throw ValidationError("-o writes text; EXPORT DATA OPTIONS (uri = '\(output)') writes a SQLite table.")
        }
        if junit?.isEmpty == true { throw ValidationError("--junit needs a file.") }
        try validateMode()
    }

    /// The values of `--param`, by name; of several for a name the last.
    var parameterValues: [String: Value] {
        Dictionary(parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    /// What is set when the first statement runs.
    ///
    /// - Parameter isTerminal: whether results go to one.
    func settings(onTerminal isTerminal: Bool) -> ShellSettings {
        var settings = ShellSettings()
        settings.format = format ?? output.flatMap { FileFormat(path: $0)?.outputFormat } ?? .table
        settings.hasHeader = !hasNoHeader
        settings.nullText = nullText
        settings.threads = threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        settings.limits = Limits(rows: maxRows, memory: memoryLimit, time: timeLimit)
        settings.parameters = parameterValues
        switch color {
        case .auto: settings.isColored = isTerminal && Terminal.isColored
        case .always: settings.isColored = true
        case .never: settings.isColored = false
        }
        return settings
    }
}

extension OutputFormat: ExpressibleByArgument {}

/// Where colours are used.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto
    case always
    case never
}

/// The values of `--memory-limit` and `--time-limit`.
enum LimitOption {
    static func read<Value>(_ text: String, _ reader: (String) -> Value?, _ need: String) throws -> Value {
        guard let value = reader(text) else { throw ValidationError(need) }
        return value
    }
}
