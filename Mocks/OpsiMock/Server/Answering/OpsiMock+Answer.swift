import Foundation

extension OpsiMock {
    /// The answer to a request when nothing goes wrong.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - batch: the calls in it.
    ///   - known: who it comes from, where that was found out already.
    /// - Returns: the answer, and how the caller proved who it is.
    func answer(
        _ request: Incoming, batch: Result<RPCBatch, RPCError>, from known: Identity? = nil
    ) async -> (Outgoing, ReceivedRequest.Authentication) {
        if let outgoing = publicAnswer(request) { return (finished(outgoing), .none) }
        let identity = known ?? identify(request)
        switch identity.verdict {
        case .denied(let status, let error, let isLoginFailure):
            if isLoginFailure { try? await Task.sleep(for: configuration.failedLoginDelay) }
            var outgoing = denial(request, identity, status: status, error: error)
            if known != nil {
                // Who asks for a web socket gets no body.
                outgoing.body = []
                outgoing.headers.removeAll { $0.name == "content-type" }
            }
            return (outgoing, .none)
        case .granted(let user, let authentication):
            var outgoing = answer(request, batch: batch, user: user)
            await publishEvents()
            if configuration.takesServiceTime {
                await serviceTime.spend(cost(of: batch, outgoing))
            }
            announce(identity, in: &outgoing)
            if isExit(batch) || request.path == "/session/logout", let session = identity.session {
                logins.withLock { $0.remove(session.id) }
                outgoing.set("set-cookie", Self.cookie(session, maxAge: 0))
            }
            return (finished(outgoing), authentication)
        }
    }

    private func cost(of batch: Result<RPCBatch, RPCError>, _ outgoing: Outgoing) -> Duration {
        let calls = (try? batch.get())?.calls ?? []
        // Rows are found by client without looking through all of them.
        let scans = calls.contains { call in
            call.method.hasPrefix("productOnClient_get")
                && !call.params.jsonText.contains("clientId\":")
        }
        let rows = scans ? world.withLock { $0.fleet.productOnClientCount } : 0
        return ServiceTime.cost(
            methods: calls.map(\.method), answer: max(outgoing.plainCount, outgoing.body.count),
            scannedRows: rows)
    }

    private func isExit(_ batch: Result<RPCBatch, RPCError>) -> Bool {
        (try? batch.get())?.calls.contains { $0.method == "backend_exit" } ?? false
    }

    /// What needs no login.
    private func publicAnswer(_ request: Incoming) -> Outgoing? {
        guard request.method == "GET" || request.method == "HEAD" else { return nil }
        switch request.path {
        case "/": return Outgoing(status: 307, headers: [("location", "/welcome")])
        case "/status":
            let host = request.header("host") ?? "\(configuration.host)"
            let scheme = configuration.tls ? "https" : "http"
            return Outgoing(status: 307, headers: [("location", "\(scheme)://\(host)/status/")])
        case "/welcome", "/status/":
            return Outgoing(
                status: 200, headers: [("content-type", "text/plain; charset=utf-8")],
                body: Array("opsi-mock\n".utf8))
        case "/ssl/opsi-ca-cert.pem", "/ssl/ca-certs.pem":
            return Outgoing(
                status: 200, headers: [("content-type", "application/x-pem-file")],
                body: Array(authorityPEM.utf8))
        default: return nil
        }
    }

    private func answer(
        _ request: Incoming, batch: Result<RPCBatch, RPCError>, user: User
    ) -> Outgoing {
        if request.isRPC {
            switch request.method {
            case "GET", "POST": return rpcAnswer(request, batch: batch, user: user)
            case "HEAD": return Outgoing(status: 200)
            default:
                var outgoing = Outgoing.json(
                    405, .object(["detail": "Method Not Allowed"]))
                outgoing.set("allow", "HEAD")
                return outgoing
            }
        }
        if request.path == "/session/logout", request.method == "POST" {
            return .json(200, .null)
        }
        let transfer = "/file-transfer/"
        if request.method == "GET", request.path.hasPrefix(transfer),
            let file = transfers.withLock({ $0[request.path.dropFirst(transfer.count)] })
        {
            return Outgoing(
                status: 200, headers: [("content-type", "application/octet-stream")], body: file)
        }
        if request.path.hasPrefix("/admin") {
            guard user.role == .administrator else {
                var outgoing = Outgoing.json(401, .object(["error": "Permission denied"]))
                outgoing.set("www-authenticate", Self.challenge)
                outgoing.set("x-opsi-error", "Permission denied")
                return outgoing
            }
            if request.path == "/admin/session-list" { return .json(200, sessionList) }
        }
        return .json(404, .object(["detail": "Not Found"]))
    }

    private func denial(
        _ request: Incoming, _ identity: Identity, status: Int, error: String
    ) -> Outgoing {
        var outgoing: Outgoing
        if (request.header("accept") ?? "").contains("text/html") {
            outgoing = Outgoing(
                status: status, headers: [("content-type", "text/plain; charset=utf-8")],
                body: Array(error.utf8))
        } else if request.isRPC {
            outgoing = .json(
                status, .object(["id": .null, "result": .null, "error": .string(error)]))
        } else {
            outgoing = .json(status, .object(["error": .string(error)]))
        }
        outgoing.set("x-opsi-error", error)
        if status == 401, request.header("x-requested-with")?.lowercased() != "xmlhttprequest" {
            outgoing.set("www-authenticate", Self.challenge)
        }
        announce(identity, in: &outgoing)
        return finished(outgoing)
    }

    private static let challenge = "Basic realm=\"opsi\", charset=\"UTF-8\""

    private func announce(_ identity: Identity, in outgoing: inout Outgoing) {
        if let session = identity.session {
            outgoing.set("set-cookie", Self.cookie(session, maxAge: session.lifetime))
        }
        if let user = identity.namedUser { outgoing.set("x-opsi-user-id", user.headerText) }
    }

    private static func cookie(_ session: Session, maxAge: Int) -> String {
        "opsiconfd-session=\(session.id); SameSite=Strict; Secure; path=/; Max-Age=\(maxAge)"
    }

    /// What every answer carries.
    func finished(_ outgoing: Outgoing) -> Outgoing {
        let now = world.withLock { $0.clock.now }
        var outgoing = outgoing
        outgoing.set("server", "opsiconfd \(Self.serverVersion) (uvicorn)")
        outgoing.set("date", WireTime.httpDate(now))
        outgoing.set("x-date-unix-timestamp", String(now))
        outgoing.set("x-opsi-server-role", "configserver")
        outgoing.set("x-opsi-worker-id", "opsiserver:1")
        outgoing.set("x-opsi-auth-methods", "password")
        return outgoing
    }

    private var sessionList: JSON {
        let now = ContinuousClock.now
        let sessions = logins.withLock { Array($0.sessions.values) }
        return .array(
            sessions.filter { $0.isAlive(at: now) }.map { session in
                let age = Int((now - session.lastUsedInstant).components.seconds)
                return .object([
                    "created": .integer(session.created), "last_used": .integer(session.lastUsed),
                    "messagebus_last_used": .integer(0),
                    "validity": .integer(session.lifetime - age),
                    "max_age": .integer(session.lifetime),
                    "user_agent": .string(session.userAgent),
                    "authenticated": .bool(session.user != nil),
                    "username": .text(session.user?.name),
                    "auth_methods": .array(["username", "password_pam"]),
                    "address": .string(session.address),
                    "session_id": .string("\(session.id.prefix(6))..."),
                ])
            })
    }
}
