// The file of statements and dot-commands that a person wants run whenever the shell opens.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package enum StartFile {
    /// `$XDG_CONFIG_HOME/expoq/expoqrc`, by default in `~/.config`; `nil` if there is none.
    package static var path: String? {
        var folder = environment("XDG_CONFIG_HOME") ?? ""
        // The XDG specification has relative paths ignored.
        if !folder.hasPrefix("/") {
            guard let home = environment("HOME"), !home.isEmpty else { return nil }
            folder = home + "/.config"
        }
        let path = folder + "/expoq/expoqrc"
        return access(path, R_OK) == 0 ? path : nil
    }
}
