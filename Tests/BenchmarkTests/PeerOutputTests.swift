// What other programs write of their times.

import Testing

@testable import expoq_bench

struct PeerOutputTests {
    @Test func timesStandBehindTheirWorkload() {
        let output = """
            workload q1
            Run Time (s): real 3.000 user 0.5 sys 0.0
            Run Time (s): real 0.750 user 0.5 sys 0.0
            Run Time (s): real 0.250 user 0.5 sys 0.0
            workload q2
            Run Time: real 2.000 user 0.000272 sys 0.000000
            Run Time: real 1.500 user 0.000272 sys 0.000000
            Run Time: real 1.000 user 0.000272 sys 0.000000
            """
        let measurements = Peer.measurements(in: output, runs: 2)
        #expect(measurements.keys.sorted() == ["q1", "q2"])
        #expect(measurements["q1"]?.median == 0.5)
        #expect(measurements["q1"]?.minimum == 0.25)
        #expect(measurements["q2"]?.median == 1.25)
    }

    @Test func whatFailsHasNoTime() {
        let output = """
            workload q6
            Parse error near line 3: no such function: median
            Run Time: real 0.001 user 0.0 sys 0.0
            Run Time: real 0.001 user 0.0 sys 0.0
            workload q7
            Run Time: real 0.001 user 0.0 sys 0.0
            """
        #expect(Peer.measurements(in: output, runs: 1).isEmpty)
    }
}
