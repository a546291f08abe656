// GREATEST, LEAST and RANGE_BUCKET: functions that compare values of any type.

import QueryLanguage

extension FunctionTable {
    static let choices: [Function] = [
        Function(
            "GREATEST", .number, "the greatest of the values; NaN if one is NaN",
            Overload(["value": .any], repeats: true, returns: .any, .kernel(Extremum.greatest))),
        Function(
            "LEAST", .number, "the least of the values; NaN if one is NaN",
            Overload(["value": .any], repeats: true, returns: .any, .kernel(Extremum.least))),
        Function(
            "RANGE_BUCKET", .number,
            "how many boundaries, which are written one by one and ascend, are not greater than the point",
            Overload(["point": .any, "boundary": .any], repeats: true, returns: .int64, .kernel(Extremum.bucket))),
    ]
}

/// Which of two values is the better one.
private protocol Preference: SendableMetatype {
    static func prefers<T: Comparable>(_ a: T, to b: T) -> Bool
}

private enum Greater: Preference {
    @inline(__always)
    static func prefers<T: Comparable>(_ a: T, to b: T) -> Bool { a > b }
}

private enum Less: Preference {
    @inline(__always)
    static func prefers<T: Comparable>(_ a: T, to b: T) -> Bool { a < b }
}

/// A string of a column in the order of its bytes.
private struct Text: ColumnElement, Comparable {
    let view: StringView

    static func == (a: Text, b: Text) -> Bool { StringView.equal(a.view, b.view) }

    static func < (a: Text, b: Text) -> Bool {
        withUnsafePointer(to: a.view) { first in withUnsafePointer(to: b.view) { StringView.less(first, $0) } }
    }
}

private enum Extremum {
    static let greatest: ScalarKernel = { (arguments, rows, context) throws(Diagnostic) in
        if arguments[0].type == .quantity {
            return try QuantityKernels.extremum(arguments, rows, context, least: false)
        }
        return best(Greater.self, arguments, rows, context)
    }

    static let least: ScalarKernel = { (arguments, rows, context) throws(Diagnostic) in
        if arguments[0].type == .quantity { return try QuantityKernels.extremum(arguments, rows, context, least: true) }
        return best(Less.self, arguments, rows, context)
    }

    private static func best<P: Preference>(
        _: P.Type, _ arguments: [Vector], _ rows: Selection, _ context: KernelContext
    ) -> Vector {
        switch arguments[0].type {
        case .bool: best(P.self, UInt8.self, arguments, rows, context)
        case .int64, .timestamp: best(P.self, Int64.self, arguments, rows, context)
        case .float64: best(P.self, Double.self, arguments, rows, context)
        case .date: best(P.self, Int32.self, arguments, rows, context)
        case .interval: best(P.self, Interval.self, arguments, rows, context)
        case .string, .quantity: best(P.self, Text.self, arguments, rows, context)
        }
    }

    /// The value of each row that is preferred to the others.
    private static func best<P: Preference, T: ColumnElement & Comparable>(
        _: P.Type, _: T.Type, _ arguments: [Vector], _ rows: Selection, _ context: KernelContext
    ) -> Vector {
        var writer = VectorWriter<T>(count: context.count)
        let validity = Validity.combine(arguments, count: context.count, in: writer.owner)
        for (index, argument) in arguments.enumerated() {
            let values = argument.values(T.self)
            writer.owner.keep(argument.owner)
            rows.each { row in
                // What a NULL row holds may be no string.
                if let validity, !Bitmap.isSet(validity, row) { return writer.setNull(row) }
                let value = values[argument.physical(row)]
                // NaN, which alone differs from itself, beats all.
                if index == 0 || P.prefers(value, to: writer[row]) || value != value { writer[row] = value }
            }
        }
        return writer.finish(arguments[0].type)
    }

    static let bucket: ScalarKernel = { (arguments, rows, context) throws(Diagnostic) in
        switch arguments[0].type {
        case .bool: try bucket(UInt8.self, arguments, rows, context)
        case .int64, .timestamp: try bucket(Int64.self, arguments, rows, context)
        case .float64: try bucket(Double.self, arguments, rows, context)
        case .date: try bucket(Int32.self, arguments, rows, context)
        case .interval: try bucket(Interval.self, arguments, rows, context)
        case .string: try bucket(Text.self, arguments, rows, context)
        case .quantity:
            throw Diagnostic("RANGE_BUCKET takes no QUANTITY", hints: ["NOMINAL(…) takes the printed number"])
        }
    }

    private static func bucket<T: ColumnElement & Comparable>(
        _: T.Type, _ arguments: [Vector], _ rows: Selection, _ context: KernelContext
    ) throws(Diagnostic) -> Vector {
        var writer = VectorWriter<Int64>(count: context.count)
        let points = arguments[0].values(T.self)
        try rows.each { (row) throws(Diagnostic) in
            guard arguments[0].isValid(row) else { return writer.setNull(row) }
            let point = points[arguments[0].physical(row)]
            guard point == point else { return writer.setNull(row) }
            let place = try context.attempt { () throws(Diagnostic) -> Int64? in
                var place: Int64 = 0
                var last: T?
                for (index, boundary) in arguments.enumerated().dropFirst() {
                    let value = boundary.values(T.self)[boundary.physical(row)]
                    guard boundary.isValid(row), value == value else {
                        throw Diagnostic("RANGE_BUCKET with a boundary that is \(boundary.value(row).text)")
                    }
                    if let last, value < last {
                        let (text, before) = (boundary.value(row).text, arguments[index - 1].value(row).text)
                        throw Diagnostic(
                            "RANGE_BUCKET with boundaries that do not ascend: \(text) stands behind \(before)")
                    }
                    if value <= point { place = Int64(index) }
                    last = value
                }
                return place
            }
            if let place { writer[row] = place } else { writer.setNull(row) }
        }
        return writer.finish(.int64)
    }
}
