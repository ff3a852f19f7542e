import NIOCore
import NIOHTTP1

/// Answers the exporter's HTTP requests; each from what is ready, none waits.
struct ExporterResponder: Sendable {
    let board: MetricsBoard
    let telemetryPath: String
    /// This machine's time in Unix seconds.
    var unixTime: @Sendable () -> Double = CollectorClock.system.unixTime
    /// Reads the configuration anew, and returns nil where that is being done already; nil where
    /// there is none to be read.
    var reload: (@Sendable () -> ConfigurationReloader.Outcome?)?

    /// Answers a request that may be asked.
    func answer(_ request: WebRequest) -> WebAnswer {
        // It names another server, and no path.
        guard request.method != .CONNECT else { return .ready(Self.methodNotAllowed) }
        guard let resource = Resource(path: request.path, telemetryPath: telemetryPath) else {
            return .ready(.text("Not found", .notFound))
        }
        if resource == .reload, let reload {
            return Self.reload(request, reload)
        }
        switch request.method {
        case .GET, .HEAD: return .ready(get(resource, request))
        default: return .ready(Self.methodNotAllowed)
        }
    }

    private static let methodNotAllowed: WebResponse = {
        var response = WebResponse.text("Method not allowed", .methodNotAllowed)
        response.headers.add(name: "Allow", value: "GET, HEAD")
        return response
    }()

    /// Whether only so many of these requests are answered at once: those that take work.
    func isLimited(_ request: WebRequest) -> Bool {
        switch Resource(path: request.path, telemetryPath: telemetryPath) {
        case .metrics, .landing: true
        case .reload: request.method == .POST
        case .healthy, .ready, nil: false
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
        case .reload: return .text("Not found", .notFound)
        case .landing:
            return landing
        }
    }

    private var landing: WebResponse {
        let page = LandingPage(
            metrics: board.collected, telemetryPath: telemetryPath, now: unixTime())
        return WebResponse(
            .ok,
            headers: [
                "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
                // Names from elsewhere stand in it: should one ever get through as markup, it is of
                // no use to anybody.
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
            ],
            body: ByteBuffer(string: page.html))
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

    private static let isReloading: WebResponse = {
        var response = WebResponse.text(
            "Not reloaded: the configuration is being read already", .serviceUnavailable)
        response.headers.add(name: "Retry-After", value: "1")
        return response
    }()

    private static func reload(
        _ request: WebRequest, _ reload: @escaping @Sendable () -> ConfigurationReloader.Outcome?
    ) -> WebAnswer {
        guard request.method == .POST else {
            var response = WebResponse.text("Method not allowed", .methodNotAllowed)
            response.headers.add(name: "Allow", value: "POST")
            return .ready(response)
        }
        // A page elsewhere made an administrator's browser send it.
        guard request.headers.first(name: "Sec-Fetch-Site")?.lowercased() != "cross-site" else {
            return .ready(.text("Not reloaded: asked from another site", .forbidden))
        }
        // Files are read, which is nothing for the thread that serves everyone.
        return .later {
            switch reload() {
            case nil: Self.isReloading
            case .success(let changes): .text("Reloaded: \(changes)")
            case .failure(let error):
                .text("Not reloaded, the old configuration stays: \(error)", .internalServerError)
            }
        }
    }
}

/// What there is to be asked for.
private enum Resource {
    case metrics
    case landing
    case healthy
    case ready
    case reload

    init?(path: String, telemetryPath: String) {
        switch path {
        case telemetryPath: self = .metrics
        case "/": self = .landing
        case "/-/healthy": self = .healthy
        case "/-/ready": self = .ready
        case "/-/reload": self = .reload
        default: return nil
        }
    }
}
