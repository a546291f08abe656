// How much stack is left: a recursive parser asks before it goes deeper, so that nesting ends in an error on every
// thread. Threads' stacks differ (8 MiB on Linux, 512 KiB on macOS but for the main one), and so do frames: those of
// a debug build are many times as large as those of a release build. A fixed depth would be unsafe here or mean there.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The stack of the thread that made it.
package struct StackRoom {
    /// The lowest address that the stack may grow to.
    private let end: UInt

    init() {
        #if canImport(Darwin)
            let thread = pthread_self()
            end = UInt(bitPattern: pthread_get_stackaddr_np(thread)) - UInt(pthread_get_stacksize_np(thread))
        #else
            end = Self.lowestAddress() ?? Self.here - Self.assumedSize
        #endif
    }

    private init(end: UInt) { self.end = end }

    /// The running thread's stack. Only a thread's first call asks the system.
    package static var current: StackRoom {
        if let known = pthread_getspecific(key) { return StackRoom(end: UInt(bitPattern: known)) }
        let room = StackRoom()
        pthread_setspecific(key, UnsafeRawPointer(bitPattern: room.end))
        return room
    }

    /// Its value is an address that nobody frees.
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// Whether `bytes` more may be used.
    package func has(_ bytes: UInt) -> Bool { Self.here > end + bytes }

    /// The address that the stack has grown to.
    private static var here: UInt {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { UInt(bitPattern: $0.baseAddress) }
    }

    #if !canImport(Darwin)
        /// What is taken for granted where the C library does not tell.
        private static let assumedSize: UInt = 256 << 10

        /// Asks the C library; the function is an extension of GNU's that its Swift module leaves out.
        private static func lowestAddress() -> UInt? {
            typealias GetAttributes = @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> CInt
            guard let symbol = dlsym(nil, "pthread_getattr_np") else { return nil }
            var attributes = pthread_attr_t()
            guard unsafeBitCast(symbol, to: GetAttributes.self)(pthread_self(), &attributes) == 0 else { return nil }
            defer { pthread_attr_destroy(&attributes) }
            var address: UnsafeMutableRawPointer?
            var size = 0
            guard pthread_attr_getstack(&attributes, &address, &size) == 0 else { return nil }
            return UInt(bitPattern: address)
        }
    #endif
}
