// What the shell says first.

import ExpoQuery
import QueryEngine
import QueryLanguage

package enum Greeting {
    /// Name and version, what is loaded, and how to get help.
    package static func lines(version: String, _ database: Database) -> [String] {
        let catalog = database.catalog
        var loaded = ""
        if let figures = rows("figures", catalog), let sources = rows("sources", catalog),
            let editions = rows("editions", catalog)
        {
            loaded = ": \(figures) figures from \(sources) sources on \(editions) editions of the expo"
        }
        return [
            "expoq \(version)\(loaded)",
            "A statement ends with ; or an empty line. .help tells more, .quit leaves.",
        ]
    }

    private static func rows(_ name: String, _ catalog: Catalog) -> Int? {
        guard case .table(let table) = catalog[name] else { return nil }
        do throws(Diagnostic) {
            return try table.rows().count
        } catch {
            return nil
        }
    }
}
