// Where an error of a row is shown: at the call in the text, and with a note of the row.

import QueryLanguage

/// A call's place in the text, and what the columns of its rows are called.
struct ErrorPlace: Sendable {
    private let range: SourceRange
    private let names: [String]

    init(_ range: SourceRange, _ compiler: ExpressionCompiler) {
        self.range = range
        names = compiler.columns.map(\.name)
    }

    /// The error at the call's place, and of which row of the batch it is, if that is known.
    func located(_ error: Diagnostic, _ batch: Batch?) -> Diagnostic {
        var result = error.placed(at: range)
        if let row = error.batchRow, let batch, !names.isEmpty {
            result.notes.append(
                batch.origin?.describe(row) ?? "a row with \(RowText.describe(row, batch.columns, names: names))")
            if result.hints.isEmpty {
                result.hints.append("UNIT(…) tells the rows' units apart: choose or group by it")
            }
        }
        result.batchRow = nil
        return result
    }
}
