// The file of figures has a reported number in five columns; the table has it in one.

import QueryEngine
import QueryLanguage

enum ReportedFigures {
    /// The columns of the file: those of the table, `value` in five parts.
    static let fileColumns: [Column] = {
        let parts = [
            Column("bound", .string), Column("value", .float64), Column("lower", .float64), Column("upper", .float64),
            Column("unit", .string),
        ]
        return ExpoColumns.figures.flatMap { $0.name == "value" ? parts : [$0] }
    }()

    /// The table of the file's rows.
    static func table(_ file: StoredTable) throws(Diagnostic) -> StoredTable {
        var vectors: [Vector] = []
        for column in ExpoColumns.figures {
            if column.name == "value" {
                vectors.append(try values(file))
            } else if let index = file.columns.firstIndex(where: { $0.name == column.name }) {
                vectors.append(file.vectors[index])
            }
        }
        return StoredTable(columns: ExpoColumns.figures, vectors: vectors, count: file.count)
    }

    private static func values(_ file: StoredTable) throws(Diagnostic) -> Vector {
        func part(_ name: String) -> Vector? {
            file.columns.firstIndex { $0.name == name }.map { file.vectors[$0] }
        }
        guard let bound = part("bound"), let value = part("value"), let lower = part("lower"),
            let upper = part("upper"), let unit = part("unit")
        else { throw Diagnostic("the file of figures lacks a part of its values") }
        var writer = QuantityVectorWriter(count: file.count)
        for row in 0..<file.count {
            let hedge = String(bound.bytes(row))
            let quantity = Quantity(
                nominal: value.element(row),
                lower: lower.isValid(row) ? lower.element(row) : -Double.infinity,
                upper: upper.isValid(row) ? upper.element(row) : Double.infinity,
                lowerIsOpen: hedge == "gt",
                // Half a unit of the last digit up, a number would have been rounded to the next one.
                upperIsOpen: hedge == "lt" || hedge == "rounded", try QuantityUnit(String(unit.bytes(row))))
            guard let quantity else { throw Diagnostic("figure in row \(row + 1): the bounds exclude the number") }
            writer.set(row, quantity)
        }
        return writer.finish()
    }
}
