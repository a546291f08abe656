// How tests ask for completions: a text with a bar where the cursor is.

import QueryLanguage

@testable import QueryEngine

/// A small database that completions are asked of.
struct CompletionDesk {
    let engine: Engine

    init() throws {
        engine = try QueryRunner(Self.setup).engine
        engine.define(
            TableDefinition(
                name: "visits by day", description: "Visits, one a day", columns: [Column("day", .date)]
            ) { () throws(Diagnostic) in throw Diagnostic("the rows are not needed") })
    }

    static let setup = """
        CREATE TABLE figures AS
            SELECT 1 AS edition, 'exhibitors' AS measure, QUANTITY '3617 enterprise' AS value, 1 AS exhibitor_count
            UNION ALL SELECT 2, 'exhibitors', QUANTITY '3893 enterprise', 2
            UNION ALL SELECT 2, 'area', QUANTITY '360000 m2', 3
            UNION ALL SELECT 2, 'what it\\'s worth', QUANTITY '71.13 billion USD', 4;
        CREATE TABLE editions AS SELECT 1 AS edition, 2018 AS year, DATE '2018-11-05' AS `first day`, TRUE AS `group`;
        CREATE VIEW conflicts_by_edition AS FROM figures |> WHERE value > 1{item} |> SELECT edition, measure;
        """

    /// - Parameter marked: a text in which `|` stands for the cursor; a pipe sign is written `¦>`.
    func complete(_ marked: String, _ context: CompletionContext = CompletionContext()) -> Completion {
        let (text, cursor) = Self.place(marked)
        return engine.completions(in: text, at: cursor, context)
    }

    static func place(_ marked: String) -> (text: String, cursor: Int) {
        let parts = marked.split(separator: "|", omittingEmptySubsequences: false).map {
            $0.replacingOccurrences("¦", with: "|")
        }
        return (parts.joined(), parts[0].utf8.count)
    }

    func labels(_ marked: String, _ kinds: Completion.Item.Kind...) -> [String] {
        complete(marked).items.filter { kinds.isEmpty || kinds.contains($0.kind) }.map(\.label)
    }

    func texts(_ marked: String, _ kinds: Completion.Item.Kind...) -> [String] {
        complete(marked).items.filter { kinds.isEmpty || kinds.contains($0.kind) }.map(\.text)
    }
}

extension Substring {
    fileprivate func replacingOccurrences(_ old: Character, with new: Character) -> String {
        String(map { $0 == old ? new : $0 })
    }
}
