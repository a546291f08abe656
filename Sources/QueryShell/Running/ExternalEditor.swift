// A text in the person's own editor.

import QueryEngine
import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package enum ExternalEditor {
    /// The text after editing, to be edited on or run.
    ///
    /// It passes through a file that only its owner can read, and that is gone afterwards.
    package static func edit(_ text: String) throws(Diagnostic) -> Draft {
        try Subprocess.check()
        let editor = [environment("EDITOR"), environment("VISUAL"), "vi"].compactMap { $0 }.first {
            !$0.trimmed.isEmpty
        }
        let suffix = ".expoq"
        var template = Array("\(environment("TMPDIR") ?? "/tmp")/expoq-XXXXXX\(suffix)".utf8CString)
        let descriptor = mkstemps(&template, Int32(suffix.utf8.count))
        guard descriptor >= 0, let editor else {
            throw Diagnostic("cannot make a file to edit: \(String(cString: strerror(errno)))")
        }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        var out = OutputBuffer(descriptor: descriptor)
        out.bytes = Array((text.isEmpty ? "" : text + "\n").utf8)
        do throws(OutputFailure) {
            try out.flush()
        } catch {
            close(descriptor)
            throw Diagnostic("cannot write '\(path)'")
        }
        close(descriptor)
        let status = try Subprocess.run("exec \(editor) \"$1\"", [path])
        if status != 0 {
            throw Diagnostic("the editor '\(editor)' ended with status \(status): the text stays as it was")
        }
        let file = try FileBytes.reading(path)
        var edited = withExtendedLifetime(file) { String(decoding: file.bytes, as: UTF8.self) }
        while edited.last?.isNewline == true { edited.removeLast() }
        return Draft(edited, cursor: edited.utf8.count, .edited)
    }
}
