import NIOCore
import NIOHTTP1

/// What an exporter can be asked for over HTTP: its metrics, a page for people at `/`, whether it is
/// alive (`/-/healthy`) and has data (`/-/ready`), to read its configuration anew
/// (`POST /-/reload`), and to take in everything that its metrics rest on at once
/// (`POST /-/refresh`).
///
/// Each is answered from what is ready; none waits.
public struct Endpoints: Sendable {
    private let metrics: MetricsPublisher
    private let metricsPath: String
    private let page: @Sendable () -> String
    private let reload: (@Sendable () -> ReloadOutcome?)?
    private let refresh: (@Sendable () -> Void)?

    /// Describes what there is to be asked for.
    ///
    /// - Parameters:
    ///   - metrics: what scrapes are answered with.
    ///   - metricsPath: the path under which they are.
    ///   - page: makes the page at `/`, a whole HTML document without scripts and without anything
    ///     from elsewhere; a link to the metrics unless given.
    ///   - reload: reads the configuration anew, or returns nil where that is being done already;
    ///     nil where there is nothing to be read.
    ///   - refresh: begins to take in everything that the metrics rest on, and returns at once; nil
    ///     where there is nothing to be begun.
    public init(
        metrics: MetricsPublisher, at metricsPath: String = "/metrics",
        page: (@Sendable () -> String)? = nil,
        reload: (@Sendable () -> ReloadOutcome?)? = nil,
        refresh: (@Sendable () -> Void)? = nil
    ) {
        self.metrics = metrics
        self.metricsPath = metricsPath
        self.page = page ?? { PlainPage.linking(to: metricsPath) }
        self.reload = reload
        self.refresh = refresh
    }

    /// Takes in the status of an answer that is being sent.
    func count(_ status: HTTPResponseStatus) {
        metrics.requests.count(Int(status.code))
    }

    /// Whether only so many of these requests are answered at once: those that take work.
    func isLimited(_ request: WebRequest) -> Bool {
        switch Resource(path: request.path, metricsPath: metricsPath) {
        case .metrics, .page: true
        case .reload, .refresh: request.method == .POST
        case .healthy, .ready, nil: false
        }
    }

    /// Answers a request that may be asked.
    func answer(_ request: WebRequest) -> WebAnswer {
        // It names another server, and no path.
        guard request.method != .CONNECT else { return .ready(.notAllowed("GET, HEAD")) }
        guard let resource = Resource(path: request.path, metricsPath: metricsPath) else {
            return .ready(.text("Not found", .notFound))
        }
        if resource == .reload, let reload { return Self.reload(request, reload) }
        if resource == .refresh, let refresh { return .ready(Self.refresh(request, refresh)) }
        switch request.method {
        case .GET, .HEAD: return .ready(get(resource, request))
        default: return .ready(.notAllowed("GET, HEAD"))
        }
    }

    private func get(_ resource: Resource, _ request: WebRequest) -> WebResponse {
        switch resource {
        case .metrics: scrape(request)
        case .healthy: .text("Healthy")
        case .ready:
            metrics.latest.isReady
                ? .text("Ready")
                : .text("Not ready: nothing collected yet", .serviceUnavailable)
        case .reload, .refresh: .text("Not found", .notFound)
        case .page: .page(page())
        }
    }

    private func scrape(_ request: WebRequest) -> WebResponse {
        let snapshot = metrics.latest
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

    private static func refresh(
        _ request: WebRequest, _ refresh: @Sendable () -> Void
    ) -> WebResponse {
        guard request.method == .POST else { return .notAllowed("POST") }
        guard !request.isSentByPageElsewhere else {
            return .text("Not refreshed: asked from another site", .forbidden)
        }
        refresh()
        return .text("Refreshing: everything is being read", .accepted)
    }

    private static func reload(
        _ request: WebRequest, _ reload: @escaping @Sendable () -> ReloadOutcome?
    ) -> WebAnswer {
        guard request.method == .POST else { return .ready(.notAllowed("POST")) }
        guard !request.isSentByPageElsewhere else {
            return .ready(.text("Not reloaded: asked from another site", .forbidden))
        }
        // Files are read, which is nothing for the thread that serves everyone.
        return .later {
            switch reload() {
            case nil: .reloading
            case .reloaded(let changes): .text("Reloaded: \(changes)")
            case .failed(let reason):
                .text("Not reloaded, the old configuration stays: \(reason)", .internalServerError)
            }
        }
    }
}

/// What there is to be asked for.
private enum Resource {
    case metrics
    case page
    case healthy
    case ready
    case reload
    case refresh

    init?(path: String, metricsPath: String) {
        switch path {
        case metricsPath: self = .metrics
        case "/": self = .page
        case "/-/healthy": self = .healthy
        case "/-/ready": self = .ready
        case "/-/reload": self = .reload
        case "/-/refresh": self = .refresh
        default: return nil
        }
    }
}

extension WebResponse {
    fileprivate static func notAllowed(_ allowed: String) -> WebResponse {
        var response = text("Method not allowed", .methodNotAllowed)
        response.headers.add(name: "Allow", value: allowed)
        return response
    }

    fileprivate static func page(_ html: String) -> WebResponse {
        WebResponse(
            .ok,
            headers: [
                "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
                // Names from elsewhere stand in it: should one ever get through as markup, it is of
                // no use to anybody.
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
            ],
            body: ByteBuffer(string: html))
    }

    fileprivate static let reloading: WebResponse = {
        var response = text(
            "Not reloaded: the configuration is being read already", .serviceUnavailable)
        response.headers.add(name: "Retry-After", value: "1")
        return response
    }()
}
