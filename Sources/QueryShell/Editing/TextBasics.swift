// Small questions about text that the shell asks in many places.

import QueryLanguage

extension UInt8 {
    /// Whether it may be part of a name.
    var isWordByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension StringProtocol {
    /// Padded with spaces to so many cells.
    func padded(toCells cells: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, cells - displayWidth))
    }
}
