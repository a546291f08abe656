// Quantities as text: what CAST and CSV cells read and write, and what QUANTITY literals hold.
//
//     quantity ::= hedge? number scale? unit | number ".." number scale? unit | number scale? unit bounds
//     hedge    ::= ">" | ">=" | "<" | "<=" | "~"
//     bounds   ::= ( "[" | "(" ) number "," number ( "]" | ")" )

import QueryLanguage

package enum QuantityText {
    /// The quantity that `text` writes; `nil` for other text.
    ///
    /// Scale words are multiplied out: `80.01 billion USD` is 80010000000 `USD`. `~ 30` stands for a number rounded at
    /// its last digit that is not 0: [25, 35]. `1.5..2.5` has the middle as its nominal number. Numbers may have commas
    /// between groups of three digits. Also read is the object that JSON has for a quantity.
    package static func parse(_ text: UTF8Bytes) -> Quantity? {
        if let first = text.first(where: { !isASCIISpace($0) }), first == UInt8(ascii: "{") {
            return QuantityJSON.parse(text)
        }
        var reader = QuantityReader(text)
        return reader.quantity()
    }

    /// What a cell of a column whose type is not told may be.
    package enum Kind {
        case none
        /// A number without unit or hedge.
        case number
        case quantity
    }

    /// A quantity is a number with a hedge or in well-known units: `5 pm` may be one too, but loses nothing as text.
    package static func kind(_ text: UTF8Bytes) -> Kind {
        guard let quantity = parse(text) else { return .none }
        let factors = quantity.unit.definition.factors
        guard factors.allSatisfy({ KnownUnits.find($0.word) != nil }) else { return .none }
        return quantity.isExact && quantity.unit == .one ? .number : .quantity
    }

    /// Appends a text that reads back as the same quantity, and as the same numbers in the same unit unless the unit
    /// has a scale word.
    package static func append(_ quantity: Quantity, to out: inout [UInt8]) {
        let hedge = Hedge(quantity)
        out.append(contentsOf: hedge.sign.utf8)
        FloatText.append(quantity.nominal, to: &out)
        let unit = quantity.unit.text
        if !unit.isEmpty {
            out.append(UInt8(ascii: " "))
            out.append(contentsOf: unit.utf8)
        }
        guard hedge == .bounds else { return }
        out.append(ascii: quantity.lowerIsOpen ? " (" : " [")
        FloatText.append(quantity.lower, to: &out)
        out.append(ascii: ", ")
        FloatText.append(quantity.upper, to: &out)
        out.append(ascii: quantity.upperIsOpen ? ")" : "]")
    }
}

extension Quantity: LosslessStringConvertible {
    /// The quantity that `text` writes, as CAST reads it: `> 100 item`, `80.01 billion USD`; `nil` for other text.
    public init?(_ text: String) {
        var text = text
        guard let quantity = text.withUTF8({ QuantityText.parse($0) }) else { return nil }
        self = quantity
    }

    /// A text that reads back as the same quantity.
    public var description: String { String(appending: { QuantityText.append(self, to: &$0) }) }
}

/// How the bounds of a quantity are written.
enum Hedge {
    case exact
    case more
    case moreOrEqual
    case less
    case lessOrEqual
    /// Rounded at the last digit that is not 0.
    case about
    /// None of these: the bounds are written out.
    case bounds

    init(_ quantity: Quantity) {
        let (nominal, lower, upper) = (quantity.nominal, quantity.lower, quantity.upper)
        if quantity.isExact {
            self = .exact
        } else if lower == nominal && upper == .infinity {
            self = quantity.lowerIsOpen ? .more : .moreOrEqual
        } else if upper == nominal && lower == -.infinity {
            self = quantity.upperIsOpen ? .less : .lessOrEqual
        } else if quantity.ends == [], let half = Hedge.halfOfLastDigit(nominal), half.lower == lower,
            half.upper == upper
        {
            self = .about
        } else {
            self = .bounds
        }
    }

    /// What stands before the number, a space behind it.
    var sign: String {
        switch self {
        case .exact, .bounds: ""
        case .more: "> "
        case .moreOrEqual: ">= "
        case .less: "< "
        case .lessOrEqual: "<= "
        case .about: "~ "
        }
    }

    /// Half a unit of the last decimal digit that is not 0, below and above; `nil` for 0.
    static func halfOfLastDigit(_ x: Double) -> (lower: Double, upper: Double)? {
        guard x != 0, x.isFinite else { return nil }
        var decimal = Decimal17(x)
        // Ten times finer, so that half of the last digit is a whole number.
        decimal.digits *= 10
        decimal.exponent -= 1
        let least = Decimal17(digits: decimal.digits - 5, exponent: decimal.exponent).value
        let most = Decimal17(digits: decimal.digits + 5, exponent: decimal.exponent).value
        return x < 0 ? (-most, -least) : (least, most)
    }
}
