// Runs scripts against one database.

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

/// One run of the command: a database, where results go, and how.
struct Session {
    private let command: Expoq
    private let database = Database.expo
    private let interruption: Interruption
    private let parameters: Parameters
    private let threads: Int

    init(_ command: Expoq, _ interruption: Interruption) {
        self.command = command
        self.interruption = interruption
        parameters = Parameters(named: command.parameterValues)
        threads = command.threadCount
    }

    /// Why a run ends before its scripts do.
    private enum Stop: Error {
        /// What to tell the person.
        case failed(String)
        case interrupted
        /// Nobody reads the output any more.
        case closedPipe
    }

    /// Runs the scripts' statements one after another; statements before a syntax error run too.
    func run(_ scripts: [SourceText]) -> ExitStatus {
        // A closed pipe is to be an error of `write`, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do throws(Stop) {
            let target = try orStop { () throws(Diagnostic) in try OutputTarget(command.output, interruption) }
            var timing: TimingLog?
            if let path = command.timing {
                timing = try orStop { () throws(Diagnostic) in try TimingLog(path) }
            }
            let options = command.outputOptions(isTerminal: target.isTerminal)
            var writer = ResultWriter(command.format, options: options)
            var out = OutputBuffer(descriptor: target.descriptor)
            for script in scripts {
                var parser = Parser(script.bytes)
                while let statement = try orStop(script, { () throws(Diagnostic) in try parser.nextStatement() }) {
                    let start = MonotonicClock.seconds
                    let result = try execute(statement, script)
                    try write(result, with: &writer, to: &out, target)
                    for condition in result.undecided { StandardError.write(condition.message) }
                    try orStop { () throws(Diagnostic) in
                        try timing?.add(script.bytes[statement.range.lower..<statement.range.upper], result, start)
                    }
                }
            }
            try orStop { () throws(Diagnostic) in try target.close() }
            return .done
        } catch {
            switch error {
            case .failed(let message):
                StandardError.write(message)
                interruption.removeTemporaryFile()
                return .statementFailed
            case .interrupted:
                interruption.removeTemporaryFile()
                return .interrupted
            case .closedPipe: return .done
            }
        }
    }

    private func execute(_ statement: Statement, _ script: SourceText) throws(Stop) -> QueryResult {
        let cancellation = interruption.begin()
        let result: QueryResult?
        let failure: Diagnostic?
        do throws(Diagnostic) {
            result = try database.execute(
                statement, parameters: parameters, threads: threads, cancellation: cancellation)
            failure = nil
        } catch {
            result = nil
            failure = error
        }
        if interruption.end() { throw .interrupted }
        if let failure { throw .failed(script.render(failure)) }
        guard let result else { throw .interrupted }
        return result
    }

    private func write(
        _ result: QueryResult, with writer: inout ResultWriter, to out: inout OutputBuffer, _ target: OutputTarget
    ) throws(Stop) {
        do throws(OutputFailure) {
            if let message = result.message {
                // News of what was done is for people; programs read rows.
                if target.isTerminal { out.bytes.append(contentsOf: (message + "\n").utf8) }
            } else {
                try writer.write(result, to: &out)
            }
            try out.flush()
        } catch {
            switch error {
            case .closedPipe: throw .closedPipe
            case .failed(let code):
                let reason = String(cString: strerror(code))
                throw .failed("expoq: error: cannot write to \(target.name): \(reason)")
            }
        }
    }

    /// Runs `body`; its diagnostic ends the run, shown in `script` if it is about one.
    private func orStop<Result>(
        _ script: SourceText = SourceText("", name: "expoq"), _ body: () throws(Diagnostic) -> Result
    ) throws(Stop) -> Result {
        do throws(Diagnostic) {
            return try body()
        } catch {
            throw .failed(script.render(error))
        }
    }
}
