// The columns of the dataset's tables, in the order of their files, and what they mean.

import QueryEngine

enum ExpoColumns {
    static let figures = [
        Column("figure", .int64, description: "The figure's number"),
        Column("edition", .int64, description: "The edition that it is about; of a sum over several, the last"),
        Column("since", .int64, description: "The first edition of a sum over several; else the same as edition"),
        Column("section", .string, description: "The part of the expo: overall, enterprise exhibition, visitors, …"),
        Column("subject", .string, description: "Who or what is counted or measured"),
        Column("measure", .string, description: "What is counted or measured: exhibitors, exhibition area, …"),
        Column("value", .quantity, description: "The number as printed, with the hedge's bounds and its unit"),
        Column("as_of", .date, description: "The day for which it was given, where the source says so"),
        Column("statement", .string, description: "What the source says, in brief"),
        Column("note", .string, description: "What to mind: pre-event, retrospective, weak source, disagrees, …"),
        Column("claims_record", .bool, description: "Whether the source calls it a record, rightly or not"),
        Column("source", .string, description: "Where it was read: sources.source"),
        Column("locator", .string, description: "The place in the article: p2.s3 is paragraph 2, sentence 3"),
        Column("preferred", .bool, description: "Whether to use it among the figures that answer the same question"),
    ]

    static let editions = [
        Column("edition", .int64, description: "The edition's number, from 1"),
        Column("year", .int64, description: "The year in which it was held"),
        Column("opens", .date, description: "The first day"),
        Column("closes", .date, description: "The last day, itself included"),
        Column("city", .string, description: "Where it was held"),
        Column("source", .string, description: "Where the dates were read: sources.source"),
    ]

    static let sources = [
        Column("source", .string, description: "The source's name in all tables; A1 is the article on edition 7"),
        Column("title", .string, description: "Its title; in square brackets where translated"),
        Column("publisher", .string, description: "Who published it"),
        Column("published", .date, description: "When it was published, where known"),
        Column("url", .string, description: "Its address"),
    ]

    static let participations = [
        Column("edition", .int64, description: "The edition in which it took part"),
        Column("name", .string, description: "The country or organization"),
        Column("kind", .string, description: "country or organization"),
        Column("role", .string, description: "guest country of honour or first-time participant"),
        Column("source", .string, description: "Where it was read: sources.source"),
        Column("locator", .string, description: "The place in the article, for source A1"),
    ]

    static let rankings = [
        Column("edition", .int64, description: "The edition"),
        Column("country", .string, description: "The country or region that is ranked"),
        Column("ranked_by", .string, description: "What the ranking goes by: exhibition area or exhibitors"),
        Column("rank", .int64, description: "Its place; 1 has the most"),
        Column("as_of", .date, description: "The day for which the ranking was given"),
        Column("source", .string, description: "Where it was read: sources.source"),
        Column("locator", .string, description: "The place in the article; none of these is from it"),
    ]

    static let statements = [
        Column("edition", .int64, description: "The edition that it is about; NULL for the article itself"),
        Column("section", .string, description: "The part of the expo, as in figures"),
        Column("subject", .string, description: "Who or what it is about"),
        Column("kind", .string, description: "What kind it is of: theme, open date, pledge openness, …"),
        Column("date", .date, description: "The day that it states, if it states one"),
        Column("statement", .string, description: "What the source says, in brief; quotations are paraphrased"),
        Column("note", .string, description: "What to mind: disagrees, no number, weak source, …"),
        Column("source", .string, description: "Where it was read: sources.source"),
        Column("locator", .string, description: "The place in the article, for source A1"),
    ]
}
