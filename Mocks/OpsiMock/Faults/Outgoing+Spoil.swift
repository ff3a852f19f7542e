extension Outgoing {
    /// Spoils the body of an answer that is well.
    mutating func spoil(_ kind: OpsiMock.Fault.Kind, call: RPCCall?) {
        switch kind {
        case .garbage:
            body = Array("<!doctype html>\u{0}{\"id\":1,\"result\":[{]".utf8) + [0xFF, 0xFE]
        case .wrongType:
            let isNumber = (try? JSONParser.value(of: body).object?["result"]?.integer) != nil
            body = call?.success(.value(isNumber ? "forty-two" : .integer(42))) ?? body
        case .wrongFieldTypes:
            guard let call, let value = try? JSONParser.value(of: body) else { return }
            body = call.success(.value((value.object?["result"] ?? .null).withOtherTypes))
        case .rpcError:
            let error = RPCError(
                type: "BackendIOError", message: "Backend I/O error: injected fault")
            body = call?.failure(error) ?? body
        case .missingResult:
            let id = call?.id ?? .integer(0)
            body = JSON.object(["jsonrpc": "2.0", "id": id]).jsonBytes
        case .corruptGzip:
            body = Encoding.gzip.compressed(body)
            // Behind the head, so that the stream begins well; enough bytes that it cannot end so.
            let middle = max(body.count / 2, 10)
            for index in middle..<min(middle + 16, body.count) { body[index] ^= 0xA5 }
            set("content-encoding", "gzip")
        case .truncatedGzip:
            body = Encoding.gzip.compressed(body)
            body.removeLast(body.count / 2)
            set("content-encoding", "gzip")
        default: break
        }
    }
}

extension OpsiMock.Fleet.Value {
    /// The same shape with values of types that do not belong there.
    fileprivate var withOtherTypes: Self {
        switch self {
        case .null: .bool(true)
        case .bool(let value): .string(value ? "yes" : "no")
        case .integer, .number: "a number"
        case .string(let value): .integer(value.utf8.count)
        case .array(let values):
            // The list stays one, so that the rows are reached.
            .array(values.map { $0.object == nil ? .object(["value": $0]) : $0.withOtherTypes })
        case .object(let object):
            .object(
                .init(
                    members: object.members.map {
                        .init(key: $0.key, value: $0.value.withOtherTypes)
                    }))
        }
    }
}
