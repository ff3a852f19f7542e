/// The logs that the server keeps of a client (opsi: `logType`).
public enum LogType: String, Sendable, CaseIterable {
    /// What opsi-script did: the runs of products.
    case installation = "instlog"
    /// What the client agent did, such as mounting the depot's share.
    case clientConnect = "clientconnect"
    /// What the boot image did that installs operating systems.
    case bootImage = "bootimage"
    /// What was run at the login of a user.
    case userLogin = "userlogin"
    /// What Windows PE did; servers before opsi 4.3 know no such log.
    case windowsPE = "winpe"
}

extension Server {
    /// Reads one log of a client whole (`log_read`).
    ///
    /// The whole is asked for, as opsi 4.3 keeps the beginning where a size is given, while a
    /// failure stands at the end. The text is handed over where it lies: it may be 10 MB.
    ///
    /// - Parameters:
    ///   - type: which log.
    ///   - clientID: the client's exact id.
    ///   - read: reads the text, in UTF-8. It is empty where the server has no such log, and where
    ///     it does not know the client.
    /// - Returns: what `read` returns.
    /// - Throws: `ServerError`, also where the user is no administrator; `CancellationError`.
    package func log<Value: Sendable>(
        _ type: LogType, ofClient clientID: ObjectID,
        read: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> Value
    ) async throws -> Value {
        guard clientID.isExact else {
            throw ServerError(
                .configuration, method: "log_read", "\"\(clientID)\" is no exact client id")
        }
        return try await rpc.call(
            "log_read", [.string(type.rawValue), .string(clientID.text), .int(0)]
        ) { reader throws(JSONError) in
            if try reader.readNull() { return read(UnsafeBufferPointer(start: nil, count: 0)) }
            return read(try reader.readText().bytes)
        }.value
    }
}
