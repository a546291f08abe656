// Calls over a column of few different strings: once a string instead of once a row.

import QueryLanguage
import Synchronization

/// A call whose only argument that is not constant is a stored STRING column with a dictionary: `name LIKE '%hall%'`.
final class DictionaryCall: Sendable {
    private enum State: Sendable {
        case open
        /// There is none for this call.
        case none
        /// The results by code, and whether all are known but that of NULL.
        case known(ColumnFacts, StringDictionary, results: Vector, isTotal: Bool)
    }

    private let state = Mutex(State.open)

    /// The results by the rows' codes; `nil` where rows have to be looked at one by one.
    ///
    /// - Parameter compute: the call's results for a column of strings. If it fails for one of them, which may be that of
    ///   no row here, rows are looked at one by one.
    func results(
        _ arguments: [Vector], _ rows: Selection, _ compute: ([Vector], Int) throws(Diagnostic) -> Vector
    ) -> Vector? {
        guard let place = arguments.firstIndex(where: { !$0.isConstant }), let facts = arguments[place].facts,
            arguments[place].type == .string, arguments.indices.allSatisfy({ $0 == place || arguments[$0].isConstant })
        else { return nil }
        let state = state.withLock { state in
            if case .open = state {
                state = .none
                if case .strings(let dictionary) = facts.coding() {
                    var all = arguments.map { $0.withCount(dictionary.strings.count) }
                    all[place] = dictionary.strings
                    if let results = try? compute(all, dictionary.strings.count) {
                        let isTotal = (1..<dictionary.strings.count).allSatisfy { results.isValid($0) }
                        state = .known(facts, dictionary, results: results, isTotal: isTotal)
                    }
                }
            }
            return state
        }
        guard case .known(let known, let dictionary, let results, let isTotal) = state, known === facts else {
            return nil
        }
        let column = arguments[place]
        return results.spread(
            dictionary.codes + column.factsStart, rows, count: column.count, isTotal: isTotal && column.validity == nil)
    }
}

extension Vector {
    /// For each selected row the value at its code.
    ///
    /// - Parameter isTotal: whether none of these is NULL.
    fileprivate func spread(
        _ codes: UnsafePointer<UInt32>, _ rows: Selection, count: Int, isTotal: Bool
    ) -> Vector {
        if type == .bool && isTotal && !isConstant {
            let writer = VectorWriter<Bool>(count: count)
            let values = values(Bool.self)
            rows.each { writer[$0] = values[Int(codes[$0])] }
            return writer.finish(.bool)
        }
        return codes.withMemoryRebound(to: Int32.self, capacity: count) {
            gather(UnsafeBufferPointer(start: $0, count: count))
        }
    }
}
