// What to say of a name that nothing has.

import QueryLanguage

/// The hints for a name that is not among the `known`: the nearest of them or, where none is near, all of them.
///
/// - Parameter title: what a list of them is called, as in `the columns here`; `nil` to list nothing.
func suggestions(for name: String, among known: [String], listedAs title: String? = nil) -> [String] {
    if let near = nearest(name, among: known) { return ["did you mean `\(near)`?"] }
    // A longer list helps nobody.
    guard let title, !known.isEmpty, known.count <= 20 else { return [] }
    return ["\(title): \(known.joined(separator: ", "))"]
}
