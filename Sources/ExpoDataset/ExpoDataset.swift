// The dataset that expoq ships: what was reported about the China International Import Expo.

import CExpoFiles
import QueryEngine
import QueryLanguage
import TableFormats

/// The expo dataset's tables and views.
package enum ExpoDataset {
    /// All of them. Nothing is decoded before a table is used.
    package static func catalogEntries() -> [Catalog.Entry] {
        [
            table(
                "figures", "Reported numbers, one a row, with their hedges, units and sources",
                ExpoColumns.figures, expo_figures_file, fileColumns: ReportedFigures.fileColumns,
                ReportedFigures.table),
            table("editions", "The editions of the expo", ExpoColumns.editions, expo_editions_file),
            table("sources", "Where the figures and statements were read", ExpoColumns.sources, expo_sources_file),
            table(
                "participations", "Guest countries of honour and first-time participants of the national exhibition",
                ExpoColumns.participations, expo_participations_file),
            table(
                "rankings", "Countries ranked by what they brought to an edition",
                ExpoColumns.rankings, expo_rankings_file),
            table(
                "statements", "What sources state without a number: dates, themes, roles, pledges, quotations",
                ExpoColumns.statements, expo_statements_file),
        ] + ExpoViews.all.map { .view($0) }
    }

    /// - Parameters:
    ///   - fileColumns: the file's columns, if they are others than the table's.
    ///   - convert: makes the table of the file's rows.
    private static func table(
        _ name: String, _ description: String, _ columns: [Column], _ file: @escaping @Sendable () -> ExpoFile,
        fileColumns: [Column]? = nil,
        _ convert: @escaping @Sendable (StoredTable) throws(Diagnostic) -> StoredTable = { $0 }
    ) -> Catalog.Entry {
        .table(
            TableDefinition(name: name, description: description, columns: columns) { () throws(Diagnostic) in
                let file = file()
                let bytes = UTF8Bytes(start: file.start, count: file.size)
                return try convert(
                    CSVTable.load(
                        FileBytes(name: String(cString: file.name), permanent: bytes),
                        columns: fileColumns ?? columns))
            })
    }
}
