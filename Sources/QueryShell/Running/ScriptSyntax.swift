// A script's syntax, checked without running it.

import QueryLanguage

package enum ScriptSyntax {
    /// How many statements and dot-commands a script holds, and their errors: at most one for each, in order.
    ///
    /// Linear in the length of the text, beside what an error costs: behind bytes that are no token the rest is read
    /// anew.
    package static func check(_ source: SourceText) -> (count: Int, errors: [Diagnostic]) {
        var count = 0
        var errors: [Diagnostic] = []
        for piece in ScriptPieces.split(source.bytes) {
            switch piece {
            case .command(let line, let range):
                count += 1
                do throws(Diagnostic) {
                    _ = try DotCommands.parse(line)
                } catch {
                    var placed = error
                    placed.range = range
                    errors.append(placed)
                }
            case .statements(let range):
                var parser = Parser(source.bytes, in: range)
                while true {
                    do throws(Diagnostic) {
                        guard try parser.nextStatement() != nil else { break }
                    } catch {
                        errors.append(error)
                        parser.skipStatement()
                    }
                    count += 1
                }
            }
        }
        return (count, errors)
    }
}
