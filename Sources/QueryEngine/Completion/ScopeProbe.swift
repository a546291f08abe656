// How completion learns what an expression may name: it binds the statement with a mark at the cursor.

import QueryLanguage

/// Stands in the binder's way at a mark, and keeps what it knows there.
///
/// The statement at hand is cut and closed so that it parses, with the mark as a column's name at the cursor. The
/// binder comes to it with the very scope that a column there would be looked up in, so that completion needs no
/// second idea of what scopes are.
final class ScopeProbe {
    /// No column is called so.
    static let mark = "the cursor is here"

    /// Where a column's values come from.
    enum Source {
        case table(TableHandle, position: Int, Column)
        /// It is this other column, under a new number.
        case column(ColumnID)
    }

    /// The surroundings of the mark, once it was met.
    private(set) var context: ExpressionContext?
    private var sources: [ColumnID: Source] = [:]

    /// - Throws: at the mark, behind which nothing matters.
    func meet(_ path: [Identifier], _ context: ExpressionContext) throws(Diagnostic) {
        guard path.count == 1, path[0].text == Self.mark else { return }
        self.context = context
        throw Diagnostic(Self.mark)
    }

    func record(_ columns: [ScopeColumn], of table: TableHandle, _ definitions: [Column]) {
        for (position, (column, definition)) in zip(columns, definitions).enumerated() {
            sources[column.id] = .table(table, position: position, definition)
        }
    }

    func record(_ id: ColumnID, as expression: BoundExpression) {
        if case .column(let other) = expression.node { sources[id] = .column(other) }
    }

    /// The table's column that the column is, if it is one and nothing but passed on.
    func origin(of id: ColumnID) -> (table: TableHandle, position: Int, column: Column)? {
        var id = id
        while true {
            switch sources[id] {
            case .table(let handle, let position, let column):
                guard case .shared(let shared) = handle.source else { return (handle, position, column) }
                id = shared.columns[position].id
            case .column(let other): id = other
            case nil: return nil
            }
        }
    }
}
