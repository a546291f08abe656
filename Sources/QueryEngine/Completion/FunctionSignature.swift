// How a function is called, in short: what help and completion show of it.

extension Function {
    /// `NAME(a, b[, c])`, as the overload has it that takes most.
    package var signature: String {
        guard let overload = overloads.max(by: { $0.parameters.count < $1.parameters.count }) else { return name }
        let required = overload.parameters.count - overload.optional
        var text = ""
        for (index, parameter) in overload.parameters.enumerated() {
            if index >= required { text += "[" }
            if index > 0 { text += ", " }
            text += parameter.name
        }
        if overload.repeats { text += ", …" }
        text += String(repeating: "]", count: overload.optional)
        return "\(name)(\(text))"
    }
}
