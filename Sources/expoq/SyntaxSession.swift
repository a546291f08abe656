// `--parse-only`: checks the scripts' syntax.

import QueryLanguage
import QueryShell

/// Tells of each script in a line whether it could be run, and of all of its errors.
struct SyntaxSession {
    private let command: Expoq

    init(_ command: Expoq) {
        self.command = command
    }

    /// - Throws: why the report cannot be written.
    func run(_ scripts: [Script]) throws(Diagnostic) -> ExitStatus {
        let report = Report(command, names: scripts.map(\.source.name))
        var failed = 0
        for script in scripts {
            let (count, errors) = ScriptSyntax.check(script.source)
            try report.tell(
                script.source.name, [Report.count(count, "statement")], errors.map { ($0, script.source) })
            failed += errors.isEmpty ? 0 : 1
        }
        try report.summarize(scripts: scripts.count, failed: failed, [])
        return failed == 0 ? .done : .statementFailed
    }
}
