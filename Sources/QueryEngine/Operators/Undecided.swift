// Rows whose conditions the bounds of quantities do not settle: they are left out like others that are not TRUE, and
// counted so that they can be told of.

import QueryLanguage
import Synchronization

/// A condition and for how many rows bounds did not settle it.
public struct UndecidedCondition: Hashable, Sendable {
    /// The comparisons in it, as ExpoQL.
    public let text: String
    public internal(set) var rows: Int
    /// Whether the statement ended before it had looked at all rows, so that there may be more.
    public internal(set) var isLowerBound = false

    init(text: String, rows: Int) {
        self.text = text
        self.rows = rows
    }

    /// What to tell a person: `2 rows undecided: their bounds do not settle …`.
    public var message: String {
        let (subject, whose) = rows == 1 ? ("1 row", "its") : ("\(rows) rows", "their")
        return
            "\(isLowerBound ? "at least " : "")\(subject) undecided: \(whose) bounds do not settle \(text); add POSSIBLY(…) to include "
            + (rows == 1 ? "it" : "them")
    }
}

/// The undecided rows of a statement.
final class UndecidedLog: Sendable {
    private let conditions = Mutex<[UndecidedCondition]>([])
    private let isPartial = Atomic(false)

    /// Notes that rows were left unread.
    func stopEarly() { isPartial.store(true, ordering: .relaxed) }

    func add(_ text: String, rows: Int) {
        conditions.withLock { conditions in
            if let known = conditions.firstIndex(where: { $0.text == text }) {
                conditions[known].rows += rows
            } else {
                conditions.append(UndecidedCondition(text: text, rows: rows))
            }
        }
    }

    /// What was counted, in the order of the conditions' texts, which does not depend on threads.
    var all: [UndecidedCondition] {
        let isLowerBound = isPartial.load(ordering: .relaxed)
        return conditions.withLock { conditions in
            conditions.sorted { $0.text < $1.text }.map { condition in
                var condition = condition
                condition.isLowerBound = isLowerBound
                return condition
            }
        }
    }
}

/// A condition that keeps rows, and notes those that it leaves undecided.
struct Condition: Sendable {
    private let evaluator: Evaluator
    /// What is told of undecided rows, where it is not the condition as a whole.
    private let comparisons: String?
    private let condition: BoundExpression
    private let columns: [PlanColumn]
    /// Whether a comparison in it can leave a row undecided; else only a column that was computed before can.
    private let comparesQuantities: Bool
    private let log: UndecidedLog

    init(_ condition: BoundExpression, _ compiler: ExpressionCompiler) throws(Diagnostic) {
        evaluator = try compiler.compile(condition)
        comparisons = condition.comparisonsOfQuantities(over: compiler.columns)
        comparesQuantities = comparisons != nil
        self.condition = condition
        columns = compiler.columns
        log = compiler.context.undecided
    }

    /// The rows for which the condition is TRUE.
    func select(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Selection {
        guard comparesQuantities || batch.columns.contains(where: { $0.undecided != nil }) else {
            return try evaluator.select(batch, rows)
        }
        let result = try evaluator.evaluate(batch, rows)
        count(result, rows)
        return result.trueRows(rows)
    }

    /// Whether bounds leave the condition open for a row.
    func isUndecided(_ batch: Batch, _ row: Int) throws(Diagnostic) -> Bool {
        try evaluator.evaluate(batch, Selection(positions: [row])).isUndecided(row)
    }

    /// Notes the undecided ones of `rows` in a condition's result.
    func count(_ result: Vector, _ rows: Selection) {
        guard result.undecided != nil else { return }
        var undecided = 0
        rows.each { undecided += result.isUndecided($0) ? 1 : 0 }
        if undecided > 0 { log.add(comparisons ?? PlanSyntax.text(condition, over: columns), rows: undecided) }
    }
}

extension BoundExpression {
    /// Its comparisons of quantities as text, joined by `and`; `nil` if it has none.
    func comparisonsOfQuantities(over columns: [PlanColumn]) -> String? {
        var texts: [String] = []
        collectComparisons(columns, &texts)
        return texts.isEmpty ? nil : texts.joined(separator: " and ")
    }

    private func collectComparisons(_ columns: [PlanColumn], _ texts: inout [String]) {
        if case .call(let call) = node, ["POSSIBLY", "CERTAINLY", "$is_true", "$is_false"].contains(call.function) {
            return
        }
        if comparesQuantities {
            let text = written ?? PlanSyntax.text(self, over: columns)
            if !texts.contains(text) { texts.append(text) }
            return
        }
        for child in children { child.collectComparisons(columns, &texts) }
    }

    /// Whether it is itself a comparison that bounds of quantities may leave open.
    var comparesQuantities: Bool {
        guard type == .bool, children.contains(where: { $0.type == .quantity }) else { return false }
        if case .call(let call) = node { return !["$is_null", "$is_distinct", "IS_EXACT"].contains(call.function) }
        return true
    }
}

extension Diagnostic {
    /// Says of a failed assertion that bounds leave it open.
    mutating func addUndecidedNote() {
        notes.append("the bounds do not settle it")
        hints.append("ASSERT POSSIBLY(…) fails only if it is surely not so")
    }
}
