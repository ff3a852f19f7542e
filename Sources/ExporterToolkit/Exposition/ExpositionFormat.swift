/// The formats that metrics are served in.
enum ExpositionFormat: Sendable, CaseIterable {
    /// Prometheus's text format 0.0.4.
    case text
    /// OpenMetrics 1.0.
    case openMetrics

    var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// What stands at the end of a document.
    var end: String {
        switch self {
        case .text: ""
        case .openMetrics: "# EOF\n"
        }
    }
}
