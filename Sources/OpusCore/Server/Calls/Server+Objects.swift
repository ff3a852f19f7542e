extension Server {
    /// Reads objects by `<key>_getObjects`, which takes attributes and a filter by position.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - type: what the objects are.
    ///   - filter: values by attribute. An empty list would mean no filter at all, so it may not
    ///     be empty; `filterValues` sees to that.
    /// - Returns: the objects, as the server lists them.
    /// - Throws: `ServerError`, or `CancellationError`.
    func objects<Object: WireObject>(
        _ method: String, of type: Object.Type = Object.self, where filter: [String: JSONValue]
    ) async throws -> [Object] {
        try await answeredObjects(method, of: type, where: filter).value
    }

    /// The same with the time at which the server gave them.
    func answeredObjects<Object: WireObject>(
        _ method: String, of type: Object.Type = Object.self, where filter: [String: JSONValue]
    ) async throws -> RPCClient.Answer<[Object]> {
        try await rpc.list(
            method, [.strings(Object.attributes), .object(filter)],
            elements: { ObjectListReader<Object>() })
    }

    /// Ids as the value of a filter, checked to mean themselves and nothing else.
    ///
    /// - Throws: `ServerError` with code `configuration` that names the id.
    func filterValues(_ ids: [ObjectID], what: String) throws(ServerError) -> JSONValue {
        try filterValues(ids.map(\.text), what: what)
    }

    /// Texts as the value of a filter, checked to mean themselves and nothing else.
    ///
    /// opsi takes an empty list as "everything", `*` as a wildcard and a leading `<` or `>` as a
    /// comparison; none of those may leave opus.
    ///
    /// - Throws: `ServerError` with code `configuration` that names the text.
    func filterValues(_ texts: [String], what: String) throws(ServerError) -> JSONValue {
        guard !texts.isEmpty else {
            throw ServerError(
                .configuration,
                "no \(what) was given: to opsi that would mean every one, so nothing was sent")
        }
        for text in texts where text.isPatternInFilter {
            throw ServerError(
                .configuration,
                "\"\(text)\" is no exact \(what) id: opsi would take it as a pattern, so nothing "
                    + "was sent")
        }
        return .strings(texts)
    }

    /// Calls a method that changes something: it is sent once, whatever becomes of it.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - parameters: its parameters by position.
    /// - Throws: `ServerError`, or `CancellationError`.
    func change(_ method: String, _ parameters: [JSONValue]) async throws {
        _ = try await rpc.call(
            method, parameters, safety: .changing,
            read: { reader throws(JSONError) in try reader.skipValue() })
    }
}
