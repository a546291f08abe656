// Where the shell's own files are: those of the XDG Base Directory Specification.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package enum ShellFiles {
    /// The statements and dot-commands that a person wants run whenever the shell opens:
    /// `$XDG_CONFIG_HOME/expoq/expoqrc`, by default in `~/.config`; `nil` if there is none.
    package static var start: String? {
        path("XDG_CONFIG_HOME", ".config", "expoqrc").flatMap { access($0, R_OK) == 0 ? $0 : nil }
    }

    /// What was entered: `$XDG_STATE_HOME/expoq/history`, by default in `~/.local/state`; `nil` without a home.
    package static var history: String? { path("XDG_STATE_HOME", ".local/state", "history") }

    private static func path(_ variable: String, _ usual: String, _ name: String) -> String? {
        // The specification has relative paths ignored.
        if let folder = environment(variable), folder.hasPrefix("/") { return "\(folder)/expoq/\(name)" }
        guard let home = environment("HOME"), !home.isEmpty else { return nil }
        return "\(home)/\(usual)/expoq/\(name)"
    }
}
