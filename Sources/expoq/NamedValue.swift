// `--param name=value`.

import ArgumentParser
import QueryEngine
import QueryLanguage

/// A parameter's name and value.
struct NamedValue {
    /// In lower case.
    let name: String
    let value: Value

    /// The value is what its text is as a literal of the language; a text that is none is a STRING.
    init(_ argument: String) throws {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            throw ValidationError("it needs a name, = and a value")
        }
        name = argument[..<equals].lowercased()
        let text = String(argument[argument.index(after: equals)...])
        do throws(Diagnostic) {
            value = try Binder.literal(text) ?? .string(text)
        } catch {
            throw ValidationError("there is no such value: \(text): \(error.message)")
        }
    }
}
