// Threads of the operating system: with a large stack, and not of a pool.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Enough for any statement within the limits of depth, in a debug build too; what is not used is never there.
private let stackSize = 32 << 20

/// Calls `body` on a thread of its own, which nobody waits for. Whether there is such a thread.
@discardableResult
package func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let context = Unmanaged.passRetained(ThreadBody(body))
    #if canImport(Darwin)
        var thread: pthread_t?
    #else
        var thread = pthread_t()
    #endif
    let status = pthread_create(
        &thread, &attributes,
        { context in
            #if canImport(Darwin)
                let box = context
            #else
                guard let box = context else { return nil }
            #endif
            Unmanaged<ThreadBody>.fromOpaque(box).takeRetainedValue().run()
            return nil
        }, context.toOpaque())
    if status != 0 { context.release() }
    return status == 0
}

/// What a thread does, as an object that a C function can be given.
private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
