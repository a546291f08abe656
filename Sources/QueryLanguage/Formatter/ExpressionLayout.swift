// From syntax tree to document: expressions.

extension ScriptLayout {
    /// An expression with the parentheses around it, needed or not.
    mutating func expression(_ expression: Expression) -> Document {
        let layers = parentheses(around: expression)
        return self.expression(expression, in: layers)
    }

    private mutating func expression(_ expression: Expression, in layers: Int) -> Document {
        if layers == 0 { return bare(expression) }
        return parentheses { $0.expression(expression, in: layers - 1) }
    }

    /// How many pairs of parentheses stand around an expression that begins at the current token, beyond those that
    /// make a query a value.
    private func parentheses(around expression: Expression) -> Int {
        var count = 0
        var outer = 0
        while walk.tokens[walk.index + count].kind == .symbol(.leftParenthesis) {
            let closing = walk.closing[walk.index + count]
            let isAround =
                count == 0 ? walk.tokens[closing].range.upper == expression.range.upper : closing == outer - 1
            guard isAround else { break }
            outer = closing
            count += 1
        }
        if case .subquery = expression.node { return count - 1 }
        return count
    }

    private mutating func bare(_ expression: Expression) -> Document {
        switch expression.node {
        case .literal(let literal): return self.literal(literal)
        case .parameter: return walk.take()
        case .name(let path): return path.count == 1 ? name() : [name(), take(.dot), name()]
        case .unary(.not, let operand): return [take(.not), .space, self.expression(operand)]
        case .unary(let unary, let operand):
            let sign = walk.take()
            // Two signs without a space would begin a comment.
            let gap = unary == .minus && at(.minus) ? Document.space : .nothing
            return [sign, gap, self.expression(operand)]
        case .binary(let kind, _, _): return chain(expression, kind.precedence)
        case .isTest(let operand, _, let negated):
            return [
                self.expression(operand), .space, take(.is), .space, negated ? [take(.not), .space] : .nothing, word(),
            ]
        case .isDistinct(let left, let right, let negated):
            let first = self.expression(left)
            let word: Document = [
                take(.is), .space, negated ? [take(.not), .space] : .nothing, take(.distinct, .from),
            ]
            return continued([first, [word, .space, self.expression(right)]])
        case .between(let operand, let lower, let upper, _):
            let first = self.expression(operand)
            let from: Document = [takeIfThere(.not), take(.between), .space, self.expression(lower)]
            return continued([first, from, [take(.and), .space, self.expression(upper)]])
        case .like(let operand, let pattern, _):
            let first = self.expression(operand)
            return continued([first, [takeIfThere(.not), take(.like), .space, self.expression(pattern)]])
        case .inList(let operand, let values, _):
            return [
                self.expression(operand), .space, takeIfThere(.not), take(.in), .space,
                parentheses { layout in .fill(layout.items(values) { $0.expression($1) }) },
            ]
        case .inQuery(let operand, let query, _):
            return [self.expression(operand), .space, takeIfThere(.not), take(.in), .space, parenthesized(query)]
        case .exists(let query): return [take(.exists), .space, parenthesized(query)]
        case .subquery(let query): return parenthesized(query)
        case .conditional(let operand, let branches, let otherwise): return conditional(operand, branches, otherwise)
        case .cast(let value, _, let format, _):
            let head = word()
            let content = parentheses { layout in
                let first = layout.expression(value)
                let type: Document = [layout.take(.as), .space, layout.word()]
                guard let format else { return .fill([first, type]) }
                return .fill([first, type, [layout.take(.format), .space, layout.expression(format)]])
            }
            return [head, content]
        case .extract(_, let value, let timeZone):
            let head = take(.extract)
            let content = parentheses { layout in
                let part = layout.datePart()
                let from: Document = [layout.take(.from), .space, layout.expression(value)]
                guard let timeZone else { return .fill([part, from]) }
                return .fill([part, from, [layout.take(.at, .time, .zone), .space, layout.expression(timeZone)]])
            }
            return [head, content]
        case .interval(let value, _, let last):
            let first: Document = [take(.interval), .space, self.expression(value), .space, word()]
            return last == nil ? first : [first, .space, take(.to), .space, word()]
        case .call(let call): return self.call(call)
        }
    }

    private mutating func datePart() -> Document {
        let part = word()
        return at(.leftParenthesis) ? [part, take(.leftParenthesis), word(), take(.rightParenthesis)] : part
    }

    private mutating func literal(_ literal: Literal) -> Document {
        switch literal {
        case .null, .bool: return word()
        case .integer, .float: return walk.take()
        case .measured(_, let unit): return [walk.take(), walk.take(as: "{\(unit)}")]
        case .string: return strings()
        case .date, .timestamp, .quantity: return [word(), .space, strings()]
        }
    }

    private mutating func strings() -> Document {
        var parts: [Document] = []
        while walk.current == .string { parts.append(walk.take()) }
        return .fill(parts)
    }

    /// Operands with operators of one level between them, which stand before the operands that they bring.
    private mutating func chain(_ expression: Expression, _ level: Precedence) -> Document {
        var operands: [Expression] = []
        var first = expression
        // All left operands begin at the current token; one in parentheses is an operand of its own.
        while case .binary(let kind, let left, let right) = first.node, kind.precedence == level,
            operands.isEmpty || parentheses(around: first) == 0
        {
            operands.append(right)
            first = left
        }
        var items = [self.expression(first)]
        // What is compared with a call or a subquery stays on its line: these have room in their parentheses.
        if level == .comparison, let right = operands.first {
            let sign = sign()
            let isInParentheses = endsInParentheses(right)
            let operand = self.expression(right)
            if isInParentheses { return [items[0], .space, sign, .space, operand] }
            return continued([items[0], [sign, .space, operand]])
        }
        for operand in operands.reversed() {
            items.append([sign(), .space, self.expression(operand)])
        }
        return continued(items)
    }

    /// Whether an expression that begins at the current token is a call, or all in parentheses.
    private func endsInParentheses(_ expression: Expression) -> Bool {
        switch expression.node {
        case .call(let call): call.over == nil
        case .subquery, .cast, .extract: true
        default: parentheses(around: expression) > 0
        }
    }

    private mutating func sign() -> Document { at(.lessGreater) ? walk.take(as: Symbol.notEqual.rawValue) : word() }

    private mutating func conditional(
        _ operand: Expression?, _ branches: [CaseBranch], _ otherwise: Expression?
    ) -> Document {
        var head = take(.case)
        if let operand { head = [head, .space, expression(operand)] }
        var lines: [Document] = []
        for branch in branches {
            let condition: Document = [take(.when), .space, expression(branch.when)]
            let value: Document = [take(.then), .space, expression(branch.then)]
            lines += [.line, .nest(.fill([condition, value]))]
        }
        if let otherwise { lines += [.line, take(.else), .space, expression(otherwise)] }
        return .group([head, .nest(.sequence(lines)), .line, take(.end)])
    }

    // MARK: Calls

    private mutating func call(_ call: FunctionCall) -> Document {
        let head: Document = [call.isSafe ? [take(.safe), take(.dot)] : .nothing, name()]
        let result: Document = [head, parentheses { $0.arguments(call) }]
        guard let window = call.over else { return result }
        return [result, .space, take(.over), .space, parentheses { $0.window(window) }]
    }

    private mutating func arguments(_ call: FunctionCall) -> Document {
        let first = takeIfThere(.distinct)
        var items = self.items(call.arguments) { $0.argument($1) }
        if call.distinct { items[0] = [first, items[0]] }
        if call.nullHandling != nil { items.append([word(), .space, take(.nulls)]) }
        if let having = call.having {
            items.append([take(.having), .space, word(), .space, expression(having.expression)])
        }
        if !call.orderBy.isEmpty { items.append(orderBy(call.orderBy)) }
        if let limit = call.limit { items.append([take(.limit), .space, expression(limit)]) }
        return .fill(items)
    }

    mutating func argument(_ argument: Argument) -> Document {
        switch argument.node {
        case .expression(let value): return expression(value)
        case .star: return take(.star)
        case .named(_, let value): return [name(), .space, take(.arrow), .space, expression(value)]
        case .table: return [take(.table), .space, name()]
        }
    }

    private mutating func window(_ window: WindowSpecification) -> Document {
        var items: [Document] = []
        if !window.partitionBy.isEmpty {
            items.append([take(.partition, .by), .space, list(window.partitionBy) { $0.expression($1) }])
        }
        if !window.orderBy.isEmpty { items.append(orderBy(window.orderBy)) }
        if let frame = window.frame {
            let unit = word()
            if let end = frame.end {
                let start: Document = [take(.between), .space, bound(frame.start), .space]
                items.append([unit, .space, start, take(.and), .space, bound(end)])
            } else {
                items.append([unit, .space, bound(frame.start)])
            }
        }
        return .fill(items)
    }

    private mutating func bound(_ bound: WindowFrame.Bound) -> Document {
        switch bound {
        case .preceding(let distance), .following(let distance): [expression(distance), .space, word()]
        case .unboundedPreceding, .unboundedFollowing, .currentRow: [word(), .space, word()]
        }
    }
}
