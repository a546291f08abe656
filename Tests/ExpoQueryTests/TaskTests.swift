// Statements of many tasks on one database.

import ExpoQuery
import Foundation
import Synchronization
import Testing

struct TaskTests {
    /// A table whose one row comes when it is let go.
    private final class Gate: TableProvider, TableCursor {
        let columns = [Column("n", .int64)]
        private let isOpen = Atomic(false)
        private let isDone = Atomic(false)

        func open() { isOpen.store(true, ordering: .relaxed) }

        func scan(_ request: ScanRequest) throws -> [any TableCursor] { [self] }

        func next() throws -> ColumnBatch? {
            while !isOpen.load(ordering: .relaxed) { usleep(1000) }
            if isDone.exchange(true, ordering: .relaxed) { return nil }
            return try ColumnBatch(columns: [.int64([1])])
        }
    }

    @Test(.timeLimit(.minutes(1))) func aShortStatementDoesNotWaitForLongOnes() async throws {
        let database = Database()
        let gates = (0..<2 * ProcessInfo.processInfo.activeProcessorCount).map { _ in Gate() }
        for (index, gate) in gates.enumerated() { database.attach(gate, as: "gate\(index)") }
        let long = gates.indices.map { index in
            Task { try await database.query("SELECT n FROM gate\(index)").count }
        }
        #expect(try await database.query("SELECT 7 AS n")[0]["n"] as Int == 7)
        for gate in gates { gate.open() }
        for task in long { #expect(try await task.value == 1) }
    }
}
