// How many cases are tried: few in the usual run of the tests, many with EXPOQ_NIGHTLY=1 in the environment.

import Foundation

enum Nightly {
    static let isOn = ProcessInfo.processInfo.environment["EXPOQ_NIGHTLY"] == "1"

    /// `many` at night, `few` else.
    static func count(_ few: Int, nightly many: Int) -> Int { isOn ? many : few }

    /// Where the seeds begin; another number in EXPOQ_SEED tries other cases.
    static let seed = UInt64(ProcessInfo.processInfo.environment["EXPOQ_SEED"] ?? "") ?? 1
}
