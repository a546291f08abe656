// `--check`: runs scripts as tests.

import ExpoQuery
import QueryEngine
import QueryLanguage
import QueryShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What became of a script that was run as a test.
struct CheckedScript {
    var name: String
    /// The assertions that were tested, those that failed among them.
    var assertions = 0
    /// What it failed with, each with the text that it is about.
    typealias Failure = (error: Diagnostic, source: SourceText)
    var errors: [Failure] = []
    var seconds = 0.0
}

/// Runs each script in a database of its own, and tells of each in a line.
struct CheckSession {
    private let command: Expoq
    private let interruption: Interruption

    init(_ command: Expoq, _ interruption: Interruption) {
        self.command = command
        self.interruption = interruption
    }

    /// - Throws: why what is told of the scripts cannot be written, or a file of data cannot be read.
    func run() throws(Diagnostic) -> ExitStatus {
        let junit = try command.junit.map { (path) throws(Diagnostic) in try OutputTarget(path) }
        let timing = try command.timing.map { (path) throws(Diagnostic) in try TimingLog(path) }
        let report = Report(command, names: command.scriptFiles)
        var checked: [CheckedScript] = []
        for path in command.scriptFiles {
            guard let outcome = run(path, in: try command.database(), timing) else { return .interrupted }
            try report.tell(outcome.name, [outcome.assertionText, outcome.timeText], outcome.errors)
            checked.append(outcome)
        }
        try report.summarize(
            scripts: checked.count, failed: checked.count { !$0.errors.isEmpty },
            [
                Report.count(checked.reduce(0) { $0 + $1.assertions }, "assertion"),
                Report.time(checked.reduce(0) { $0 + $1.seconds }),
            ])
        if let junit { try JUnitReport(checked).write(to: junit) }
        return checked.allSatisfy(\.errors.isEmpty) ? .done : .statementFailed
    }

    /// `nil` if it was interrupted.
    private func run(_ path: String, in database: Database, _ timing: TimingLog?) -> CheckedScript? {
        var outcome = CheckedScript(name: path)
        let script: Script
        do throws(Diagnostic) {
            script = try Expoq.script(path)
        } catch {
            outcome.errors = [(error, SourceText("", name: "expoq"))]
            return outcome
        }
        outcome.name = script.source.name
        var style = RunStyle.scripts
        style.showsResults = false
        style.goesOn = command.keepsGoing
        let shell = Shell(database, command.settings(onTerminal: false), interruption, style: style)
        shell.tell = { outcome.errors.append(($0, $1)) }
        shell.statementFailed = { outcome.assertions += $0.assertionCount(in: $1) }
        shell.statementFinished = { (finished) throws(Diagnostic) in
            outcome.assertions += finished.statement.assertionCount(in: finished.source)
            try timing?.add(finished)
        }
        let start = MonotonicClock.seconds
        let end = shell.run(script)
        if outcome.errors.isEmpty { shell.finishOutput() }
        outcome.seconds = MonotonicClock.seconds - start
        shell.restoreFolder()
        return end == .interrupted ? nil : outcome
    }
}

extension CheckedScript {
    /// The assertions that do not hold.
    var failures: [Failure] { errors.filter { $0.error.reason == .assertion } }
    /// What went wrong besides.
    var otherErrors: [Failure] { errors.filter { $0.error.reason != .assertion } }
    fileprivate var assertionText: String { Report.count(assertions, "assertion") }
    fileprivate var timeText: String { Report.time(seconds) }
}
