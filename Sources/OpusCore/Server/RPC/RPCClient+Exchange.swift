extension RPCClient {
    /// Sends a request with what the session says, and returns its answer if that has status 200.
    func exchange(
        _ method: String, _ body: [UInt8], _ bytes: ByteCounter
    ) async throws -> TransportResponse {
        switch try await session.admit() {
        case .proceed(let cookie):
            let response = try await transport.post(request(body, cookie: cookie))
            if let error = await response.error(method: method, counter: bytes) {
                if let pause = error.loginPause { session.refused(error, pause: pause) }
                throw error
            }
            session.answered(setCookie: response.headers["set-cookie"])
            return response
        case .logIn:
            return try await logIn(method, body, bytes)
        }
    }

    /// Sends the request that is the login, and tells the session how it ended.
    private func logIn(
        _ method: String, _ body: [UInt8], _ bytes: ByteCounter
    ) async throws -> TransportResponse {
        let response: TransportResponse
        do {
            response = try await transport.post(request(body, cookie: nil))
        } catch {
            session.loginFailed()
            throw error
        }
        if let error = await response.error(method: method, counter: bytes) {
            if let pause = error.loginPause {
                session.loginRefused(error, pause: pause)
            } else {
                session.loginFailed()
            }
            throw error
        }
        session.loggedIn(setCookie: response.headers["set-cookie"])
        return response
    }

    private func request(_ body: [UInt8], cookie: String?) -> TransportRequest {
        let headers =
            credentials(cookie: cookie) + [
                (name: "Content-Type", value: "application/json"),
                (name: "Accept", value: "application/json"),
                // Anything beside gzip, and the server picks something else.
                (name: "Accept-Encoding", value: "gzip"),
            ]
        return TransportRequest(path: "/rpc", headers: headers, body: body)
    }

    /// The password goes along with a cookie too: where the session has expired, the server then
    /// logs in again by itself.
    private func credentials(cookie: String?) -> [(name: String, value: String)] {
        var headers = [
            (name: "Authorization", value: authorization.value),
            (name: "User-Agent", value: "opus/\(OpusVersion.current)"),
        ]
        if let code = configuration.oneTimeCode {
            headers.append((name: "x-opsi-mfa-otp", value: code.value))
        }
        if let cookie { headers.append((name: "Cookie", value: cookie)) }
        return headers
    }

    /// Opens a web socket within the session, where there is one.
    ///
    /// - Parameters:
    ///   - path: where, below the address.
    ///   - limit: the time in which the caller has to be content with it.
    ///   - silence: the time after which a connection is closed over which nothing comes.
    /// - Returns: the web socket.
    /// - Throws: `ServerError`, or `CancellationError`.
    func openWebSocket(
        _ path: String, limit: Duration, silence: Duration
    ) async throws -> WebSocketConnection {
        guard let transport = transport as? any WebSocketTransport else {
            throw ServerError(.configuration, "this transport has no web sockets")
        }
        do {
            let connection = try await transport.openWebSocket(
                path, headers: credentials(cookie: session.cookie), limit: limit, silence: silence)
            return connection
        } catch let refused as UpgradeRefused {
            throw ServerError(refused, path: path, address: configuration.url)
        } catch let failure as TransportFailure {
            throw ServerError(failure, method: nil, address: configuration.url)
        }
    }
}
