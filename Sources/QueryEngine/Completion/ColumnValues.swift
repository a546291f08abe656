// What a column holds: the values that completion offers behind `column = '`.

import QueryLanguage

/// Small queries over tables, each ended by a limit on the rows that it reads.
struct ColumnValues {
    private let engine: Engine

    init(_ engine: Engine) {
        self.engine = engine
    }

    /// Of a larger table the first rows stand for all: a key was pressed, and the answer is due at once.
    private static let rowLimit = 100_000
    private static let valueLimit = 200
    /// Longer ones are texts, not names, and no help in a menu.
    private static let lengthLimit = 200

    /// The different values of a STRING column, the most frequent first.
    func frequent(in table: TableHandle, at position: Int) -> [(value: String, count: Int)] {
        guard let column = column(table, position) else { return [] }
        let value = PlanColumn(ColumnID(1), column.name, .string)
        let count = PlanColumn(ColumnID(2), "count", .int64)
        let scan = LogicalPlan.scan(
            LogicalPlan.Scan(name: "values", table: table, positions: [position], columns: [value]))
        let key = PlanColumn(ColumnID(3), column.name, .string)
        let call = BoundAggregate(
            function: "COUNT", overload: 0, arguments: [], isDistinct: false, ignoresNulls: nil, having: nil,
            orderBy: [], limit: nil, isSafe: false, filter: nil, type: .int64, range: .none)
        let groups = LogicalPlan.aggregate(
            LogicalPlan.Aggregate(
                input: .limit(LogicalPlan.Limit(input: scan, count: Self.rowLimit, offset: 0)),
                keys: [.init(column: key, expression: .column(value.id, .string))],
                items: [.init(column: count, call: call)]))
        let sorted = LogicalPlan.sort(
            LogicalPlan.Sort(
                input: groups,
                keys: [
                    .init(expression: .column(count.id, .int64), descending: true, nullsFirst: false),
                    .init(expression: .column(key.id, .string), descending: false, nullsFirst: false),
                ]))
        let plan = LogicalPlan.limit(LogicalPlan.Limit(input: sorted, count: Self.valueLimit + 1, offset: 0))
        guard let rows = try? engine.run(plan, Engine.Options(now: 0)).rows else { return [] }
        var result: [(String, Int)] = []
        for row in 0..<rows.count {
            guard case .string(let text) = rows.vectors[0].value(row), text.utf8.count <= Self.lengthLimit,
                case .int64(let count) = rows.vectors[1].value(row)
            else { continue }
            result.append((text, Int(count)))
        }
        return Array(result.prefix(Self.valueLimit))
    }

    private func column(_ table: TableHandle, _ position: Int) -> Column? {
        switch table.source {
        case .definition(let definition), .file(_, let definition): definition.columns[position]
        case .stored(let stored): stored.columns[position]
        case .shared: nil
        }
    }

    // MARK: Units

    /// The units in QUANTITY columns, the most frequent first.
    func units(of columns: [(table: TableHandle, position: Int)]) -> [(unit: String, count: Int)] {
        var counts: [QuantityUnit: Int] = [:]
        for (table, position) in columns {
            guard let stored = rows(table) else { continue }
            let vector = stored.vectors[position]
            let count = min(stored.count, Self.rowLimit)
            if let unit = vector.plainUnit {
                counts[unit, default: 0] += count
                continue
            }
            for row in 0..<count where vector.isValid(row) {
                counts[vector.element(row, as: Quantity.self).unit, default: 0] += 1
            }
        }
        counts[.one] = nil
        return counts.map { ($0.key.text, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    private func rows(_ table: TableHandle) -> StoredTable? {
        switch table.source {
        case .definition(let definition), .file(_, let definition):
            definition.provider == nil ? try? definition.rows() : nil
        case .stored(let stored): stored
        case .shared: nil
        }
    }
}
