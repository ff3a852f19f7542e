extension OpsiMock {
    /// Answers up to this size are never compressed.
    private static let largestPlainAnswer = 10_000

    func rpcAnswer(
        _ request: Incoming, batch: Result<RPCBatch, RPCError>, user: User
    ) -> Outgoing {
        do throws(RPCError) {
            let batch = try batch.get()
            let encoding = try Encoding.accepted(request.header("accept-encoding"))
            let answers = batch.calls.map { call in
                do throws(RPCError) {
                    return call.success(try run(call, user: user))
                } catch {
                    return call.failure(error)
                }
            }
            var outgoing = outgoing(Self.joined(answers, isList: batch.isList), for: request)
            if let encoding, outgoing.body.count > Self.largestPlainAnswer {
                outgoing.plainCount = outgoing.body.count
                outgoing.body = encoding.compressed(outgoing.body)
                outgoing.set("content-encoding", encoding.rawValue)
            }
            return outgoing
        } catch {
            var outgoing = outgoing(RPCCall.failure(error), for: request)
            outgoing.status = 400
            return outgoing
        }
    }

    private func run(_ call: RPCCall, user: User) throws(RPCError) -> Answer {
        guard let method = MethodTable.method(call.method) else {
            throw .invalidMethod(call.method)
        }
        guard user.mayCall(method) else { throw .permission(method: call.method) }
        let arguments = try Arguments(call.params, of: method, caller: user)
        defer { applyChanges(after: call.method) }
        switch method.action {
        case .read(let body):
            // On a copy, so that a big answer holds up nobody.
            let copy = world.withLock { $0 }
            return try body(copy, arguments)
        case .write(let body):
            let result: Result<Answer, RPCError> = world.withLock { world in
                Result { () throws(RPCError) in try body(&world, arguments) }
            }
            return try result.get()
        }
    }

    private static func joined(_ answers: [[UInt8]], isList: Bool) -> [UInt8] {
        guard isList else { return answers.first ?? [] }
        return Array("[".utf8) + answers.joined(separator: Array(",".utf8)) + Array("]".utf8)
    }

    /// The answer has the format of the request's body; where that has none, the accepted one.
    private func outgoing(_ json: [UInt8], for request: Incoming) -> Outgoing {
        let format = request.header("content-type") ?? request.header("accept") ?? ""
        var outgoing = Outgoing(status: 200, body: json)
        let value = format.contains("msgpack") ? try? JSONParser.value(of: json) : nil
        outgoing.set("content-type", value == nil ? "application/json" : "application/msgpack")
        if let value { outgoing.body = MessagePack.encoded(value) }
        outgoing.set("accept", "application/msgpack,application/json")
        outgoing.set("accept-encoding", "lz4,gzip")
        return outgoing
    }
}
