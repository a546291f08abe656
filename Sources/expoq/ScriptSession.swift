// Runs scripts one after another in one database.

import ExpoQuery
import QueryLanguage
import QueryShell

/// One run of scripts: what one of them defines and sets, the next ones find.
struct ScriptSession {
    private let command: Expoq
    private let interruption: Interruption

    init(_ command: Expoq, _ interruption: Interruption) {
        self.command = command
        self.interruption = interruption
    }

    func run(_ scripts: [Script]) -> ExitStatus {
        let database: Database
        let target: OutputTarget
        var timing: TimingLog?
        do throws(Diagnostic) {
            database = try command.database()
            target = try OutputTarget(command.output)
            timing = try command.timing.map { (path) throws(Diagnostic) in try TimingLog(path) }
        } catch {
            StandardError.tell(error)
            return .statementFailed
        }
        var style = RunStyle.scripts
        style.showsResults = !command.isQuiet
        style.echoes = command.echoes
        style.goesOn = command.keepsGoing
        let shell = Shell(
            database, command.settings(onTerminal: target.isTerminal), interruption, style: style,
            results: OutputFile(name: target.name, descriptor: target.descriptor))
        if let timing {
            shell.statementFinished = { (finished) throws(Diagnostic) in try timing.add(finished) }
        }
        var status = ExitStatus.done
        for script in scripts {
            switch shell.run(script) {
            case .done: continue
            case .failed:
                status = .statementFailed
                if style.goesOn { continue }
            case .interrupted: status = .interrupted
            case .unread: break
            case .unwritable: status = .statementFailed
            }
            break
        }
        guard status == .done else { return status }
        do throws(Diagnostic) {
            guard shell.finishOutput() else { return .statementFailed }
            try target.close()
            return .done
        } catch {
            StandardError.tell(error)
            return .statementFailed
        }
    }
}
