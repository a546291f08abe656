// Programs that the shell starts in its own terminal: a pager, an editor, a command.

import QueryEngine
import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A command for `sh` that runs in the foreground.
struct Subprocess {
    private let process: pid_t

    /// Starts `sh -c command` with `arguments` as `$1`, `$2`, …
    ///
    /// - Parameter input: what it reads as standard input; the shell's own if there is none.
    /// - Throws: why it cannot be run; in safe mode no other program is.
    init(_ command: String, _ arguments: [String] = [], input: Int32? = nil) throws(Diagnostic) {
        try Self.check()
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The shell blocks or ignores some signals; a program of its own has them as usual.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var usual = sigset_t()
        sigemptyset(&usual)
        for number in [SIGPIPE, SIGINT, SIGQUIT, SIGXFSZ] { sigaddset(&usual, number) }
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input { posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
        let words = ["sh", "-c", command, "sh"] + arguments
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        var process: pid_t = 0
        let status = posix_spawn(&process, "/bin/sh", &actions, &attributes, pointers, environ)
        if status != 0 { throw Diagnostic("cannot run '\(command)': \(String(cString: strerror(status)))") }
        self.process = process
    }

    /// - Throws: that no program may be run.
    static func check() throws(Diagnostic) {
        if FileGate.isClosed { throw Diagnostic("no other program is run in safe mode", reason: .access) }
    }

    /// Waits for its end; its status as `sh` would tell it.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 { if errno != EINTR { return -1 } }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// What the command writes, up to 64 KiB; empty where it cannot be run.
    static func output(of command: String) -> String {
        guard !FileGate.isClosed, let stream = popen(command, "r") else { return "" }
        defer { pclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, stream)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Runs it to its end.
    static func run(_ command: String, _ arguments: [String] = []) throws(Diagnostic) -> Int32 {
        try Subprocess(command, arguments).wait()
    }
}
