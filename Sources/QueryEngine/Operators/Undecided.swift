// Rows whose conditions the bounds of quantities do not settle: they are left out like others that are not TRUE, and
// counted so that they can be told of.

import QueryLanguage
import Synchronization

/// A condition and for how many rows bounds did not settle it.
public struct UndecidedCondition: Hashable, Sendable {
    /// The comparisons in it, as ExpoQL.
    public let text: String
    public internal(set) var rows: Int

    /// What to tell a person: `2 rows undecided: their bounds do not settle …`.
    public var message: String {
        let (subject, whose) = rows == 1 ? ("1 row", "its") : ("\(rows) rows", "their")
        return "\(subject) undecided: \(whose) bounds do not settle \(text); add POSSIBLY(…) to include "
            + (rows == 1 ? "it" : "them")
    }
}

/// The undecided rows of a statement.
final class UndecidedLog: Sendable {
    private let conditions = Mutex<[UndecidedCondition]>([])

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
    var all: [UndecidedCondition] { conditions.withLock { $0.sorted { $0.text < $1.text } } }
}

/// A condition that keeps rows, and notes those that it leaves undecided.
struct Condition: Sendable {
    private let evaluator: Evaluator
    /// What is told of undecided rows; `nil` where no comparison of quantities can leave one.
    private let text: String?
    private let log: UndecidedLog

    init(_ condition: BoundExpression, _ compiler: ExpressionCompiler) throws(Diagnostic) {
        evaluator = try compiler.compile(condition)
        text = condition.comparisonsOfQuantities(over: compiler.columns)
        log = compiler.context.undecided
    }

    /// The rows for which the condition is TRUE.
    func select(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Selection {
        guard text != nil else { return try evaluator.select(batch, rows) }
        let result = try evaluator.evaluate(batch, rows)
        count(result, rows)
        return result.trueRows(rows)
    }

    /// Notes the undecided ones of `rows` in a condition's result.
    func count(_ result: Vector, _ rows: Selection) {
        guard let text, result.undecided != nil else { return }
        var undecided = 0
        rows.each { undecided += result.isUndecided($0) ? 1 : 0 }
        if undecided > 0 { log.add(text, rows: undecided) }
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
