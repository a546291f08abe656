// The editor that someone prefers.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Lets the program that EDITOR or VISUAL names, or vi, edit a text.
enum ExternalEditor {
    /// Does something while Ctrl-C is for another program alone.
    static func whileIgnoringKeyboard<Result>(_ body: () -> Result) -> Result {
        let interrupt = signal(SIGINT, SIG_IGN)
        let quit = signal(SIGQUIT, SIG_IGN)
        defer {
            signal(SIGINT, interrupt)
            signal(SIGQUIT, quit)
        }
        return body()
    }

    /// The text as it came back, without newlines at its end; `nil` if the program could not do it.
    static func edit(_ text: String, programName: String) -> String? {
        let folder = variable("TMPDIR") ?? "/tmp"
        // Only its owner may read it.
        var template = Array("\(folder)/\(programName)-XXXXXX.sql".utf8CString)
        let descriptor = mkstemps(&template, 4)
        guard descriptor >= 0 else { return nil }
        let path = template.withUnsafeBufferPointer { buffer in buffer.baseAddress.map { String(cString: $0) } ?? "" }
        defer { unlink(path) }
        let isWritten = write(text + "\n", to: descriptor)
        close(descriptor)
        guard isWritten, run(on: path), let edited = read(path) else { return nil }
        return String(edited.reversed().drop { $0.isNewline }.reversed())
    }

    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func read(_ path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return ferror(file) == 0 ? PastedText.clean(bytes) : nil }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// Whether the program ended well.
    private static func run(on path: String) -> Bool {
        let program = variable("EDITOR") ?? variable("VISUAL") ?? "vi"
        // A shell, since the variable may hold options; the path is no part of its text.
        let arguments = ["/bin/sh", "-c", "exec \(program) \"$0\"", path]
        guard let child = spawn(arguments) else { return false }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1 { if errno != EINTR { return false } }
        return status == 0
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func spawn(_ arguments: [String]) -> pid_t? {
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
        #else
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGQUIT)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        guard posix_spawn(&child, arguments[0], nil, &attributes, &words, environ) == 0 else { return nil }
        return child
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
