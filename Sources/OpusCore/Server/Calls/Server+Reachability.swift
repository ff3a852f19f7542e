extension Server {
    /// Which clients answer right now (`hostControlSafe_reachable`). A client that the server
    /// does not know is missing from the answer; clients that keep silent take it seconds each.
    ///
    /// - Parameter clientIDs: exact ids, at least one.
    /// - Returns: whether each answers, by its id.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func reachable(_ clientIDs: [String]) async throws -> [String: Bool] {
        let ids = try filterValues(clientIDs, what: "client")
        return try await rpc.call("hostControlSafe_reachable", [ids]) { reader throws(JSONError) in
            var answers: [String: Bool] = [:]
            try reader.readObject { reader, key throws(JSONError) in
                let id = key.string
                answers[id] = try reader.readBool()
            }
            return answers
        }.value
    }
}
