// What is wrong with statements, without running them.

import QueryLanguage

extension Engine {
    /// - Throws: what is wrong with the query, whatever the values of its parameters are.
    package func check(_ query: Query, _ options: Options) throws(Diagnostic) {
        let binder = Binder(catalog: snapshot(for: options))
        binder.checksOnly = true
        try limited(options) { (_) throws(Diagnostic) in
            do throws(Diagnostic) {
                _ = try binder.bind(query)
            } catch {
                if error.message != Diagnostic.unknownParameter.message { throw error }
            }
        }
    }

    /// What is wrong with a script: of each statement its first error.
    ///
    /// No statement is run; what an earlier one would create is known to the later ones.
    ///
    /// - Parameters:
    ///   - limits: how deep the text may be nested, and the time for all of it.
    ///   - fileOpener: opens the files that the text names.
    package func diagnostics(
        in text: String, parameters: Parameters, limits: Limits, fileOpener: @escaping Catalog.FileOpener
    ) -> [Diagnostic] {
        Cancellation(StatementWatch(limits, outer: Cancellation())).governing {
            var check = ScriptCheck(catalog: snapshot, parameters: parameters)
            check.catalog.fileOpener = fileOpener
            var parser = Parser(text, depthLimit: limits.depth ?? Parser.depthLimit)
            // An editor shows no more than a screen of them. Behind the end of the time each statement would fail.
            while check.found.count < 100 && check.found.last?.reason != .timeLimit {
                do throws(Diagnostic) {
                    guard let statement = try parser.nextStatement() else { break }
                    check.add(statement)
                } catch {
                    check.found.append(error)
                    parser.skipStatement()
                }
            }
            return check.found
        }
    }
}

/// Binds statements one after another against a catalog of its own.
private struct ScriptCheck {
    var catalog: Catalog
    let parameters: Parameters
    /// What DECLARE has made so far, by the names in lower case; their values are not known.
    private var variables: [String: ScriptVariables.Variable] = [:]
    var found: [Diagnostic] = []

    init(catalog: Catalog, parameters: Parameters) {
        self.catalog = catalog
        self.parameters = parameters
    }

    mutating func add(_ statement: Statement) {
        do throws(Diagnostic) {
            try check(statement)
        } catch {
            if error.message == Diagnostic.unknownParameter.message { return }
            found.append(error.placed(at: statement.range))
        }
    }

    private mutating func check(_ statement: Statement) throws(Diagnostic) {
        let binder = Binder(catalog: catalog, parameters: parameters, variables: variables)
        binder.checksOnly = true
        switch statement.node {
        case .query(let query):
            guard let (query, clause) = query.exported else {
                _ = try binder.bind(query)
                return
            }
            _ = try binder.bind(export: clause)
            _ = try binder.bind(query)
        case .explain(let query, _): _ = try binder.bind(query)
        case .export(let clause, let query):
            _ = try binder.bind(export: clause)
            _ = try binder.bind(query)
        case .create(let create):
            let plan = try binder.bind(definition: create)
            let name = create.name.text
            switch create.kind {
            case .view: catalog[name] = .view(ViewDefinition(name: name, query: create.query))
            case .table:
                let columns = plan.columns.map { Column($0.name, $0.type) }
                catalog[name] = .table(
                    TableDefinition(name: name, columns: columns) { () throws(Diagnostic) in
                        throw Diagnostic("\(name) has not been created")
                    })
            }
        case .drop(let drop):
            guard catalog[drop.name.text] != nil || drop.ifExists else {
                throw Diagnostic(
                    "there is no \(drop.kind.text) `\(drop.name.text)`", at: drop.name.range,
                    hints: suggestions(for: drop.name.text, among: catalog.names, listedAs: "there are"))
            }
            catalog[drop.name.text] = nil
        case .describe(let name):
            _ = try binder.bind(Query(body: .from(TableExpression(.table(name), name.range)), range: name.range))
        case .assert(let clause):
            let item = SelectItem(.expression(clause.condition, alias: nil), clause.condition.range)
            let select = Select(distinct: false, items: [item], range: clause.condition.range)
            _ = try binder.bind(Query(body: .select(select), range: clause.condition.range))
        case .declare(let declare):
            let (type, _) = try binder.bind(declare)
            for name in declare.names {
                variables[name.text.lowercased()] = .init(name: name.text, type: type, value: .null)
            }
        case .set(let assignment): _ = try binder.bind(assignment)
        }
    }
}
