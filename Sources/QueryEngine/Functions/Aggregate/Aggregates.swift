// The aggregate functions: rows of the function table.

import QueryLanguage

package enum Aggregates {
    package static let all: [Function] = counts + extremes + logical + statistics + percentiles

    private static let counts: [Function] = [
        Function(
            "COUNT", .aggregate, "the number of values that are not NULL; COUNT(*) counts rows",
            Overload([:], returns: .int64, RowCount.implementation),
            Overload(["value": .any], returns: .int64, RowCount.implementation)),
        Function(
            "COUNTIF", .aggregate, "the number of rows for which the condition is TRUE",
            Overload(
                ["condition": .bool], returns: .int64,
                Accumulate.values(TrueCount.self, .int64) { state, _ in state.rows })),
        Function(
            "SUM", .aggregate, "the sum of the values that are not NULL; NULL if there are none",
            Overload(
                ["value": .int64], returns: .int64,
                Accumulate.values(IntegerSum.self, .int64) { (state, options) throws(Diagnostic) in
                    try state.sum(options)
                }),
            Overload(
                ["value": .float64], returns: .float64,
                Accumulate.values(FloatSum.self, .float64) { (state, options) throws(Diagnostic) in
                    try state.sum(options)
                }),
            Overload(
                ["value": .quantity], returns: .quantity,
                QuantitySum.implementation { (state, options) throws(Diagnostic) in try state.sum(options) }),
            Overload(
                ["value": .interval], returns: .interval,
                Accumulate.values(IntervalSum.self, .interval) { (state, options) throws(Diagnostic) in
                    try state.sum(options)
                })),
        Function(
            "AVG", .aggregate, "the average of the values that are not NULL; NULL if there are none",
            Overload(
                ["value": .int64], returns: .float64,
                Accumulate.values(IntegerSum.self, .float64) { state, _ in state.average }),
            Overload(
                ["value": .float64], returns: .float64,
                Accumulate.values(FloatSum.self, .float64) { (state, options) throws(Diagnostic) in
                    try state.average(options)
                }),
            Overload(
                ["value": .quantity], returns: .quantity,
                QuantitySum.implementation { (state, options) throws(Diagnostic) in try state.average(options) }),
            Overload(
                ["value": .interval], returns: .interval,
                Accumulate.values(IntervalSum.self, .interval) { state, _ in state.average })),
        Function(
            "APPROX_COUNT_DISTINCT", .aggregate,
            "about how many different values there are; exact up to 2,048, then within a few percent",
            Overload(
                ["value": .any], returns: .int64,
                .aggregate { options in ApproximateCountState(options.argumentTypes[0]) })),
    ]

    private static let extremes: [Function] = [
        Function(
            "MIN", .aggregate, "the smallest value that is not NULL; NaN if there is one",
            Overload(["value": .any], returns: .any, choice(.minimum))),
        Function(
            "MAX", .aggregate, "the largest value that is not NULL; NaN if there is one",
            Overload(["value": .any], returns: .any, choice(.maximum))),
        Function(
            "ANY_VALUE", .aggregate, "the value of some row, not NULL if there is any such",
            Overload(["value": .any], returns: .any, choice(.first))),
        extremeBy("MIN_BY", "smallest", isMax: false),
        extremeBy("MAX_BY", "largest", isMax: true),
        Function(
            "STRING_AGG", .aggregate, "the strings that are not NULL, joined by a delimiter, by default a comma",
            Overload(
                ["value": .string, "delimiter": .string], optional: 1, returns: .string,
                .aggregate { (options) throws(Diagnostic) in try StringAggregateState(options) })),
    ]

    private static func choice(_ choice: Choice) -> Implementation {
        .aggregate { options in choice.state(options) }
    }

    /// The one parameter of the kind `any` is the value's; the key has an overload for each type.
    private static func extremeBy(_ name: String, _ adjective: String, isMax: Bool) -> Function {
        let implementation = Implementation.aggregate { options in
            HavingState(Choice.first.state(options), position: 1, isMax: isMax)
        }
        return Function(
            name, .aggregate, "the value of some row whose key is the \(adjective)",
            Overload(["value": .any, "key": .int64], returns: .any, implementation),
            Overload(["value": .any, "key": .float64], returns: .any, implementation),
            Overload(["value": .any, "key": .string], returns: .any, implementation),
            Overload(["value": .any, "key": .date], returns: .any, implementation),
            Overload(["value": .any, "key": .timestamp], returns: .any, implementation),
            Overload(["value": .any, "key": .interval], returns: .any, implementation),
            Overload(["value": .any, "key": .bool], returns: .any, implementation))
    }

    private static let logical: [Function] = [
        Function(
            "LOGICAL_AND", .aggregate, "whether all conditions that are not NULL are TRUE",
            Overload(["condition": .bool], returns: .bool, Fold<LogicalAnd>.implementation(.bool))),
        Function(
            "LOGICAL_OR", .aggregate, "whether one of the conditions is TRUE",
            Overload(["condition": .bool], returns: .bool, Fold<LogicalOr>.implementation(.bool))),
        Function(
            "BIT_AND", .aggregate, "the bits that are set in all values",
            Overload(["value": .int64], returns: .int64, Fold<BitAnd>.implementation(.int64))),
        Function(
            "BIT_OR", .aggregate, "the bits that are set in one of the values",
            Overload(["value": .int64], returns: .int64, Fold<BitOr>.implementation(.int64))),
        Function(
            "BIT_XOR", .aggregate, "the bits that are set in an odd number of values",
            Overload(["value": .int64], returns: .int64, Fold<BitXor>.implementation(.int64))),
    ]

    private static let statistics: [Function] = [
        moments("VAR_POP", "the variance of the values as a whole population") { $0.populationVariance },
        moments("VAR_SAMP", "the variance estimated from the values as a sample; NULL for fewer than two") {
            $0.sampleVariance
        },
        moments("VARIANCE", "the same as VAR_SAMP") { $0.sampleVariance },
        moments("STDDEV_POP", "the standard deviation of the values as a whole population") {
            $0.populationVariance?.squareRoot()
        },
        moments("STDDEV_SAMP", "the standard deviation estimated from the values; NULL for fewer than two") {
            $0.sampleVariance?.squareRoot()
        },
        moments("STDDEV", "the same as STDDEV_SAMP") { $0.sampleVariance?.squareRoot() },
        comoments("COVAR_POP", "the covariance of pairs as a whole population") { $0.populationCovariance },
        comoments("COVAR_SAMP", "the covariance estimated from pairs; NULL for fewer than two") {
            $0.sampleCovariance
        },
        comoments("CORR", "Pearson's coefficient of correlation of pairs; NULL for fewer than two") { $0.correlation },
    ]

    @inline(__always)
    private static func moments(
        _ name: String, _ help: String, _ result: @escaping @Sendable (Moments) -> Double?
    ) -> Function {
        Function(
            name, .aggregate, help,
            Overload(
                ["value": .float64], returns: .float64,
                Accumulate.values(Moments.self, .float64) { state, _ in result(state) }))
    }

    @inline(__always)
    private static func comoments(
        _ name: String, _ help: String, _ result: @escaping @Sendable (Comoments) -> Double?
    ) -> Function {
        Function(
            name, .aggregate, help,
            Overload(
                ["y": .float64, "x": .float64], returns: .float64, Accumulate.pairs(Comoments.self, result: result)))
    }

    private static let percentiles: [Function] = [
        Function(
            "MEDIAN", .aggregate, "the middle of the values, interpolated: PERCENTILE_CONT(value, 0.5)",
            traits: [.forbidsWindowOrder, .forbidsFrame],
            Overload(
                ["value": .float64], returns: .float64,
                .aggregate { options in PercentileState.continuous(options, fraction: 0.5) })),
        Function(
            "PERCENTILE_CONT", .aggregate, "the value at a share of the sorted values, 0 to 1, interpolated",
            traits: [.forbidsWindowOrder, .forbidsFrame, .takesNullHandling],
            Overload(
                ["value": .float64, "percentile": .float64], returns: .float64,
                PercentileState.implementation("PERCENTILE_CONT", isContinuous: true))),
        Function(
            "PERCENTILE_DISC", .aggregate, "the first of the sorted values up to which a share of them, 0 to 1, lies",
            traits: [.forbidsWindowOrder, .forbidsFrame, .takesNullHandling],
            Overload(
                ["value": .any, "percentile": .float64], returns: .any,
                PercentileState.implementation("PERCENTILE_DISC", isContinuous: false))),
    ]
}
