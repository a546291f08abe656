// Binding: what stands in FROM and behind JOIN.

import QueryLanguage

extension Binder {
    func bindTable(_ table: TableExpression, outer: ExpressionContext?) throws(Diagnostic) -> BoundRelation {
        switch table.node {
        case .table(let name):
            let relation = try bindNamedTable(name)
            return aliased(relation, table.alias?.text ?? name.text)
        case .file(let path):
            return aliased(try bindFile(FileReference(path: path), table.range), table.alias?.text ?? fileStem(path))
        case .subquery(let query):
            let relation = try bindQuery(query, outer: outer)
            // Aliases inside the subquery end with it.
            let inner = BoundRelation(plan: relation.plan, scope: Scope(columns: relation.scope.columns))
            return table.alias.map { aliased(inner, $0.text) } ?? inner
        case .call(let call):
            let relation = try bindTableFunction(call, input: nil, outer: outer)
            return aliased(relation, table.alias?.text ?? relation.scope.tables.first?.name ?? call.name.text)
        case .join(let join):
            let left = try bindTable(join.left, outer: outer)
            return try bindJoin(left, join.clause, outer: outer)
        case .parenthesized(let inner): return try bindTable(inner, outer: outer)
        }
    }

    /// The relation under one table alias.
    func aliased(_ relation: BoundRelation, _ alias: String) -> BoundRelation {
        var scope = Scope(columns: relation.scope.columns)
        scope.tables = [Scope.Table(name: alias, columns: scope.columns)]
        return BoundRelation(plan: relation.plan, scope: scope)
    }

    func bindFile(_ file: FileReference, _ range: SourceRange) throws(Diagnostic) -> BoundRelation {
        do throws(Diagnostic) {
            let definition = try catalog.fileOpener(file, catalog.fileRequest)
            return scan(file.path, TableHandle(source: .file(file, definition)), definition.columns)
        } catch {
            var error = error.placed(at: range)
            if let entry = catalog[file.path] {
                error.hints.insert("the \(entry.kind.text) \(entry.name) is written without quotes", at: 0)
            }
            throw error
        }
    }

    /// `visits` of `data/visits.csv`: the alias that a file has on its own.
    func fileStem(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return name.split(separator: ".", omittingEmptySubsequences: true).first.map(String.init) ?? name
    }

    private func bindNamedTable(_ name: Identifier) throws(Diagnostic) -> BoundRelation {
        if let common = commonTables.last(where: { sameName($0.name, name.text) }) {
            return try bindCommonTable(common, at: name.range)
        }
        switch catalog[name.text] {
        case .table(let definition):
            return scan(definition.name, TableHandle(source: .definition(definition)), definition.columns)
        case .view(let view):
            return try bindView(view, at: name.range)
        case nil:
            // Completion, which is in a hurry, throws the error away.
            if probe != nil { throw Diagnostic("there is no table `\(name.text)`", at: name.range) }
            let known = commonTables.map(\.name) + catalog.names
            var hints = suggestions(for: name.text, among: known, listedAs: "there are")
            if name.text.contains(".") { hints.append("a file's name stands in quotes: FROM '\(name.text)'") }
            throw Diagnostic("there is no table `\(name.text)`", at: name.range, hints: hints)
        }
    }

    func scan(_ name: String, _ handle: TableHandle, _ columns: [Column]) -> BoundRelation {
        let scopeColumns = columns.map { ScopeColumn($0.name, newColumn(), $0.type) }
        probe?.record(scopeColumns, of: handle, columns)
        let plan = LogicalPlan.scan(
            LogicalPlan.Scan(
                name: name, table: handle, positions: Array(columns.indices),
                columns: scopeColumns.map(\.planColumn)))
        return BoundRelation(plan: plan, scope: Scope(columns: scopeColumns))
    }

    private func bindCommonTable(_ common: CommonTableBinding, at range: SourceRange) throws(Diagnostic)
        -> BoundRelation
    {
        guard let shared = common.shared else {
            // It uses columns from around it; each use is a query of its own, in the scope where WITH stands.
            let inner = commonTables
            defer { commonTables = inner }
            if let position = commonTables.firstIndex(where: { sameName($0.name, common.name) }) {
                commonTables.removeSubrange(position...)
            }
            return try bindQuery(common.query, outer: nil)
        }
        var relation = scan(
            common.name, TableHandle(source: .shared(shared)),
            common.scope.columns.map { Column($0.name ?? $0.title, $0.type) })
        for index in relation.scope.columns.indices {
            relation.scope.columns[index].name = common.scope.columns[index].name
        }
        return relation
    }

    private func bindView(_ view: ViewDefinition, at range: SourceRange) throws(Diagnostic) -> BoundRelation {
        if openViews.contains(where: { sameName($0, view.name) }) {
            throw Diagnostic("the view `\(view.name)` uses itself", at: range)
        }
        if openViews.count == Self.viewDepth {
            throw Diagnostic(
                "more than \(Self.viewDepth) views stand on one another", at: range,
                hints: ["CREATE TABLE keeps the rows of one of them"], reason: .depthLimit)
        }
        openViews.append(view.name)
        let enclosing = commonTables
        commonTables = []
        defer {
            openViews.removeLast()
            commonTables = enclosing
        }
        return try attempt(at: range, prefix: "in the view `\(view.name)`: ") { () throws(Diagnostic) in
            let relation = try output(bindQuery(view.query(), outer: nil))
            return BoundRelation(
                plan: relation.plan.relocated(to: range), scope: Scope(columns: relation.scope.columns))
        }
    }

    /// Each takes some of the stack, in every step from here to the result.
    private static let viewDepth = 100

    /// Gives errors that have no place in the statement's text the place `range`.
    func attempt<Result>(
        at range: SourceRange, prefix: String = "", _ body: () throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        do throws(Diagnostic) {
            return try body()
        } catch {
            var placed = error
            placed.range = range
            // A limit is about the whole statement, and views may stand on many others.
            if error.reason == nil { placed.message = prefix + error.message }
            throw placed
        }
    }

    // MARK: Joins

    func bindJoin(
        _ left: BoundRelation, _ clause: JoinClause, outer: ExpressionContext?
    ) throws(Diagnostic) -> BoundRelation {
        let right = try bindTable(clause.right, outer: outer)
        for table in right.scope.tables where left.scope.table(table.name) != nil {
            throw Diagnostic(
                "two tables of the join are called `\(table.name)`", at: clause.right.range,
                hints: ["give one of them another name with AS"])
        }
        let kind: LogicalPlan.Join.Kind =
            switch clause.kind {
            case .inner, .cross, .comma: .inner
            case .left: .left
            case .right: .right
            case .full: .full
            }
        var join = LogicalPlan.Join(left: left.plan, right: right.plan, kind: kind, keys: [], condition: nil)
        var scope = Scope(
            columns: left.scope.columns + right.scope.columns, tables: left.scope.tables + right.scope.tables)
        switch clause.condition {
        case .on(let condition):
            let context = ExpressionContext(scope, outer: outer, place: "ON")
            let bound = try bindCondition(condition, context)
            (join.keys, join.condition) = JoinTerms.split(bound, left: left.plan, right: right.plan)
            return BoundRelation(plan: .join(join), scope: scope)
        case .using(let names):
            return try bindUsing(names, left, right, join, &scope)
        case nil:
            return BoundRelation(plan: .join(join), scope: scope)
        }
    }

    /// `USING (a, b)`: each name's two columns must be equal and become one, which stands first.
    private func bindUsing(
        _ names: [Identifier], _ left: BoundRelation, _ right: BoundRelation, _ join: LogicalPlan.Join,
        _ scope: inout Scope
    ) throws(Diagnostic) -> BoundRelation {
        var join = join
        var merged: [ScopeColumn] = []
        var extra: [LogicalPlan.Project.Item] = []
        var used: Set<ColumnID> = []
        for name in names {
            let a = try uniqueColumn(name, in: left.scope, side: "left")
            let b = try uniqueColumn(name, in: right.scope, side: "right")
            let (first, second) = (
                BoundExpression.column(a.id, a.type, name.range), BoundExpression.column(b.id, b.type, name.range)
            )
            guard let type = Coercion.supertype([first, second]) else {
                throw Diagnostic(
                    "`\(name.text)` is \(a.type.name) on the left and \(b.type.name) on the right", at: name.range,
                    hints: ["join with ON and a CAST"])
            }
            let keys = (try Coercion.convert(first, to: type), try Coercion.convert(second, to: type))
            join.keys.append((left: keys.0, right: keys.1))
            used.formUnion([a.id, b.id])
            let value: BoundExpression =
                switch join.kind {
                case .inner, .left: keys.0
                case .right: keys.1
                case .full: BoundExpression(.coalesce([keys.0, keys.1]), type, name.range)
                }
            if case .column(let id) = value.node {
                merged.append(ScopeColumn(a.name, id, type))
            } else {
                let column = ScopeColumn(a.name, newColumn(), type)
                extra.append(.init(column: column.planColumn, expression: value))
                merged.append(column)
            }
        }
        scope.columns = merged + scope.columns.filter { !used.contains($0.id) }
        let plan = LogicalPlan.join(join)
        return BoundRelation(plan: extra.isEmpty ? plan : extending(plan, with: extra), scope: scope)
    }

    private func uniqueColumn(_ name: Identifier, in scope: Scope, side: String) throws(Diagnostic) -> ScopeColumn {
        let found = scope.columns.filter { $0.isNamed(name.text) }
        if let column = found.first, found.count == 1 { return column }
        if found.isEmpty {
            throw Diagnostic(
                "the \(side) side of the join has no column `\(name.text)`", at: name.range,
                hints: suggestions(for: name.text, among: scope.names, listedAs: "its columns"))
        }
        throw Diagnostic("`\(name.text)` names \(found.count) columns on the \(side) side", at: name.range)
    }

    /// The plan with all of its columns and these beside.
    func extending(_ plan: LogicalPlan, with items: [LogicalPlan.Project.Item]) -> LogicalPlan {
        if items.isEmpty { return plan }
        let kept = plan.columns.map {
            LogicalPlan.Project.Item(column: $0, expression: .column($0.id, $0.type))
        }
        return .project(LogicalPlan.Project(input: plan, items: kept + items))
    }
}

/// Taking a join's condition apart.
enum JoinTerms {
    /// The terms of the form `left expression = right expression` as keys, the others as one condition. Keys match by
    /// identity, so that `=` of quantities, which bounds may leave undecided, is none.
    static func split(
        _ condition: BoundExpression, left: LogicalPlan, right: LogicalPlan
    ) -> (keys: [(left: BoundExpression, right: BoundExpression)], rest: BoundExpression?) {
        let leftIDs = Set(left.columns.map(\.id))
        let rightIDs = Set(right.columns.map(\.id))
        var keys: [(left: BoundExpression, right: BoundExpression)] = []
        var rest: [BoundExpression] = []
        for term in condition.conjuncts {
            if case .call(let call) = term.node, call.function == "$equal", term.isDeterministic,
                call.arguments[0].type != .quantity
            {
                let (a, b) = (call.arguments[0], call.arguments[1])
                let (aColumns, bColumns) = (a.columns, b.columns)
                if !aColumns.isEmpty && !bColumns.isEmpty {
                    if aColumns.isSubset(of: leftIDs) && bColumns.isSubset(of: rightIDs) {
                        keys.append((left: a, right: b))
                        continue
                    }
                    if aColumns.isSubset(of: rightIDs) && bColumns.isSubset(of: leftIDs) {
                        keys.append((left: b, right: a))
                        continue
                    }
                }
            }
            rest.append(term)
        }
        return (keys, BoundExpression.conjunction(rest))
    }
}

extension BoundExpression {
    /// The terms that AND joins, at the top.
    package var conjuncts: [BoundExpression] {
        if case .and(let a, let b) = node { return a.conjuncts + b.conjuncts }
        return [self]
    }

    /// All `terms` joined by AND; `nil` for none.
    package static func conjunction(_ terms: [BoundExpression]) -> BoundExpression? {
        guard let first = terms.first else { return nil }
        return terms.dropFirst().reduce(first) {
            BoundExpression(.and($0, $1), .bool, $0.range.union($1.range))
        }
    }
}
