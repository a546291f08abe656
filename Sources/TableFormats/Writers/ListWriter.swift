// A line a cell: for rows that are too wide for a line.

import QueryEngine

/// Writes each row as lines `column: value`, with an empty line between rows.
struct ListWriter {
    private let result: QueryResult
    private let options: OutputOptions
    private let nullText: String
    private let names: [ShownCell]

    init(_ result: QueryResult, _ options: OutputOptions) {
        self.result = result
        self.options = options
        nullText = options.nullText ?? "NULL"
        names = result.columns.map { column in
            var name = ShownCell()
            name.set { $0.append(column.name) }
            return name
        }
    }

    func write(to out: inout OutputBuffer) throws(OutputFailure) {
        let width = names.map(\.width).max() ?? 0
        var cell = ShownCell()
        var isFirst = true
        try result.eachRow { (batch, row) throws(OutputFailure) in
            if !isFirst { out.bytes.append("\n") }
            isFirst = false
            for (name, column) in zip(names, batch.columns) {
                if options.hasHeader {
                    out.bytes.append(contentsOf: name.bytes)
                    out.bytes.append(":")
                    out.bytes.append(spaces: width - name.width + 1)
                }
                cell.set { column.isNull(row) ? $0.append(nullText) : column.appendText(row, to: &$0) }
                out.bytes.append(contentsOf: cell.bytes)
                out.bytes.append("\n")
            }
            try out.rowEnded()
        }
    }
}
