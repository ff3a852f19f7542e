import LocalSystem

extension WebConfiguration {
    private static let keys = [
        "tls_server_config", "http_server_config", "basic_auth_users", "rate_limit",
    ]
    /// More at once is no limit.
    private static let largestBurst = 1_000_000

    /// Reads the text of a web configuration file.
    ///
    /// - Parameters:
    ///   - text: the file's text.
    ///   - file: its path; paths in it that are not absolute start in its folder.
    /// - Throws: what is wrong, where, and the way out.
    init(text: String, file: String) throws(WebConfigurationError) {
        var root = try YAMLMapping(file: file, text: text)
        let places = ["tls_server_config", "basic_auth_users"].compactMap(root.place)
        if let mapping = try root.mapping("tls_server_config") {
            tls = try TLSSettings(mapping)
        }
        if let mapping = try root.mapping("http_server_config") {
            headers = try Self.headers(mapping)
        }
        if let mapping = try root.mapping("basic_auth_users") { users = try Self.users(mapping) }
        if let mapping = try root.mapping("rate_limit") { rateLimit = try Self.rate(mapping) }
        try root.finish(known: Self.keys)
        emptyProtections = places.filter {
            $0.key == "basic_auth_users" ? users.isEmpty : tls == nil
        }
    }

    private static func rate(
        _ mapping: YAMLMapping
    ) throws(WebConfigurationError) -> TokenBucket.Rate? {
        var mapping = mapping
        let interval = try mapping.text("interval")
        let burst = try mapping.text("burst")
        try mapping.finish(known: ["interval", "burst"])
        var count: Int?
        if let burst {
            count = Int(burst.value)
            guard let count, (0...Self.largestBurst).contains(count) else {
                throw mapping.error(
                    burst, "is not a whole number from 0 to \(Self.largestBurst)")
            }
        }
        // Without an interval there is no limit, as in exporter-toolkit.
        guard let interval, interval.value != "0" else { return nil }
        guard let duration = DurationText.parse(interval.value) else {
            throw mapping.error(
                interval, "is not a duration: write 1s, 500ms or 1m30s; 0 for no limit")
        }
        guard duration > .zero else { return nil }
        guard let count, count > 0 else {
            throw mapping.error(
                "burst", burst?.line,
                "allows no request at all: give the number of those that may come at once")
        }
        return TokenBucket.Rate(interval: duration, burst: count)
    }

    private static func headers(_ mapping: YAMLMapping) throws(WebConfigurationError)
        -> [HeaderField]
    {
        var mapping = mapping
        // HTTP/2 is never spoken, which is what clients that can have it get along with.
        _ = try mapping.flag("http2")
        var fields: [HeaderField] = []
        if var headers = try mapping.mapping("headers") {
            for (name, accepted) in HeaderField.configurable {
                guard let value = try headers.text(name) else { continue }
                guard accepted.isEmpty || accepted.contains(value.value) else {
                    throw headers.error(
                        value,
                        "'\(value.value)' is not possible: write \(accepted.joined(separator: " or "))"
                    )
                }
                guard value.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                    throw headers.error(value, "holds a control character: write it on one line")
                }
                fields.append(HeaderField(name: name, value: value.value))
            }
            try headers.finish(known: HeaderField.configurable.map(\.name))
        }
        try mapping.finish(known: ["http2", "headers"])
        return fields
    }

    private static func users(
        _ mapping: YAMLMapping
    ) throws(WebConfigurationError) -> [String: BcryptHash] {
        let advice = "make one with: htpasswd -nBC 10 USER"
        var mapping = mapping
        var users: [String: BcryptHash] = [:]
        for name in mapping.names {
            guard let text = try mapping.text(name) else {
                throw mapping.error(name, nil, "has no hash; \(advice)")
            }
            guard !name.contains(":") else {
                throw mapping.error(text, "a user's name can't hold a colon; choose another name")
            }
            // The value is not repeated: it could be the password itself.
            do {
                users[name] = try BcryptHash(text.value)
            } catch {
                let problem =
                    switch error {
                    case .noHash: "is no bcrypt hash ($2y$…); \(advice)"
                    case .tooCostly(let cost):
                        "has the cost \(cost), and each login would take long;"
                            + " \(BcryptHash.largestCost) is the most; \(advice)"
                    }
                throw mapping.error(text, problem)
            }
        }
        return users
    }
}

extension WebConfiguration.HeaderField {
    /// The fields that can be set, and the values that they can have where not any.
    fileprivate static let configurable: [(name: String, accepted: [String])] = [
        ("Content-Security-Policy", []),
        ("Strict-Transport-Security", []),
        ("X-Content-Type-Options", ["nosniff"]),
        ("X-Frame-Options", ["deny", "sameorigin"]),
        ("X-XSS-Protection", []),
    ]
}
