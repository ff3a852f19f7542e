extension OpsiMock {
    /// Takes a message that a caller has sent: it goes to whoever listens on its channel, and a
    /// living client answers what it is asked over the messagebus.
    func pass(_ message: BusMessage) {
        messagebus.deliver([message], faults: faults)
        guard let answer = answer(to: message) else { return }
        messagebus.deliver([answer], faults: faults)
    }

    private func answer(to message: BusMessage) -> BusMessage? {
        let request = message.object
        let prefix = "host:"
        guard request["type"] == "jsonrpc_request", message.channel.hasPrefix(prefix),
            let back = request["back_channel"]?.string, let rpcId = request["rpc_id"]
        else { return nil }
        let client = String(message.channel.dropFirst(prefix.count))
        guard agents.withLock({ $0?.agents[client]?.isOn ?? false }) else { return nil }
        let outcome: JSONObject
        switch request["method"]?.string {
        case "getLogs":
            let text = world.withLock {
                $0.logText(LogName(type: "instlog", objectId: client), limit: 0)
            }
            let archive = LogArchive.of(text, name: "opsi-script.log")
            let id = transfers.withLock { $0.add(archive) }
            outcome = ["result": .object(["file_id": .string(id)])]
        default:
            let method = request["method"]?.string ?? ""
            outcome = [
                "error": .object([
                    "code": .integer(0), "message": .string("Method \(method) not found"),
                    "data": .object([:]),
                ])
            ]
        }
        return .answer(
            of: prefix + client, to: back, rpcId: rpcId, ref: request["id"], at: milliseconds,
            outcome)
    }
}
