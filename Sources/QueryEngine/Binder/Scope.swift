// Which names an expression can use.

import QueryLanguage

/// A column that a name can stand for.
struct ScopeColumn {
    /// `nil` where the column has no name of its own and cannot be named.
    var name: String?
    /// What results and messages call it.
    var title: String
    var id: ColumnID
    var type: DataType

    init(_ name: String?, title: String? = nil, _ id: ColumnID, _ type: DataType) {
        self.name = name
        self.title = title ?? name ?? ""
        self.id = id
        self.type = type
    }

    var planColumn: PlanColumn { PlanColumn(id, title, type) }

    func isNamed(_ name: String) -> Bool { self.name.map { sameName($0, name) } ?? false }
}

extension Expression {
    /// What a column without a name is called: the expression as text, or the start of it.
    var title: String {
        let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return text.utf8.count <= Self.titleLimit ? text : text.prefix(Self.titleLimit) + "…"
    }

    private static let titleLimit = 80
}

/// The columns and table aliases of one query.
struct Scope {
    /// What `*` gives, in order.
    var columns: [ScopeColumn] = []
    /// Table aliases. They keep the original columns when SET, DROP and RENAME change the visible ones.
    var tables: [Table] = []

    struct Table {
        var name: String
        var columns: [ScopeColumn]
    }

    func table(_ name: String) -> Table? { tables.first { sameName($0.name, name) } }

    func holds(_ id: ColumnID) -> Bool {
        columns.contains { $0.id == id } || tables.contains { $0.columns.contains { $0.id == id } }
    }

    /// The names of all visible columns.
    var names: [String] { columns.compactMap(\.name) }
}

/// Whether two names are the same to the language, which does not look at case.
package func sameName(_ a: String, _ b: String) -> Bool { a == b || a.lowercased() == b.lowercased() }

/// A plan, and how its columns are named.
struct BoundRelation {
    var plan: LogicalPlan
    var scope: Scope
}
