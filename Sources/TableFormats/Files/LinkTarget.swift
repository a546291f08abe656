// Where a path leads by its links.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a path names once its last part is no link any more: also a file that is not there yet.
enum LinkTarget {
    case path(String)
    /// Something that the process has open: `/dev/stdout`, `/dev/fd/3`.
    case descriptor(Int32)

    /// As many links as the system itself follows.
    private static let linkLimit = 40

    /// `nil` where links lead round in a circle.
    init?(_ path: String) {
        var path = path
        for _ in 0..<Self.linkLimit {
            if let descriptor = Self.descriptor(path) {
                self = .descriptor(descriptor)
                return
            }
            guard let next = Self.link(path) else {
                self = .path(path)
                return
            }
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            path = next.hasPrefix("/") ? next : folder + next
        }
        return nil
    }

    private static func descriptor(_ path: String) -> Int32? {
        switch path {
        case "/dev/stdout": return STDOUT_FILENO
        case "/dev/stderr": return STDERR_FILENO
        default:
            let folder = ["/dev/fd/", "/proc/self/fd/"].first { path.hasPrefix($0) }
            return folder.flatMap { Int32(path.dropFirst($0.count)) }
        }
    }

    private static func link(_ path: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(path, start, buffer.count)
            return count > 0
                ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
        }
    }
}
