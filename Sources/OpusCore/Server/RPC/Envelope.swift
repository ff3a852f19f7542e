/// The two shapes of a JSON-RPC answer, and of the errors in it (protocol.md, "Envelope").
enum Envelope<Result> {
    case result(Result)
    case failure(ServerError.RPCFailure)
    /// An authentication or transport error is a bare text.
    case text(String)

    /// Reads a whole answer in one pass.
    ///
    /// - Parameters:
    ///   - body: the answer's bytes.
    ///   - id: the id that the request had.
    ///   - utcOffset: seconds by which the server's local time is ahead of UTC, where it is known.
    ///   - read: reads the result.
    /// - Throws: `JSONError`.
    init(
        _ body: [UInt8], id: Int, utcOffset: Int? = nil,
        read: (inout JSONReader) throws(JSONError) -> Result
    ) throws(JSONError) {
        self = try JSONReader.read(body, utcOffset: utcOffset) { reader throws(JSONError) in
            try Self.read(&reader, id: id, result: read)
        }
    }

    private static func read(
        _ reader: inout JSONReader, id: Int,
        result read: (inout JSONReader) throws(JSONError) -> Result
    ) throws(JSONError) -> Envelope {
        var result: Result?
        var nullPosition: Int?
        var failure: Envelope?
        var answerID: Int?
        try reader.readObject { reader, key throws(JSONError) in
            switch key {
            case "result":
                guard result == nil, nullPosition == nil else {
                    throw reader.failure(.repeatedKey("result"))
                }
                let position = try reader.nextPosition()
                if try reader.readNull() {
                    nullPosition = position
                } else {
                    result = try read(&reader)
                }
            case "error": failure = try readError(&reader)
            case "id": answerID = try reader.readNull() ? 0 : reader.readInt()
            default: try reader.skipValue()
            }
        }
        if let failure { return failure }
        if result == nil, let nullPosition {
            // A null beside an error is no result; on its own it may be one.
            result = try reader.reading(at: nullPosition, read)
        }
        guard let result else { throw reader.failure(.missingKey("result")) }
        guard answerID == id else {
            throw reader.failure(.typeMismatch(expected: "id \(id)", found: "another id"))
        }
        return .result(result)
    }

    static func readError(_ reader: inout JSONReader) throws(JSONError) -> Envelope? {
        switch try reader.peek() {
        case .null:
            _ = try reader.readNull()
            return nil
        case .string:
            return .text(try reader.readString())
        default:
            return .failure(try readFailure(&reader))
        }
    }

    /// Either `{message, code, data: {class, details}}` or `{message, class, details}`. Details
    /// are the server's traceback, of use to nobody here.
    private static func readFailure(
        _ reader: inout JSONReader
    ) throws(JSONError) -> ServerError.RPCFailure {
        var errorClass = ""
        var message = ""
        try reader.readObject { reader, key throws(JSONError) in
            switch key {
            case "message": message = try reader.readStringOrEmpty()
            case "class": errorClass = try reader.readStringOrEmpty()
            case "data" where try reader.peek() == .object:
                try reader.readObject { reader, key throws(JSONError) in
                    if key == "class" {
                        errorClass = try reader.readStringOrEmpty()
                    } else {
                        try reader.skipValue()
                    }
                }
            default: try reader.skipValue()
            }
        }
        return ServerError.RPCFailure(errorClass: errorClass, message: message)
    }
}
