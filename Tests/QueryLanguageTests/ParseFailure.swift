// What the tests of this folder ask of the parser.

import QueryLanguage

/// Why `bytes` are no script; `nil` where they are.
func failure(of bytes: [UInt8]) -> Diagnostic? {
    var parser = Parser(bytes)
    do {
        while try parser.nextStatement() != nil {}
        return nil
    } catch {
        return error
    }
}

func failure(of script: String) -> Diagnostic? { failure(of: Array(script.utf8)) }
