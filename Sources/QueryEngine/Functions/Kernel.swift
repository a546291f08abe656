// Kernels from functions on single values: how a row of the function table says what it computes.
//
// Each adaptor makes the loop: it reads typed buffers, passes NULL on, and turns an error into NULL in safe mode.

import QueryLanguage

/// Adaptors that make a `ScalarKernel`. Arguments of the bodies are `Bool`, `Int64`, `Double`, `Int32` (DATE),
/// `Interval` or `UTF8Bytes`; NULL arguments never reach a body, and give NULL.
package enum Kernel {
    /// A body that cannot fail and gives a value for every value.
    @inline(__always)
    package static func total<A: KernelInput, R: ColumnElement>(
        _ type: DataType, _ body: @escaping @Sendable (A) -> R
    ) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            let a = arguments[0]
            let writer = VectorWriter<R>(count: context.count)
            let validity = Validity.combine(arguments, count: context.count, in: writer.owner)
            if A.self == UTF8Bytes.self {
                // Texts may be long.
                try rows.eachChecking { (row) throws(Diagnostic) in
                    if a.isValid(row) { writer[row] = body(a.element(row)) }
                }
            } else if validity == nil {
                rows.each { writer[$0] = body(a.element($0)) }
            } else {
                rows.each { if a.isValid($0) { writer[$0] = body(a.element($0)) } }
            }
            return writer.finish(type, validity: validity)
        }
    }

    /// A body of two arguments that cannot fail and gives a value for all values.
    @inline(__always)
    package static func total<A: KernelInput, B: KernelInput, R: ColumnElement>(
        _ type: DataType, _ body: @escaping @Sendable (A, B) -> R
    ) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            let (a, b) = (arguments[0], arguments[1])
            let writer = VectorWriter<R>(count: context.count)
            let validity = Validity.combine(arguments, count: context.count, in: writer.owner)
            if A.self == UTF8Bytes.self {
                try rows.eachChecking { (row) throws(Diagnostic) in
                    if a.isValid(row) && b.isValid(row) { writer[row] = body(a.element(row), b.element(row)) }
                }
            } else {
                rows.each { row in
                    if a.isValid(row) && b.isValid(row) { writer[row] = body(a.element(row), b.element(row)) }
                }
            }
            return writer.finish(type, validity: validity)
        }
    }

    /// A body that may fail, or give NULL.
    @inline(__always)
    package static func partial<A: KernelInput, R: ColumnElement>(
        _ type: DataType, _ body: @escaping @Sendable (A) throws(Diagnostic) -> R?
    ) -> Implementation {
        fixed(type) { (arguments, row, _) throws(Diagnostic) in try body(arguments[0].element(row)) }
    }

    @inline(__always)
    package static func partial<A: KernelInput, B: KernelInput, R: ColumnElement>(
        _ type: DataType, _ body: @escaping @Sendable (A, B) throws(Diagnostic) -> R?
    ) -> Implementation {
        fixed(type) { (arguments, row, _) throws(Diagnostic) in
            try body(arguments[0].element(row), arguments[1].element(row))
        }
    }

    @inline(__always)
    package static func partial<A: KernelInput, B: KernelInput, C: KernelInput, R: ColumnElement>(
        _ type: DataType, _ body: @escaping @Sendable (A, B, C) throws(Diagnostic) -> R?
    ) -> Implementation {
        fixed(type) { (arguments, row, _) throws(Diagnostic) in
            try body(arguments[0].element(row), arguments[1].element(row), arguments[2].element(row))
        }
    }

    /// A body that reads its arguments itself, all of them valid at `row`; for functions with optional arguments.
    @inline(__always)
    package static func fixed<R: ColumnElement>(
        _ type: DataType,
        _ body:
            @escaping @Sendable (_ arguments: [Vector], _ row: Int, _ context: KernelContext) throws(Diagnostic) -> R?
    ) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            var writer = VectorWriter<R>(count: context.count)
            try rows.eachChecking { (row) throws(Diagnostic) in
                guard arguments.allSatisfy({ $0.isValid(row) }) else { return writer.setNull(row) }
                let result = try context.attempt { () throws(Diagnostic) in try body(arguments, row, context) }
                if let result { writer[row] = result } else { writer.setNull(row) }
            }
            return writer.finish(type)
        }
    }

    /// A body that appends a string's bytes to `out`, which is empty, and says whether the result is not NULL.
    @inline(__always)
    package static func text(
        _ body:
            @escaping @Sendable (_ arguments: [Vector], _ row: Int, _ out: inout [UInt8]) throws(Diagnostic) -> Bool
    ) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            var writer = StringVectorWriter(count: context.count)
            var out: [UInt8] = []
            try rows.eachChecking { (row) throws(Diagnostic) in
                guard arguments.allSatisfy({ $0.isValid(row) }) else { return writer.setNull(row) }
                out.removeAll(keepingCapacity: true)
                let wrote = try context.attempt { () throws(Diagnostic) -> Bool? in
                    try body(arguments, row, &out) ? true : nil
                }
                if wrote == nil { return writer.setNull(row) }
                out.withUnsafeBufferPointer { writer.set(row, copying: $0) }
                // A batch of long texts is too much to wait for its end.
                if out.count > 1 << 16 { try Cancellation.checkCurrent() }
            }
            return writer.finish()
        }
    }

    /// A body whose result is a part of its first argument's bytes, which is shared and not copied.
    @inline(__always)
    package static func slice(
        _ body:
            @escaping @Sendable (_ text: UTF8Bytes, _ arguments: [Vector], _ row: Int) throws(Diagnostic) -> UTF8Bytes?
    ) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            var writer = StringVectorWriter(count: context.count)
            writer.keep(arguments[0].owner)
            try rows.eachChecking { (row) throws(Diagnostic) in
                guard arguments.allSatisfy({ $0.isValid(row) }) else { return writer.setNull(row) }
                let result = try context.attempt { () throws(Diagnostic) in
                    try body(arguments[0].bytes(row), arguments, row)
                }
                if let result { writer.set(row, sharing: result) } else { writer.setNull(row) }
            }
            return writer.finish()
        }
    }
}

/// Looks at the statement's limits before a text becomes large.
struct TextRoom {
    private var size = 0
    private var unchecked = 0

    /// Asks for so many more bytes of a text.
    ///
    /// - Throws: what ends the statement, if these bytes do not fit its memory, or if it is over.
    @inline(__always)
    mutating func add(_ bytes: Int) throws(Diagnostic) {
        size += bytes
        unchecked += bytes
        if unchecked >= 1 << 16 { try check() }
    }

    private mutating func check() throws(Diagnostic) {
        unchecked = 0
        try Cancellation.checkCurrent()
        try MemoryBudget.current?.check(adding: size)
    }
}

extension Selection {
    /// Calls `body` with each row's position, and looks at the statement's limits every few rows: what a function does
    /// with one long text may take a millisecond.
    @inline(__always)
    func eachChecking(_ body: (Int) throws(Diagnostic) -> Void) throws(Diagnostic) {
        var left = 0
        try each { (row) throws(Diagnostic) in
            if left == 0 {
                try Cancellation.checkCurrent()
                left = 32
            }
            left -= 1
            try body(row)
        }
    }
}

/// Validity of results.
package enum Validity {
    /// The rows where all `vectors` are valid, as a bitmap that `owner` owns or keeps alive; `nil` if that is all rows.
    package static func combine(_ vectors: [Vector], count: Int, in owner: MemoryOwner) -> UnsafePointer<UInt64>? {
        var result: UnsafeMutablePointer<UInt64>?
        var first: UnsafePointer<UInt64>?
        for vector in vectors {
            guard let bits = vector.validity else { continue }
            if vector.isConstant {
                if vector.isValid(0) { continue }
                return UnsafePointer(Bitmap.allocate(count: count, in: owner))
            }
            if let result {
                for word in 0..<Bitmap.words(count) { result[word] &= bits[word] }
            } else if let earlier = first {
                let combined = owner.allocate(UInt64.self, count: Bitmap.words(count))
                for word in 0..<Bitmap.words(count) { combined[word] = earlier[word] & bits[word] }
                result = combined
            } else {
                first = bits
                owner.keep(vector.owner)
            }
        }
        return result.map { UnsafePointer($0) } ?? first
    }
}
