// Characters that other languages, keyboards and word processors put into queries: for hints.

enum ForeignSymbol {
    /// What to write in place of a character that begins no token.
    static func hint(for character: String) -> String? {
        switch character {
        case "%": "the remainder is MOD(a, b)"
        case "!": "not equal is written != or <>, negation NOT"
        case "&": "both conditions: AND"
        case "[", "]": "there are no arrays; a list stands in parentheses, as in x IN (1, 2)"
        case "}": "braces stand around a number's unit, as in 360000{m2}"
        case "$": "a parameter is written @name"
        case ":": "a cast is written CAST(x AS type), a parameter @name"
        case "\\": "a backslash stands in strings only"
        case "“", "”", "‘", "’", "„", "«", "»", "「", "」": "strings stand in straight quotes, '…'"
        case "，", "、": "write a plain comma: ,"
        case "；": "write a plain semicolon: ;"
        case "（", "）": "write plain parentheses: ( )"
        case "＝": "write a plain ="
        case "＜", "《": "write a plain <"
        case "＞", "》": "write a plain >"
        case "＊", "×": "write a plain *"
        case "｜": "write a plain |"
        case "–", "—", "−", "－": "write a plain -"
        default: nil
        }
    }
}
