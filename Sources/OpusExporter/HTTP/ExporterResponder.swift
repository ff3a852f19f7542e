import HTTPTypes
import Hummingbird

/// Answers the exporter's HTTP requests; each from what is ready, none waits.
struct ExporterResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let board: MetricsBoard
    let telemetryPath: String

    func respond(to request: Request, context: Context) async throws -> Response {
        let response = answer(request)
        board.requests.count(response.status.code)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request) -> Response {
        guard let resource = Resource(path: request.uri.path, telemetryPath: telemetryPath) else {
            return Self.text("Not found\n", .notFound)
        }
        switch request.method {
        case .get, .head: return get(resource, request)
        default:
            var response = Self.text("Method not allowed\n", .methodNotAllowed)
            response.headers[.allow] = "GET, HEAD"
            return response
        }
    }

    private func get(_ resource: Resource, _ request: Request) -> Response {
        switch resource {
        case .metrics: return metrics(request)
        case .healthy: return Self.text("Healthy\n")
        case .ready:
            let isReady = board.snapshot.isReady
            return isReady
                ? Self.text("Ready\n")
                : Self.text("Not ready: nothing collected yet\n", .serviceUnavailable)
        case .landing:
            return Self.response(
                LandingPage.html(telemetryPath: telemetryPath), "text/html; charset=utf-8")
        }
    }

    private func metrics(_ request: Request) -> Response {
        let headers = request.headers
        let format = Negotiation.format(accept: headers[.accept])
        let isCompressed = Negotiation.wantsGzip(acceptEncoding: headers[.acceptEncoding])
        let snapshot = board.snapshot
        let representation =
            if let names = FamilySelection.names(inQuery: request.uri.query) {
                snapshot.representation(format, isCompressed: isCompressed, names: names)
            } else {
                snapshot.representation(format, isCompressed: isCompressed)
            }
        if Negotiation.matches(headers[.ifNoneMatch], entityTag: representation.entityTag) {
            var headers = representation.headers
            headers[.contentLength] = nil
            headers[.contentType] = nil
            headers[.contentEncoding] = nil
            return Response(status: .notModified, headers: headers)
        }
        return Response(
            status: .ok, headers: representation.headers,
            body: ResponseBody(byteBuffer: representation.body))
    }

    private static func text(_ body: String, _ status: HTTPResponse.Status = .ok) -> Response {
        response(body, "text/plain; charset=utf-8", status)
    }

    private static func response(
        _ body: String, _ contentType: String, _ status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
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
