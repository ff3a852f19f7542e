import NIOCore
import NIOHTTP1

/// Answers the exporter's HTTP requests; each from what is ready, none waits.
struct ExporterResponder: Sendable {
    let board: MetricsBoard
    let telemetryPath: String

    /// Answers a request that may be asked.
    func answer(_ request: WebRequest) -> WebAnswer {
        guard let resource = Resource(path: request.path, telemetryPath: telemetryPath) else {
            return .ready(.text("Not found", .notFound))
        }
        switch request.method {
        case .GET, .HEAD: return .ready(get(resource, request))
        default:
            var response = WebResponse.text("Method not allowed", .methodNotAllowed)
            response.headers.add(name: "Allow", value: "GET, HEAD")
            return .ready(response)
        }
    }

    private func get(_ resource: Resource, _ request: WebRequest) -> WebResponse {
        switch resource {
        case .metrics: return metrics(request)
        case .healthy: return .text("Healthy")
        case .ready:
            return board.snapshot.isReady
                ? .text("Ready")
                : .text("Not ready: nothing collected yet", .serviceUnavailable)
        case .landing:
            return WebResponse(
                .ok, headers: ["Content-Type": "text/html; charset=utf-8"],
                body: ByteBuffer(string: LandingPage.html(telemetryPath: telemetryPath)))
        }
    }

    private func metrics(_ request: WebRequest) -> WebResponse {
        let snapshot = board.snapshot
        let format = Negotiation.format(accept: request.field("Accept"))
        let isCompressed = Negotiation.wantsGzip(
            acceptEncoding: request.field("Accept-Encoding"))
        let representation =
            if let names = FamilySelection.names(inQuery: request.query) {
                snapshot.representation(format, isCompressed: isCompressed, names: names)
            } else {
                snapshot.representation(format, isCompressed: isCompressed)
            }
        let isKnown = Negotiation.matches(
            request.field("If-None-Match"), entityTag: representation.entityTag)
        guard isKnown else {
            return WebResponse(.ok, headers: representation.headers, body: representation.body)
        }
        var headers = representation.headers
        headers.remove(name: "Content-Type")
        headers.remove(name: "Content-Encoding")
        return WebResponse(.notModified, headers: headers)
    }
}

/// What there is to be asked for.
private enum Resource {
    case metrics
    case landing
    case healthy
    case ready

    init?(path: String, telemetryPath: String) {
        switch path {
        case telemetryPath: self = .metrics
        case "/": self = .landing
        case "/-/healthy": self = .healthy
        case "/-/ready": self = .ready
        default: return nil
        }
    }
}
