// The window functions: rows of the function table.

import QueryLanguage

package enum Windows {
    package static let all: [Function] = numbering + navigation

    private static let numbering: [Function] = [
        Function(
            "ROW_NUMBER", .window, "the row's number in its partition, from 1", traits: .forbidsFrame,
            Overload([:], returns: .int64, .window(Numbering.rowNumber))),
        Function(
            "RANK", .window, "1 and the number of rows that come before the row and its peers",
            traits: [.needsWindowOrder, .forbidsFrame],
            Overload([:], returns: .int64, .window(Numbering.rank))),
        Function(
            "DENSE_RANK", .window, "the number of the row's group of peers, from 1",
            traits: [.needsWindowOrder, .forbidsFrame],
            Overload([:], returns: .int64, .window(Numbering.denseRank))),
        Function(
            "PERCENT_RANK", .window,
            "the share of the partition's other rows that come before: (RANK - 1) / (rows - 1)",
            traits: [.needsWindowOrder, .forbidsFrame],
            Overload([:], returns: .float64, .window(Numbering.percentRank))),
        Function(
            "CUME_DIST", .window, "the share of the partition's rows that come before the row or are its peers",
            traits: [.needsWindowOrder, .forbidsFrame],
            Overload([:], returns: .float64, .window(Numbering.cumulativeDistribution))),
        Function(
            "NTILE", .window, "the number, from 1, of the row's bucket when the partition is cut into equal ones",
            traits: [.needsWindowOrder, .forbidsFrame],
            Overload(["buckets": .int64], returns: .int64, .window(Numbering.tile))),
    ]

    private static let navigation: [Function] = [
        Function(
            "LAG", .window, "the value some rows before, by default 1; where there is none the default, or NULL",
            traits: [.needsWindowOrder, .forbidsFrame],
            Overload(
                ["value": .any, "offset": .int64, "default": .any], optional: 2, returns: .any,
                .window(Navigation.offset("LAG", direction: -1)))),
        Function(
            "LEAD", .window, "the value some rows after, by default 1; where there is none the default, or NULL",
            traits: [.needsWindowOrder, .forbidsFrame],
            Overload(
                ["value": .any, "offset": .int64, "default": .any], optional: 2, returns: .any,
                .window(Navigation.offset("LEAD", direction: 1)))),
        Function(
            "FIRST_VALUE", .window, "the value of the frame's first row",
            traits: [.needsWindowOrder, .takesNullHandling],
            Overload(["value": .any], returns: .any, .window(Navigation.first))),
        Function(
            "LAST_VALUE", .window, "the value of the frame's last row",
            traits: [.needsWindowOrder, .takesNullHandling],
            Overload(["value": .any], returns: .any, .window(Navigation.last))),
        Function(
            "NTH_VALUE", .window, "the value of the frame's row with this number, from 1; NULL where there is none",
            traits: [.needsWindowOrder, .takesNullHandling],
            Overload(["value": .any, "number": .int64], returns: .any, .window(Navigation.nth))),
    ]
}
