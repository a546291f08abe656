// Folders, small text files and the clock, from the C library.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What stopped the benchmark, other than a statement.
struct BenchmarkFailure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }

    /// With what the system says about its last call.
    init(system description: String) { self.init("\(description): \(String(cString: strerror(errno)))") }
}

/// The whole file.
func readText(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw BenchmarkFailure(system: "cannot read '\(path)'") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&part, 1, part.count, file)
        if count == 0 { return String(decoding: bytes, as: UTF8.self) }
        bytes += part[..<count]
    }
}

func writeText(_ text: String, to path: String) throws {
    guard let file = fopen(path, "w") else { throw BenchmarkFailure(system: "cannot write '\(path)'") }
    let isWritten = fputs(text, file) >= 0
    guard fclose(file) == 0, isWritten else { throw BenchmarkFailure(system: "cannot write '\(path)'") }
}

/// The folder of the benchmark's files, in which the process works, so that statements name the files alone.
struct WorkingFolder {
    /// Whether it is gone when the benchmark ends.
    private let isTemporary: Bool
    private let path: String

    /// - Parameter path: a folder that stays, made where there is none; `nil` is one that goes.
    init(_ path: String?) throws {
        if let path {
            guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
                throw BenchmarkFailure(system: "cannot make the folder '\(path)'")
            }
            self.path = path
        } else {
            let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            var name = Array("\(parent)/expoq-bench-XXXXXX".utf8CString)
            guard mkdtemp(&name) != nil else { throw BenchmarkFailure(system: "cannot make a folder in '\(parent)'") }
            self.path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        isTemporary = path == nil
        guard chdir(self.path) == 0 else { throw BenchmarkFailure(system: "cannot enter the folder '\(self.path)'") }
    }

    /// Removes a temporary folder with the files in it.
    func remove() {
        guard isTemporary, let folder = opendir(".") else { return }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        closedir(folder)
        // The entries `.` and `..` are no files, and stay.
        for name in names { unlink(name) }
        rmdir(path)
    }
}

/// The time since some moment, in seconds.
func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

extension rusage {
    /// What this process has used so far.
    static var own: rusage {
        var usage = rusage()
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
        #else
            getrusage(RUSAGE_SELF.rawValue, &usage)
        #endif
        return usage
    }

    /// The most memory that was in use, in bytes.
    var peakMemory: Int {
        #if canImport(Darwin)
            ru_maxrss
        #else
            ru_maxrss * 1024
        #endif
    }
}
