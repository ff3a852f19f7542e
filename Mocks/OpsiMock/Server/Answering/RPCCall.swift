/// A call as it stands in a request.
struct RPCCall: Sendable {
    var id: JSON
    var method: String
    var params: JSON
    /// Whether the request said `"jsonrpc": "2.0"`, on which the shape of the answer depends.
    var isVersion2: Bool

    init(_ value: JSON) throws(RPCError) {
        guard case .object(let object) = value else {
            throw RPCError(
                type: "AttributeError",
                message: "'\(value.pythonType)' object has no attribute 'get'")
        }
        guard let method = object["method"] else {
            throw RPCError(type: "KeyError", message: "'method'")
        }
        self.method = Check.text(method)
        let id = object["id"] ?? .null
        self.id = id.isNull ? .integer(0) : id
        params = object["params"] ?? .null
        isVersion2 = object["jsonrpc"] == "2.0"
    }

    func success(_ answer: Answer) -> [UInt8] {
        var bytes = Array("{\"id\":".utf8)
        id.write(into: &bytes)
        bytes.append(contentsOf: ",\"result\":".utf8)
        switch answer {
        case .value(let value): value.write(into: &bytes)
        case .json(let json): bytes.append(contentsOf: json)
        }
        bytes.append(contentsOf: (isVersion2 ? ",\"jsonrpc\":\"2.0\"}" : ",\"error\":null}").utf8)
        return bytes
    }

    func failure(_ error: RPCError) -> [UInt8] {
        let data: JSONObject = ["class": .string(error.type), "details": error.details]
        guard isVersion2 else { return Self.failure(error, id: id) }
        let value: JSONObject = [
            "message": .string(error.message), "code": .integer(0), "data": .object(data),
        ]
        return JSON.object(["id": id, "error": .object(value), "jsonrpc": "2.0"]).jsonBytes
    }

    /// The error of a request that could not be read, or of one in the old protocol.
    static func failure(_ error: RPCError, id: JSON = .integer(0)) -> [UInt8] {
        let value: JSONObject = [
            "message": .string(error.message), "class": .string(error.type),
            "details": error.details,
        ]
        return JSON.object(["id": id, "error": .object(value), "result": .null]).jsonBytes
    }
}

/// The calls of a request.
struct RPCBatch: Sendable {
    var calls: [RPCCall]
    /// Whether the answer is a list: for a list of calls, but not for a list of one.
    var isList: Bool

    init(_ body: [UInt8], isMessagePack: Bool) throws(RPCError) {
        guard !body.isEmpty else { throw .value("Request data empty") }
        let value = try Self.decoded(body, isMessagePack: isMessagePack)
        let elements = value.array ?? [value]
        var calls: [RPCCall] = []
        for element in elements { calls.append(try RPCCall(element)) }
        self.calls = calls
        isList = calls.count != 1
    }

    private static func decoded(
        _ body: [UInt8], isMessagePack: Bool
    ) throws(RPCError) -> JSON {
        if isMessagePack { return try MessagePack.decoded(body) }
        do {
            return try JSONParser.value(of: body)
        } catch {
            switch error.reason {
            case .truncated:
                throw RPCError(type: "DecodeError", message: "Input data was truncated")
            case .malformed(let text):
                throw RPCError(
                    type: "DecodeError",
                    message: "JSON is malformed: \(text) (byte \(error.offset))")
            case .invalidUTF8:
                throw RPCError(
                    type: "UnicodeDecodeError",
                    message:
                        "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte")
            }
        }
    }
}
