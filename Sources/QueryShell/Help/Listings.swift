// Lists of what there is: tables, functions, units, settings.

import QueryEngine
import QueryLanguage
import TableFormats

enum Listings {
    static func tables(_ catalog: Catalog, _ pattern: String?) throws(Diagnostic) -> QueryResult {
        let entries = catalog.names.compactMap { catalog[$0] }.filter { matches(pattern, $0.name) }
        if entries.isEmpty, let pattern { throw Diagnostic("there is no table like \(pattern)") }
        // Tables first, as the views are made of them.
        let sorted = entries.filter { !$0.isView } + entries.filter(\.isView)
        return QueryResult(
            ["name", "kind", "description"],
            sorted.map { [$0.name, $0.isView ? "view" : "table", $0.summary] })
    }

    /// A table's description, and a view's definition.
    static func schema(
        _ catalog: Catalog, _ name: String
    ) throws(Diagnostic) -> (description: String?, definition: String?) {
        guard let entry = catalog[name] else {
            let guess = nearest(name, among: catalog.names)
            throw Diagnostic(
                "there is no table `\(name)`", hints: [guess.map { "did you mean `\($0)`?" } ?? ".tables lists them"])
        }
        guard case .view(let view) = entry else { return (entry.summary, nil) }
        return (entry.summary, "CREATE VIEW \(Identifier(view.name, .none).quoted) AS\n\(view.writtenText)")
    }

    static func functions(_ pattern: String?) throws(Diagnostic) -> QueryResult {
        let found = FunctionTable.all.filter {
            matches(pattern, $0.name) || pattern?.lowercased() == $0.category.rawValue
        }
        if found.isEmpty, let pattern {
            let guess = nearest(pattern, among: FunctionTable.all.map(\.name))
            throw Diagnostic("there is no function like \(pattern)", hints: guess.map { ["did you mean \($0)?"] } ?? [])
        }
        let sorted = found.sorted { ($0.category.rawValue, $0.name) < ($1.category.rawValue, $1.name) }
        return QueryResult(
            ["function", "kind", "gives"], sorted.map { [$0.briefSignature, $0.category.rawValue, $0.help] })
    }

    static func units(_ pattern: String?) throws(Diagnostic) -> QueryResult {
        // Without a pattern the many currencies are left to one line.
        let found = UnitList.all.filter {
            pattern == nil ? $0.kind != "a currency" : matches(pattern, $0.word) || matches(pattern, $0.kind)
        }
        if found.isEmpty, let pattern { throw Diagnostic("there is no unit like \(pattern)") }
        var rows: [[String?]] = found.map { [$0.word, $0.kind, $0.meaning] }
        if pattern == nil { rows.append(["USD, EUR, …", "a currency", ".units currency lists them"]) }
        return QueryResult(["unit", "kind", "is"], rows)
    }

    static func settings(_ settings: ShellSettings) -> QueryResult {
        var rows: [[String?]] = Setting.all.map { [$0.name, $0.get(settings), $0.values, $0.help] }
        for name in settings.parameters.keys.sorted() {
            rows.append(["@\(name)", settings.parameters[name]?.shown, "a value", "a parameter of statements"])
        }
        return QueryResult(["name", "value", "can be", "what it is"], rows)
    }

    /// Whether a name holds the pattern, or is like it if that has `*` or `%` for any letters; without regard to case.
    static func matches(_ pattern: String?, _ name: String) -> Bool {
        guard let pattern = pattern?.lowercased() else { return true }
        let name = name.lowercased()
        let parts = pattern.split(omittingEmptySubsequences: false) { $0 == "*" || $0 == "%" }
        guard parts.count > 1 else { return pattern.isEmpty || name.contains(pattern) }
        var rest = Substring(name)
        for (index, part) in parts.enumerated() {
            if index == 0 {
                guard rest.hasPrefix(part) else { return false }
                rest = rest.dropFirst(part.count)
            } else if index == parts.count - 1 {
                return rest.hasSuffix(part)
            } else if !part.isEmpty {
                while !rest.isEmpty && !rest.hasPrefix(part) { rest = rest.dropFirst() }
                guard !rest.isEmpty else { return false }
                rest = rest.dropFirst(part.count)
            }
        }
        return true
    }
}

extension Catalog.Entry {
    package var isView: Bool { if case .view = self { true } else { false } }

    /// What it is about.
    fileprivate var summary: String? {
        switch self {
        case .table(let table): table.description
        case .view(let view): view.description
        }
    }
}

extension Function {
    /// A call with the names of its arguments: `SUBSTR(value, position[, length])`. Of several signatures the longest
    /// says most.
    package var briefSignature: String {
        overloads.max { $0.parameters.count < $1.parameters.count }?.call(name) ?? name
    }
}

extension Overload {
    /// `SUBSTR(value, position[, length])`
    package func call(_ name: String) -> String { "\(name)(\(arguments(from: 0)))" }

    /// The parameters' names from one on, as they follow an argument before them: `, position[, length]`.
    package func arguments(from start: Int) -> String {
        var text = ""
        for (index, parameter) in parameters.enumerated().dropFirst(start) {
            let comma = index == 0 ? "" : ", "
            let isOptional = index >= parameters.count - optional
            text += isOptional ? "[\(comma)\(parameter.name)]" : comma + parameter.name
        }
        if repeats { text += ", …" }
        return text
    }
}

extension Value {
    /// The value for people.
    fileprivate var shown: String {
        if case .string(let text) = self { return text }
        var bytes: [UInt8] = []
        let vector = Vector.constant(self, type: type ?? .string, count: 1)
        if vector.isNull(0) { return "NULL" }
        vector.appendText(0, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension QueryResult {
    /// A result of texts; what is missing is empty.
    init(_ names: [String], _ rows: [[String?]]) {
        let vectors = names.indices.map { column in
            Vector(.string, values: rows.map { Value.string($0[column] ?? "") })
        }
        self.init(columns: names.map { Column($0, .string) }, batches: [Batch(vectors, count: rows.count)])
    }
}
