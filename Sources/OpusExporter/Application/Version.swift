/// The version of opus that this is.
enum Version {
    static let current = "0.1.0"
}
