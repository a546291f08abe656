// Kernels of fixed-width values whose loops have no branch for NULL: arithmetic and comparison.
//
// They compute every selected row, NULL or not, and take the result's validity from the arguments' bitmaps.
//
// Each comes in two forms. The one that takes a batch has a body that does not escape, so that the optimizer inlines it
// and vectorizes the loop: the operators use it. The one that makes an `Implementation` keeps its body as a closure,
// which costs a call a row: fit for functions that are slower than that anyway.

import QueryLanguage

extension Kernel {
    /// Calls `body` with each selected row of two vectors; a constant is read once.
    @inline(__always)
    static func each<A: ColumnElement, B: ColumnElement>(
        _ a: Vector, _ b: Vector, _ rows: Selection, _ body: (Int, A, B) -> Void
    ) {
        let x = a.values(A.self)
        let y = b.values(B.self)
        switch (a.isConstant, b.isConstant) {
        case (false, false): rows.each { body($0, x[$0], y[$0]) }
        case (false, true):
            let constant = y[0]
            rows.each { body($0, x[$0], constant) }
        case (true, false):
            let constant = x[0]
            rows.each { body($0, constant, y[$0]) }
        case (true, true):
            let (first, second) = (x[0], y[0])
            rows.each { body($0, first, second) }
        }
    }

    /// A body that gives a value for any bits, for it is called at NULL rows too.
    static func dense<A: ColumnElement, R: ColumnElement>(
        _ type: DataType, _ body: @escaping @Sendable (A) -> R
    ) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in dense(type, arguments, rows, context, body) }
    }

    /// The same for one batch.
    @inline(__always)
    static func dense<A: ColumnElement, R: ColumnElement>(
        _ type: DataType, _ arguments: [Vector], _ rows: Selection, _ context: KernelContext, _ body: (A) -> R
    ) -> Vector {
        let writer = VectorWriter<R>(count: context.count)
        let validity = Validity.combine(arguments, count: context.count, in: writer.owner)
        let values = arguments[0].values(A.self)
        if arguments[0].isConstant {
            let result = body(values[0])
            rows.each { writer[$0] = result }
        } else {
            rows.each { writer[$0] = body(values[$0]) }
        }
        return writer.finish(type, validity: validity)
    }

    /// A body of two arguments that gives a value for any bits, for it is called at NULL rows too.
    static func dense<A: ColumnElement, B: ColumnElement, R: ColumnElement>(
        _ type: DataType, _ body: @escaping @Sendable (A, B) -> R
    ) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            dense(type, arguments, rows, context, body)
        }
    }

    /// The same for one batch.
    @inline(__always)
    static func dense<A: ColumnElement, B: ColumnElement, R: ColumnElement>(
        _ type: DataType, _ arguments: [Vector], _ rows: Selection, _ context: KernelContext, _ body: (A, B) -> R
    ) -> Vector {
        let writer = VectorWriter<R>(count: context.count)
        let validity = Validity.combine(arguments, count: context.count, in: writer.owner)
        each(arguments[0], arguments[1], rows) { (row, a: A, b: B) in writer[row] = body(a, b) }
        return writer.finish(type, validity: validity)
    }

    /// A body that may fail at some rows.
    ///
    /// - Parameters:
    ///   - body: gives a value for any bits, and a negative number where the row is suspect; the loop only gathers
    ///     the signs, so that it has no branches.
    ///   - failure: tells what is wrong with a suspect row that is not NULL; `nil` if nothing is.
    static func checked<A: ColumnElement, B: ColumnElement, R: ColumnElement>(
        _ type: DataType, _ body: @escaping @Sendable (A, B) -> (value: R, suspect: Int64),
        failure: @escaping @Sendable (A, B) -> Diagnostic?
    ) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            try checked(type, arguments, rows, context, body, failure: failure)
        }
    }

    /// The same for one batch.
    @inline(__always)
    static func checked<A: ColumnElement, B: ColumnElement, R: ColumnElement>(
        _ type: DataType, _ arguments: [Vector], _ rows: Selection, _ context: KernelContext,
        _ body: (A, B) -> (value: R, suspect: Int64), failure: (A, B) -> Diagnostic?
    ) throws(Diagnostic) -> Vector {
        let writer = VectorWriter<R>(count: context.count)
        var suspect: Int64 = 0
        each(arguments[0], arguments[1], rows) { (row, a: A, b: B) in
            let result = body(a, b)
            writer[row] = result.value
            suspect |= result.suspect
        }
        if suspect >= 0 {
            let validity = Validity.combine(arguments, count: context.count, in: writer.owner)
            return writer.finish(type, validity: validity)
        }
        let (x, y) = (arguments[0].values(A.self), arguments[1].values(B.self))
        return try recheck(type, writer, arguments, rows, context) { row in
            let (a, b) = (x[arguments[0].physical(row)], y[arguments[1].physical(row)])
            return body(a, b).suspect < 0 ? failure(a, b) : nil
        }
    }

    /// A body of one argument that may fail at some rows.
    static func checked<A: ColumnElement, R: ColumnElement>(
        _ type: DataType, _ body: @escaping @Sendable (A) -> (value: R, suspect: Int64),
        failure: @escaping @Sendable (A) -> Diagnostic?
    ) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            try checked(type, arguments, rows, context, body, failure: failure)
        }
    }

    /// The same for one batch.
    @inline(__always)
    static func checked<A: ColumnElement, R: ColumnElement>(
        _ type: DataType, _ arguments: [Vector], _ rows: Selection, _ context: KernelContext,
        _ body: (A) -> (value: R, suspect: Int64), failure: (A) -> Diagnostic?
    ) throws(Diagnostic) -> Vector {
        let writer = VectorWriter<R>(count: context.count)
        let (argument, values) = (arguments[0], arguments[0].values(A.self))
        var suspect: Int64 = 0
        rows.each { row in
            let result = body(values[argument.physical(row)])
            writer[row] = result.value
            suspect |= result.suspect
        }
        if suspect >= 0 {
            let validity = Validity.combine(arguments, count: context.count, in: writer.owner)
            return writer.finish(type, validity: validity)
        }
        return try recheck(type, writer, arguments, rows, context) { row in
            let value = values[argument.physical(row)]
            return body(value).suspect < 0 ? failure(value) : nil
        }
    }

    /// Finishes a vector of which some row is suspect: throws the first valid row's error, or makes such rows NULL.
    @inline(never)
    private static func recheck<R: ColumnElement>(
        _ type: DataType, _ written: consuming VectorWriter<R>, _ arguments: [Vector], _ rows: Selection,
        _ context: KernelContext, _ failure: (Int) -> Diagnostic?
    ) throws(Diagnostic) -> Vector {
        var writer = written
        try rows.each { (row) throws(Diagnostic) in
            guard arguments.allSatisfy({ $0.isValid(row) }) else { return writer.setNull(row) }
            guard let error = failure(row) else { return }
            guard context.isSafe else { throw error }
            writer.setNull(row)
        }
        return writer.finish(type)
    }

    /// A kernel that gives the same argument back.
    static let identity = Implementation.kernel { (arguments, _, _) throws(Diagnostic) in arguments[0] }

    /// An implementation that another adaptor makes from the arguments that are constant (`nil` where one is not).
    ///
    /// - Parameter type: the result's type; a NULL among the constants makes every row NULL.
    static func prepared(
        _ type: DataType, _ make: @escaping @Sendable ([Value?]) throws(Diagnostic) -> Implementation
    ) -> Implementation {
        .prepared { (constants) throws(Diagnostic) in
            if constants.contains(.some(.null)) { return null(type) }
            switch try make(constants) {
            case .kernel(let kernel): return kernel
            case .prepared(let make): return try make(constants)
            case .special, .aggregate, .window: preconditionFailure("the adaptors make kernels")
            }
        }
    }

    /// A kernel that gives NULL for every row.
    private static func null(_ type: DataType) -> ScalarKernel {
        { (_, _, context) throws(Diagnostic) in .constant(.null, type: type, count: context.count) }
    }
}

extension Optional {
    /// The value, or else what `make` gives: `??` with its error's type.
    @inline(__always)
    func or(_ make: @autoclosure () throws(Diagnostic) -> Wrapped) throws(Diagnostic) -> Wrapped {
        if let self { return self }
        return try make()
    }
}

extension Double {
    /// Negative where the number is infinite or NaN, for `Kernel.checked`.
    @inline(__always)
    var suspect: Int64 { isFinite ? 0 : -1 }
}
