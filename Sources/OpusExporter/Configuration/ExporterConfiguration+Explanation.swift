import LocalSystem
import OpusCore

extension ExporterConfiguration {
    /// What the exporter would do, for a person; without any secret.
    var explanation: String {
        let count = collections.count
        let places = web.places.joined(separator: " and ")
        let lines =
            [
                "The configuration is valid: \(count) opsi server\(count == 1 ? "" : "s").",
                "Listens on \(places), metrics are under \(telemetryPath).",
            ] + collections.map(\.explanation)
        return lines.joined(separator: "\n")
    }
}

extension CollectionConfiguration {
    fileprivate var explanation: String {
        var parts = [
            "\(name): reads \(server.url) as \(server.username) every \(DurationText.text(interval))",
            "\(DurationText.text(timeout)) at most",
            "data is shown for \(DurationText.text(maximumAge))",
        ]
        switch server.trust {
        case _ where server.url.lowercased().hasPrefix("http:"): parts.append("not encrypted")
        case .system: parts.append("verified by the system's CAs")
        case .authorityFile(let file): parts.append("verified by \(file)")
        case .insecure: parts.append("NOT verified")
        }
        if let products = families.products {
            parts.append("by product (up to \(products.maximumSeries) series a family)")
        }
        if let clients = families.clients {
            parts.append("by client (up to \(clients.maximumSeries) series a family)")
        }
        return parts.joined(separator: ", ")
    }
}
