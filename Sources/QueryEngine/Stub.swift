import QueryLanguage
extension Engine { func explain(_ q: Query, analyze: Bool, _ o: Options) throws(Diagnostic) -> QueryResult { throw Diagnostic("stub") } }
