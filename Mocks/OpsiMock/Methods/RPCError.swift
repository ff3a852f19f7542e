/// An error that the server reports inside an RPC answer.
struct RPCError: Error, Equatable {
    /// The Python class of the exception.
    var type: String
    var message: String
    /// Whether the server sends its traceback along.
    var hasDetails = true

    static func value(_ message: String) -> RPCError {
        RPCError(type: "ValueError", message: message)
    }

    static func type(_ message: String) -> RPCError {
        RPCError(type: "TypeError", message: message)
    }

    static func missingData(_ message: String) -> RPCError {
        RPCError(
            type: "BackendMissingDataError", message: "Backend missing data error: \(message)")
    }

    static func badValue(_ message: String) -> RPCError {
        RPCError(type: "BackendBadValueError", message: "Backend bad value error: \(message)")
    }

    static func configuration(_ message: String) -> RPCError {
        RPCError(
            type: "BackendConfigurationError", message: "Backend configuration error: \(message)")
    }

    static func permission(method: String) -> RPCError {
        RPCError(
            type: "OpsiServicePermissionError",
            message: "Opsi service permission error: No permission for method '\(method)'",
            hasDetails: false)
    }

    static func invalidMethod(_ name: String) -> RPCError {
        .value("Invalid method '\(name)'")
    }

    var details: JSON {
        hasDetails ? "Traceback (most recent call last): ... (server-side traceback, cut)" : .null
    }
}
