// The keys of a terminal and what they send.

/// A key, or what comes from the keyboard at once. A literal is text that is typed.
package enum Key: Hashable, Sendable, ExpressibleByStringLiteral {
    case text(String)
    /// Text from the clipboard: its newlines come as Enter, and marks stand around it if the program asked for them.
    case paste(String)
    case ctrl(Character)
    case alt(Character)
    case enter, altEnter, tab, shiftTab, escape, backspace, altBackspace
    case up, down, left, right, home, end, insert, delete, pageUp, pageDown
    case altUp, altDown, altLeft, altRight, ctrlLeft, ctrlRight

    package init(stringLiteral text: String) { self = .text(text) }

    /// What it sends to a program that has the terminal in the state of `screen`.
    package func code(_ screen: Screen) -> String {
        switch self {
        case .text(let text): text
        case .paste(let text): Self.paste(text, isBracketed: screen.isPasteBracketed)
        case .ctrl(let character): Self.control(character)
        case .alt(let character): "\u{1B}\(character)"
        case .enter: "\r"
        case .altEnter: "\u{1B}\r"
        case .tab: "\t"
        case .shiftTab: "\u{1B}[Z"
        case .escape: "\u{1B}"
        case .backspace: "\u{7F}"
        case .altBackspace: "\u{1B}\u{7F}"
        case .up: Self.cursor("A", screen)
        case .down: Self.cursor("B", screen)
        case .right: Self.cursor("C", screen)
        case .left: Self.cursor("D", screen)
        case .home: Self.cursor("H", screen)
        case .end: Self.cursor("F", screen)
        case .insert: "\u{1B}[2~"
        case .delete: "\u{1B}[3~"
        case .pageUp: "\u{1B}[5~"
        case .pageDown: "\u{1B}[6~"
        case .altUp: "\u{1B}[1;3A"
        case .altDown: "\u{1B}[1;3B"
        case .altRight: "\u{1B}[1;3C"
        case .altLeft: "\u{1B}[1;3D"
        case .ctrlRight: "\u{1B}[1;5C"
        case .ctrlLeft: "\u{1B}[1;5D"
        }
    }

    private static func cursor(_ letter: String, _ screen: Screen) -> String {
        (screen.sendsApplicationKeys ? "\u{1B}O" : "\u{1B}[") + letter
    }

    private static func paste(_ text: String, isBracketed: Bool) -> String {
        let typed = text.replacing("\r\n", with: "\r").replacing("\n", with: "\r")
        return isBracketed ? "\u{1B}[200~\(typed)\u{1B}[201~" : typed
    }

    private static func control(_ character: Character) -> String {
        switch character {
        case "?": "\u{7F}"
        case " ": "\u{0}"
        case "/": "\u{1F}"
        default: character.asciiValue.map { String(Unicode.Scalar($0 & 0x1F)) } ?? String(character)
        }
    }
}
