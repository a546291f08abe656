import QueryLanguage

extension Expression { var text: String { "expr" } }
struct AggregateCall: Sendable { init(_ call: BoundAggregate) throws(Diagnostic) {} }
func makeAggregate(_ call: AggregateCall) throws(Diagnostic) -> any AggregateState { throw Diagnostic("stub") }
struct WindowOperator {
    init(_ w: LogicalPlan.Window, _ c: ExpressionCompiler) throws(Diagnostic) {}
    func run(_ t: StoredTable) throws(Diagnostic) -> StoredTable { t }
}
extension Engine {
    func explain(_ q: Query, analyze: Bool, _ o: Options) throws(Diagnostic) -> QueryResult { throw Diagnostic("stub") }
}
