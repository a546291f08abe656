// Kernels that take a part of a date or a time zone beside their values.

import QueryLanguage

extension Kernel {
    /// A body that gets the date part of argument `index`, which is always constant.
    static func parted<R: ColumnElement>(
        _ function: String, _ type: DataType, part index: Int,
        _ body: @escaping @Sendable ([Vector], Int, CalendarPart) throws(Diagnostic) -> R?
    ) -> Implementation {
        prepared(type) { (constants) throws(Diagnostic) in
            let part = try CalendarPart.argument(constants[index], of: function)
            return fixed(type) { (arguments, row, _) throws(Diagnostic) in try body(arguments, row, part) }
        }
    }

    /// A body that gets the time zone of argument `index`: UTC where it is left out, looked up once if constant.
    static func zoned<R: ColumnElement>(
        _ function: String, _ type: DataType, zone index: Int,
        _ body: @escaping @Sendable ([Vector], Int, KernelContext, TimeZone) throws(Diagnostic) -> R?
    ) -> Implementation {
        prepared(type) { (constants) throws(Diagnostic) in
            let zone = try TimeZone.argument(constants, index, of: function)
            return fixed(type) { (arguments, row, context) throws(Diagnostic) in
                try body(
                    arguments, row, context, zone.or(try TimeZone.named(arguments[index].bytes(row), of: function)))
            }
        }
    }

    /// A body that gets both.
    static func partedAndZoned<R: ColumnElement>(
        _ function: String, _ type: DataType, part: Int, zone index: Int,
        _ body: @escaping @Sendable ([Vector], Int, CalendarPart, TimeZone) throws(Diagnostic) -> R?
    ) -> Implementation {
        prepared(type) { (constants) throws(Diagnostic) in
            let part = try CalendarPart.argument(constants[part], of: function)
            return zoned(function, type, zone: index) { (arguments, row, _, zone) throws(Diagnostic) in
                try body(arguments, row, part, zone)
            }
        }
    }
}

extension TimeZone {
    /// The zone of an argument that is constant, or UTC where it is left out; `nil` if it is not constant.
    static func argument(_ constants: [Value?], _ index: Int, of function: String) throws(Diagnostic) -> TimeZone? {
        guard index < constants.count else { return .utc }
        guard case .string(let name)? = constants[index] else { return nil }
        return try name.withBytes { (bytes) throws(Diagnostic) in try named(bytes, of: function) }
    }

    static func named(_ name: UTF8Bytes, of function: String) throws(Diagnostic) -> TimeZone {
        guard let zone = find(name) else {
            throw Diagnostic(
                "\(function): no time zone is called \(quoted(name))",
                hints: ["a zone is written as 'Asia/Shanghai' or '+08:00'"])
        }
        return zone
    }
}

extension CalendarPart {
    /// The error of a function that cannot do with a part.
    func refused(by function: String, _ type: DataType) -> Diagnostic {
        Diagnostic("\(function) of a \(type.name) does not take \(name)")
    }
}

/// The value if it is a DATE's; else the function's error.
func checkedDate(_ days: Int, of function: String) throws(Diagnostic) -> Int32 {
    guard CivilDate.range ~= days else {
        throw Diagnostic("\(function): DATE out of range", hints: ["dates go from 0001-01-01 to 9999-12-31"])
    }
    return Int32(days)
}

/// The value if it is a TIMESTAMP's; else the function's error.
func checkedTimestamp(_ microseconds: Int?, of function: String) throws(Diagnostic) -> Int64 {
    guard let microseconds, let timestamp = Timestamp.valid(microseconds) else {
        throw Diagnostic("\(function): TIMESTAMP out of range", hints: ["timestamps go from year 1 to year 9999"])
    }
    return timestamp
}
