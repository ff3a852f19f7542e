#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The environment of this process.
public enum ProcessEnvironment {
    /// All variables by name; those that are not UTF-8 are left out.
    ///
    /// - Returns: the values, empty ones too.
    public static func variables() -> [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            if let text = String(validatingCString: entry) {
                let pair = text.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
            }
            next += 1
        }
        return variables
    }

    /// The variables by which many programs are told of a proxy for the web; opus heeds none of them.
    ///
    /// - Parameter variables: all variables by name.
    /// - Returns: the names of those that are set, in alphabetical order.
    public static func proxies(in variables: [String: String]) -> [String] {
        let names: Set = ["http_proxy", "https_proxy", "all_proxy"]
        return variables.filter { names.contains($0.key.lowercased()) && !$0.value.isEmpty }
            .map(\.key).sorted()
    }
}
