/// What is wrong with what the exporter was told, and how it ends for that reason.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    let status: ExitStatus
    /// Names the option, the variable or the file, and the way out.
    let description: String

    init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }

    /// An option or variable that was used wrongly.
    static func usage(_ description: String) -> ConfigurationError {
        ConfigurationError(.usage, description)
    }
}
