// Standard input, output and error, where whoever starts the command has closed one of them.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum StandardStreams {
    /// Takes the numbers of streams that are closed, which the next file to be opened would get: what is meant for
    /// standard output would be written into it. Their use stays an error. To be called first.
    static func reserve() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
            // The lowest number that is free is this one.
            _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
