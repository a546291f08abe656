// Estimates how many different values there are, in little memory.
//
// HyperLogLog (Flajolet, Fusy, Gandouet, Meunier, AofA 2007) with 64-bit hashes and an exact beginning as in HyperLogLog++
// (Heule, Nunkesser, Hall, EDBT 2013); the estimate is Ertl's improved raw estimator ("New cardinality estimation
// algorithms for HyperLogLog sketches", arXiv:1702.01284), which needs no table of corrections.

/// The hashes seen: themselves while they are few, then registers of how rare the rarest of them was.
struct DistinctSketch {
    /// 2^14 registers have a standard error of 0.8 %.
    private static let precision = 14
    private static let registers = 1 << precision
    /// Up to so many hashes are kept: the estimate is then exact, save for collisions of 64-bit hashes.
    private static let exactLimit = 2_048

    /// A hash table with linear probing, 0 for an empty place; or the registers, eight to a word.
    private var words: UnsafeMutablePointer<UInt64>
    private var capacity = 0
    private var count = 0
    private var isDense = false

    /// An empty sketch, without memory. `deallocate` frees what it takes later.
    init() {
        // Never read while the capacity is 0; an address that is not zero always makes a pointer.
        words = UnsafeMutablePointer(bitPattern: MemoryLayout<UInt64>.alignment).unsafelyUnwrapped
    }

    func deallocate() { if capacity > 0 { words.deallocate() } }

    mutating func insert(_ hash: UInt64) {
        if isDense { return note(hash) }
        let hash = hash == 0 ? 1 : hash
        if 2 * count >= capacity { grow() }
        if isDense { return note(hash) }
        var place = Int(truncatingIfNeeded: hash) & (capacity - 1)
        while words[place] != 0 {
            if words[place] == hash { return }
            place = (place + 1) & (capacity - 1)
        }
        words[place] = hash
        count += 1
    }

    mutating func merge(_ other: DistinctSketch) {
        if !other.isDense {
            for place in 0..<other.capacity where other.words[place] != 0 { insert(other.words[place]) }
            return
        }
        if !isDense { becomeDense() }
        other.eachRegister { register, rank in raise(register, rank) }
    }

    private mutating func grow() {
        if count >= Self.exactLimit { return becomeDense() }
        let (old, oldCapacity) = (words, capacity)
        capacity = max(8, capacity * 2)
        words = .allocate(capacity: capacity)
        words.initialize(repeating: 0, count: capacity)
        count = 0
        for place in 0..<oldCapacity where old[place] != 0 { insert(old[place]) }
        if oldCapacity > 0 { old.deallocate() }
    }

    private mutating func becomeDense() {
        let (old, oldCapacity) = (words, capacity)
        capacity = Self.registers / 8
        words = .allocate(capacity: capacity)
        words.initialize(repeating: 0, count: capacity)
        isDense = true
        for place in 0..<oldCapacity where old[place] != 0 { note(old[place]) }
        if oldCapacity > 0 { old.deallocate() }
    }

    private func note(_ hash: UInt64) {
        let rest = hash << UInt64(Self.precision)
        let rank = min(rest.leadingZeroBitCount, 64 - Self.precision) + 1
        raise(Int(hash >> UInt64(64 - Self.precision)), UInt8(rank))
    }

    private func raise(_ register: Int, _ rank: UInt8) {
        let bytes = UnsafeMutableRawPointer(words).assumingMemoryBound(to: UInt8.self)
        if bytes[register] < rank { bytes[register] = rank }
    }

    private func eachRegister(_ body: (Int, UInt8) -> Void) {
        let bytes = UnsafeRawPointer(words).assumingMemoryBound(to: UInt8.self)
        for register in 0..<Self.registers { body(register, bytes[register]) }
    }

    /// The number of different hashes, or what it probably is.
    var estimate: Int64 {
        guard isDense else { return Int64(count) }
        let highest = 64 - Self.precision
        var histogram = Array(repeating: 0.0, count: highest + 2)
        eachRegister { _, rank in histogram[Int(rank)] += 1 }
        let registers = Double(Self.registers)
        var sum = registers * Self.tau(1 - histogram[highest + 1] / registers)
        for rank in stride(from: highest, through: 1, by: -1) { sum = 0.5 * (sum + histogram[rank]) }
        sum += registers * Self.sigma(histogram[0] / registers)
        let ln2 = 0.693_147_180_559_945_3
        return Int64((registers * registers / (2 * ln2) / sum).rounded())
    }

    private static func sigma(_ start: Double) -> Double {
        var (x, y, sum, previous) = (start, 1.0, start, -1.0)
        while sum != previous {
            x *= x
            previous = sum
            sum += x * y
            y += y
        }
        return sum
    }

    private static func tau(_ start: Double) -> Double {
        if start == 0 || start == 1 { return 0 }
        var (x, y, sum, previous) = (start, 1.0, 1 - start, -1.0)
        while sum != previous {
            x = x.squareRoot()
            previous = sum
            y *= 0.5
            sum -= (1 - x) * (1 - x) * y
        }
        return sum / 3
    }
}
