// What people ask the dataset first, as views.

import QueryEngine

enum ExpoViews {
    static let all = [
        byEdition(
            "deals_by_edition", "Intended deals of each edition, on a one-year basis",
            "section = 'overall' AND subject = 'CIIE' AND measure = 'deals value'"),
        byEdition(
            "exhibitors_by_edition", "Exhibitors of each edition's enterprise exhibition; about 2,600 at edition 3",
            "section = 'enterprise exhibition' AND subject = 'exhibitors' AND measure = 'exhibitors'"),
        // Sources compare edition 3's total with the 330,000 m2 of edition 2's enterprise exhibition, so it is
        // the enterprise exhibition's under another name.
        byEdition(
            "area_by_edition", "Area of each edition's enterprise exhibition; not known for edition 5",
            """
            measure = 'exhibition area'
               AND (section = 'enterprise exhibition' AND subject = 'enterprise exhibition'
                    OR edition = 3 AND section = 'overall' AND subject = 'CIIE')
            """),
        byEdition(
            "debuts_by_edition",
            "New products, technologies and services of each edition; edition 1 counted them in another way",
            """
            section = 'enterprise exhibition' AND subject = 'new products, technologies and services'
               AND measure = 'debuts total'
            """),
        byEdition(
            "visits_by_edition", "Entries (not distinct people) of each edition; not known for edition 6",
            "section = 'visitors' AND subject = 'visits' AND measure = 'visits'"),
        ViewDefinition(
            name: "article", description: "The figures of the article on edition 7 (source A1), in reading order",
            text: """
                FROM figures
                |> WHERE source = 'A1'
                |> EXTEND
                     CAST(REGEXP_EXTRACT(locator, r'^p([0-9]+)') AS INT64) AS paragraph,
                     CAST(REGEXP_EXTRACT(locator, r's([0-9]+)$') AS INT64) AS sentence
                |> SELECT
                     paragraph, sentence, statement, value, edition, since, section, subject, measure, as_of, note,
                     claims_record, preferred, figure
                |> ORDER BY paragraph, sentence, figure
                """),
        conflicts,
    ]

    /// The preferred figure of each edition for which `condition` holds; NULLs where an edition has none, so that
    /// the gap is seen.
    private static func byEdition(_ name: String, _ description: String, _ condition: String) -> ViewDefinition {
        ViewDefinition(
            name: name, description: description,
            text: """
                FROM editions
                |> SELECT edition, year
                |> LEFT JOIN (
                     FROM figures
                     |> WHERE preferred AND since = edition
                          AND \(condition.split(separator: "\n").joined(separator: "\n          "))
                     |> SELECT edition, value, note, source, figure
                   ) USING (edition)
                |> ORDER BY edition
                """)
    }

    /// Each question has one preferred figure, so every disagreement is one between it and another. Two figures
    /// exclude one another where their ranges share no number: where they are surely not equal.
    private static let conflicts = ViewDefinition(
        name: "conflicts",
        description: "Figures that answer the same question otherwise than the preferred one, side by side",
        text: """
            FROM figures |> WHERE preferred |> AS used
            |> JOIN (FROM figures |> WHERE NOT preferred) AS other
                 ON other.edition = used.edition AND other.since = used.since AND other.section = used.section
                    AND other.subject = used.subject AND other.measure = used.measure
                    AND UNIT(other.value) = UNIT(used.value)
            |> WHERE other.value IS DISTINCT FROM used.value
            |> SELECT
                 used.edition, used.since, used.section, used.subject, used.measure,
                 used.value, used.source, other.value AS other_value, other.source AS other_source,
                 POSSIBLY(used.value = other.value) AS compatible,
                 other.note AS other_note, used.figure, other.figure AS other_figure
            |> ORDER BY edition, since, section, subject, measure, figure, other_figure
            """)
}
