// Variance, standard deviation, covariance, correlation.
//
// Means and sums of squared deviations are updated value by value (Welford, Technometrics 4, 1962) and brought together
// by the pairwise formulas of Chan, Golub and LeVeque ("Updating formulae and a pairwise algorithm for computing
// sample variances", COMPSTAT 1982): no difference of large sums, hence no cancellation.

/// Count, mean and sum of squared deviations. Infinite values make the deviations NaN.
struct Moments: UnaryAccumulator {
    private var count = 0.0
    private var mean = 0.0
    private var squares = 0.0

    mutating func add(_ value: Double) {
        count += 1
        let deviation = value - mean
        mean += deviation / count
        squares += deviation * (value - mean)
    }

    mutating func merge(_ later: Moments) {
        guard later.count > 0 else { return }
        guard count > 0 else {
            self = later
            return
        }
        let total = count + later.count
        let deviation = later.mean - mean
        squares += later.squares + deviation * deviation * (count * later.count / total)
        mean += deviation * (later.count / total)
        count = total
    }

    var populationVariance: Double? { count > 0 ? squares / count : nil }
    var sampleVariance: Double? { count > 1 ? squares / (count - 1) : nil }
}

/// Counts, means and sums of products of deviations of two variables.
struct Comoments: PairAccumulator {
    private var count = 0.0
    private var meanX = 0.0
    private var meanY = 0.0
    private var squaresX = 0.0
    private var squaresY = 0.0
    private var products = 0.0

    mutating func add(_ x: Double, _ y: Double) {
        count += 1
        let deviationX = x - meanX
        let deviationY = y - meanY
        meanX += deviationX / count
        meanY += deviationY / count
        squaresX += deviationX * (x - meanX)
        squaresY += deviationY * (y - meanY)
        products += deviationX * (y - meanY)
    }

    mutating func merge(_ later: Comoments) {
        guard later.count > 0 else { return }
        guard count > 0 else {
            self = later
            return
        }
        let total = count + later.count
        let deviationX = later.meanX - meanX
        let deviationY = later.meanY - meanY
        let weight = count * later.count / total
        squaresX += later.squaresX + deviationX * deviationX * weight
        squaresY += later.squaresY + deviationY * deviationY * weight
        products += later.products + deviationX * deviationY * weight
        meanX += deviationX * (later.count / total)
        meanY += deviationY * (later.count / total)
        count = total
    }

    /// The products are NaN as soon as one of the two variables is infinite, except where the other one never varies.
    private var isFinite: Bool { squaresX.isFinite && squaresY.isFinite }

    var populationCovariance: Double? { count > 0 ? (isFinite ? products / count : .nan) : nil }
    var sampleCovariance: Double? { count > 1 ? (isFinite ? products / (count - 1) : .nan) : nil }

    /// NaN where a variance or the covariance is zero, as GoogleSQL's documentation says.
    var correlation: Double? {
        if count < 2 { return nil }
        if !isFinite || squaresX == 0 || squaresY == 0 || products == 0 { return .nan }
        let product = squaresX * squaresY
        let scale =
            product.isNormal && product.isFinite
            ? product.squareRoot() : squaresX.squareRoot() * squaresY.squareRoot()
        // Rounding must not carry it beyond ±1.
        return max(-1, min(1, products / scale))
    }
}
