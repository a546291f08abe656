// From syntax tree to document: pipe operators.

extension ScriptLayout {
    mutating func pipeOperator(_ pipe: PipeOperator) -> Document {
        switch pipe.node {
        case .select(let distinct, let items): return selectList(distinct: distinct, items)
        case .extend(let items): return [take(.extend), .space, list(items) { $0.selectItem($1) }]
        case .set(let items):
            return [
                take(.set), .space,
                list(items) { [$0.name(), .space, $0.take(.equal), .space, $0.expression($1.value)] },
            ]
        case .drop(let names): return [take(.drop), .space, list(names) { layout, _ in layout.name() }]
        case .rename(let items):
            return [take(.rename), .space, list(items) { layout, _ in [layout.name(), layout.alias()] }]
        case .alias: return [take(.as), .space, name()]
        case .filter(let condition): return [take(.where), .space, expression(condition)]
        case .aggregate(let clause): return aggregate(clause)
        case .distinct: return take(.distinct)
        case .join(let clause): return joinClause(clause)
        case .orderBy(let items): return orderBy(items)
        case .limit(let clause): return limitClause(clause)
        case .setOperation(let setOperator, let queries):
            return [self.setOperator(setOperator), .space, blocks(queries) { $0.parenthesized($1) }]
        case .pivot(let pivot): return self.pivot(pivot)
        case .unpivot(let unpivot): return self.unpivot(unpivot)
        case .tableSample(let sample): return tableSample(sample)
        case .with(let tables): return [take(.with), .space, blocks(tables) { $0.commonTable($1) }]
        case .call(let call, let alias):
            return [take(.call), .space, tableFunctionCall(call), alias == nil ? .nothing : self.alias()]
        case .assert(let clause):
            return [take(.assert), .space, list([clause.condition] + clause.messages) { $0.expression($1) }]
        case .describe: return take(.describe)
        case .why: return take(.why)
        case .export(let clause): return export(clause)
        }
    }

    private mutating func aggregate(_ clause: AggregateClause) -> Document {
        var parts = [take(.aggregate)]
        if !clause.items.isEmpty {
            parts.append(.space)
            parts.append(
                list(clause.items) { layout, item in
                    let value = layout.expression(item.expression)
                    return [value, item.alias == nil ? .nothing : layout.alias(), layout.orderSuffix()]
                })
        }
        if !clause.groupBy.isEmpty {
            let head = clause.ordersByGroups ? take(.group, .and, .order, .by) : take(.group, .by)
            parts += [.line, head, .space, list(clause.groupBy) { $0.groupingItem($1) }]
        }
        return .group(.sequence(parts))
    }

    private mutating func pivot(_ pivot: Pivot) -> Document {
        let head = take(.pivot)
        let content = parentheses { layout in
            let aggregates = layout.items(pivot.aggregates) { layout, aggregate in
                [layout.expression(aggregate.expression), aggregate.alias == nil ? .nothing : layout.alias()]
            }
            let input: Document = [layout.take(.for), .space, layout.expression(pivot.input), .space]
            let values: Document = [
                layout.take(.in), .space,
                layout.parentheses { layout in
                    .fill(
                        layout.items(pivot.values) { layout, value in
                            [layout.expression(value.expression), value.alias == nil ? .nothing : layout.alias()]
                        })
                },
            ]
            return [.fill(aggregates), .line, input, values]
        }
        return [head, .space, content, pivot.alias == nil ? .nothing : alias()]
    }

    private mutating func unpivot(_ unpivot: Unpivot) -> Document {
        var head = take(.unpivot)
        if at(.include) || at(.exclude) { head = [head, .space, word(), .space, take(.nulls)] }
        let content = parentheses { layout in
            let values = layout.columnSet(unpivot.values)
            let name: Document = [layout.take(.for), .space, layout.name(), .space, layout.take(.in), .space]
            let sets = layout.parentheses { layout in
                .fill(
                    layout.items(unpivot.columnSets) { layout, set in
                        let columns = layout.columnSet(set.columns)
                        guard let label = set.label else { return columns }
                        let word = layout.at(.as) ? layout.take(.as) : .text(Keyword.as.rawValue)
                        return [columns, .space, word, .space, layout.expression(label)]
                    })
            }
            return [values, .line, name, sets]
        }
        return [head, .space, content, unpivot.alias == nil ? .nothing : alias()]
    }

    private mutating func columnSet(_ names: [Identifier]) -> Document {
        at(.leftParenthesis) ? identifierList(names) : name()
    }

    private mutating func tableSample(_ sample: TableSample) -> Document {
        let head: Document = [take(.tableSample), .space, word(), .space]
        let size = parentheses { [$0.expression(sample.size), .space, $0.word()] }
        guard let seed = sample.seed else { return [head, size] }
        return [head, size, .space, take(.repeatable), .space, parentheses { $0.expression(seed) }]
    }
}
