// JSON.

import QueryEngine

/// Writes rows as JSON objects.
///
/// INT64 keeps all digits, though many readers take numbers for FLOAT64; `NaN`, `Infinity` and `-Infinity` are strings,
/// as JSON has no numbers for them. Names of columns are made unique: readers keep one value of a name.
struct JSONWriter {
    private let result: QueryResult
    /// `{"a":`, `,"b":`, … for each column.
    private let keys: [[UInt8]]

    init(_ result: QueryResult) {
        self.result = result
        keys = uniqueNames(result.columns.map(\.name)).enumerated().map { index, name in
            var key = Array((index == 0 ? "{" : ",").utf8)
            var name = name
            name.withUTF8 { JSONText.append($0, to: &key) }
            key.append(":")
            return key
        }
    }

    func writeArray(to out: inout OutputBuffer) throws(OutputFailure) {
        var separator = "[\n"
        try result.eachRow { (batch, row) throws(OutputFailure) in
            out.bytes.append(separator)
            separator = ",\n"
            try write(batch, row, to: &out)
        }
        out.bytes.append(result.rowCount == 0 ? "[]\n" : "\n]\n")
    }

    func writeLines(to out: inout OutputBuffer) throws(OutputFailure) {
        try result.eachRow { (batch, row) throws(OutputFailure) in
            try write(batch, row, to: &out)
            out.bytes.append("\n")
        }
    }

    private func write(_ batch: Batch, _ row: Int, to out: inout OutputBuffer) throws(OutputFailure) {
        for (column, key) in zip(batch.columns, keys) {
            out.bytes.append(contentsOf: key)
            append(column, row, to: &out.bytes)
        }
        out.bytes.append("}")
        try out.dataRowEnded()
    }

    private func append(_ column: Vector, _ row: Int, to bytes: inout [UInt8]) {
        if column.isNull(row) { return bytes.append("null") }
        switch column.type {
        case .string: JSONText.append(column.bytes(row), to: &bytes)
        case .bool, .int64: column.appendText(row, to: &bytes)
        case .float64:
            let number: Double = column.element(row)
            // `1.0`, so that readers tell it from an INT64.
            if number.isFinite { return FloatText.appendLiteral(number, to: &bytes) }
            bytes.append(number.isNaN ? "\"NaN\"" : number > 0 ? "\"Infinity\"" : "\"-Infinity\"")
        case .quantity: QuantityJSON.append(column.element(row), to: &bytes)
        case .date, .timestamp, .interval:
            bytes.append("\"")
            column.appendPortableText(row, to: &bytes)
            bytes.append("\"")
        }
    }
}

/// Strings of JSON.
package enum JSONText {
    /// Appends a string in quotes.
    package static func append(_ string: UTF8Bytes, to bytes: inout [UInt8]) {
        bytes.append("\"")
        for byte in string {
            switch byte {
            case UInt8(ascii: "\""): bytes.append("\\\"")
            case UInt8(ascii: "\\"): bytes.append("\\\\")
            case 0x0A: bytes.append("\\n")
            case 0x0D: bytes.append("\\r")
            case 0x09: bytes.append("\\t")
            case 0..<0x20:
                bytes.append("\\u00")
                bytes.append((byte < 16 ? "0" : "") + String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append("\"")
    }
}
