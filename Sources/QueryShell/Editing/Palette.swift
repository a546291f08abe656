// The shell's colours, of the sixteen that every terminal has and people choose themselves: readable on dark and on
// light backgrounds, so neither yellow nor white, and blue only in bold.

import LineEditor

package enum Palette {
    package static let keyword = TextStyle("1;34")
    package static let function = TextStyle("36")
    package static let string = TextStyle("32")
    package static let number = TextStyle("35")
    package static let comment = TextStyle("2")
    package static let parameter = TextStyle("1;35")
    package static let command = TextStyle("1;36")
    /// A name that stands for nothing, or bytes that are no token.
    package static let unknown = TextStyle("4;31")
    /// Brackets that belong together, one of them at the cursor.
    package static let bracket = TextStyle("1;7")
}
