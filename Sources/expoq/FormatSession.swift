// `--format-script`: prints scripts in the canonical style.

import QueryLanguage
import QueryShell
import TableFormats

/// Writes each script as the formatter has it; one with a syntax error is told of, and not written.
struct FormatSession {
    private let command: Expoq

    init(_ command: Expoq) {
        self.command = command
    }

    func run(_ scripts: [Script]) -> ExitStatus {
        var texts: [String] = []
        for script in scripts {
            do throws(Diagnostic) {
                texts.append(try ScriptFormatter.format(script.source))
            } catch {
                StandardError.write(script.source.render(error))
                return .statementFailed
            }
        }
        do throws(Diagnostic) {
            let target = try OutputTarget(command.output)
            try OutputFile(name: target.name, descriptor: target.descriptor).write(text: texts.joined(separator: "\n"))
            try target.close()
            return .done
        } catch {
            StandardError.tell(error)
            return .statementFailed
        }
    }
}
