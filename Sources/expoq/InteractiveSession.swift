// Opens the shell.

import ExpoQuery
import LineEditor
import QueryEngine
import QueryLanguage
import QueryShell
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A shell with what the command's arguments say.
struct InteractiveSession {
    private let command: Expoq
    private let interruption: Interruption
    private let shell: Shell
    private let client: ShellClient

    /// - Throws: why a file of data among the arguments cannot be read.
    init(_ command: Expoq, _ interruption: Interruption) throws(Diagnostic) {
        self.command = command
        self.interruption = interruption
        interruption.becomeInteractive()
        let settings = command.settings(onTerminal: true)
        let database = try command.database()
        shell = Shell(database, settings, interruption)
        client = ShellClient(database, shell.variables, isColored: settings.isColored)
        shell.catalogChanged = { [client] in client.forgetNames() }
    }

    /// Greets, runs the person's own start file, then what is entered.
    func run() {
        // The output of a person who has gone is not whole.
        defer { if !interruption.isEnding { shell.finishOutput() } }
        var out = OutputBuffer(descriptor: STDOUT_FILENO)
        let version = Expoq.configuration.version
        let width = Terminal.width ?? .max
        let greeting = Greeting.lines(version: version, shell.database).flatMap { $0.wrapped(toCells: width) }
        out.bytes = Array(greeting.map { $0 + "\n" }.joined().utf8)
        // There is no one left to greet.
        try? out.flush()
        if !command.skipsStartFile, let path = ShellFiles.start {
            do throws(Diagnostic) {
                _ = try shell.read(path)
            } catch {
                StandardError.tell(error)
            }
        }
        let history = HistoryFile(path: ShellFiles.history)
        shell.history = { text in text.map(history.entries(containing:)) ?? history.entries }
        if let input = EditorInput(client, history, shell) {
            shell.run(input)
        } else {
            shell.run(PlainInput(client: client, history: history, interruption: interruption))
        }
    }
}
