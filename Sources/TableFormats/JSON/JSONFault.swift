// What is wrong with JSON text, and at which byte.

/// An error in the text itself; who knows the file makes a diagnostic of it.
struct JSONFault: Error {
    let offset: Int
    let message: String
    let hint: String?

    init(_ message: String, at offset: Int, hint: String? = nil) {
        self.offset = offset
        self.message = message
        self.hint = hint
    }
}
