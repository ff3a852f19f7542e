extension TransportResponse {
    /// Whether opsi itself answered, directly or through a gateway: it marks each answer.
    var isOpsi: Bool {
        headers["x-date-unix-timestamp"] != nil
            || headers["server"]?.hasPrefix("opsiconfd") == true
            || headers.keys.contains { $0.hasPrefix("x-opsi-") }
    }

    /// What to say of an answer that is not opsi's.
    ///
    /// - Parameters:
    ///   - method: the method that was called.
    ///   - said: a colon and what the body says, where it says something.
    /// - Returns: the error.
    func foreign(method: String, said: String = "") -> ServerError {
        ServerError(
            .notOpsi, method: method, "\(told)\(said)\(wayOut)",
            status: status == 200 ? nil : status,
            retryAfter: retryAfter)
    }

    /// Who answers, and what.
    private var told: String {
        let name = headers["server"].map { " (\($0.printable))" } ?? ""
        switch status {
        case 200:
            let type = headers["content-type"].map { " of the type \($0.printable)" } ?? ""
            return "what answers is no opsi server\(name), but sends a text\(type)"
        case 429: return "a gateway before opsi\(name) takes no more requests for now (HTTP 429)"
        case 413: return "a gateway before opsi\(name) takes no request this long (HTTP 413)"
        case 502, 503, 504:
            return "a gateway before opsi\(name) gets no answer from it (HTTP \(status))"
        case 300..<400:
            let place = headers["location"].map { " to \($0.printable)" } ?? ""
            return "what answers is no opsi server\(name): it sends one elsewhere\(place) "
                + "(HTTP \(status))"
        default:
            return "what answers is no opsi server\(name), or a gateway before it (HTTP \(status))"
        }
    }

    private var wayOut: String {
        switch status {
        case 413:
            "; raise its limit (nginx: client_max_body_size), or ask for fewer clients at once "
                + "(the exporter's --batch-size)"
        case 200, 300..<400, 404, 405: "; is the server's address right?"
        case 403: "; let it pass requests to /rpc"
        default: ""
        }
    }

    /// The pause that the answer asks for, where it is at most a day.
    var retryAfter: Duration? {
        guard let text = headers["retry-after"] else { return nil }
        let seconds: Int
        if let number = Int(text) {
            seconds = number
        } else {
            // A moment instead of a number of seconds; by the sender's own clock.
            guard let then = HTTPTime.unixSeconds(text),
                let now = headers["date"].flatMap(HTTPTime.unixSeconds)
            else { return nil }
            seconds = max(0, then - now)
        }
        return (0...86_400).contains(seconds) ? .seconds(seconds) : nil
    }
}

/// Times in HTTP headers: `Sat, 28 Nov 2026 00:45:39 GMT`.
enum HTTPTime {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Unix seconds, or nil for anything else.
    static func unixSeconds(_ text: String) -> Int? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT" || parts[5] == "UTC", let day = Int(parts[1]),
            let month = months.firstIndex(where: { $0 == parts[2] }), let year = Int(parts[3])
        else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return LocalTimestamp("\(year)-\(two(month + 1))-\(two(day)) \(parts[4])")?.seconds
    }
}
