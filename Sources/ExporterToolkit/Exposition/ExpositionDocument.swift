/// A rendered text, and where in it each family stands.
struct ExpositionDocument: Sendable {
    /// Where one family stands, HELP and TYPE included.
    struct Place: Sendable {
        let family: MetricFamily
        let range: Range<Int>
    }

    let bytes: [UInt8]
    let places: [Place]
}
