// How an entry of the history becomes a line of the file, and back.

enum HistoryEncoding {
    /// The entry with newlines as `\n`, carriage returns as `\r`, and backslashes as `\\`.
    static func encode(_ entry: String) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(entry.utf8.count + 8)
        for byte in entry.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): line += [byte, byte]
            case UInt8(ascii: "\n"): line += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case UInt8(ascii: "\r"): line += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            default: line.append(byte)
            }
        }
        return line
    }

    /// The entry that a line holds; `nil` if it is empty or no text. An unknown escape stands for itself.
    static func decode(_ line: ArraySlice<UInt8>) -> String? {
        guard !line.isEmpty, !line.contains(0) else { return nil }
        guard line.contains(UInt8(ascii: "\\")) else { return String(validating: line, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(line.count)
        var isEscaped = false
        for byte in line {
            switch (isEscaped, byte) {
            case (false, UInt8(ascii: "\\")):
                isEscaped = true
                continue
            case (true, UInt8(ascii: "n")): bytes.append(UInt8(ascii: "\n"))
            case (true, UInt8(ascii: "r")): bytes.append(UInt8(ascii: "\r"))
            case (true, UInt8(ascii: "\\")): bytes.append(byte)
            case (true, _): bytes += [UInt8(ascii: "\\"), byte]
            case (false, _): bytes.append(byte)
            }
            isEscaped = false
        }
        if isEscaped { bytes.append(UInt8(ascii: "\\")) }
        return String(validating: bytes, as: UTF8.self)
    }
}
