/// What is wrong with a web configuration file, or with a file that it names.
public struct WebConfigurationError: Error, Equatable, CustomStringConvertible {
    /// Names the file, the line, the key, what is wrong and the way out.
    public let description: String

    init(file: String, line: Int? = nil, key: String? = nil, _ problem: String) {
        let place = file + (line.map { ":\($0)" } ?? "")
        description = "\(place): \(key.map { "\($0): " } ?? "")\(problem)"
    }
}
