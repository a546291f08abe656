// Names for columns where the given ones will not do.

/// Names that are all there and all different: where there is none, `column_` and its number; where two are alike but
/// for case, a number behind the later one.
func uniqueNames(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.enumerated().map { index, name in
        let base = name.isEmpty ? "column_\(index + 1)" : name
        var unique = base
        var number = 2
        while !taken.insert(unique.lowercased()).inserted {
            unique = "\(base)_\(number)"
            number += 1
        }
        return unique
    }
}
