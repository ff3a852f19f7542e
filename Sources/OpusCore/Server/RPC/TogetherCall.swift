import Synchronization

/// A call that only reads, and is made together with others.
protocol TogetherCall: Sendable {
    var method: String { get }
    var parameters: [JSONValue] { get }

    /// Reads the result where there is one.
    func take(_ reader: inout JSONReader) throws(JSONError)

    /// Takes the error that the server gave instead.
    func fail(_ error: ServerError)
}

extension [any TogetherCall] {
    /// Makes a call together with these.
    ///
    /// - Returns: the call, which has its answer then.
    mutating func add<Call: TogetherCall>(_ call: Call) -> Call {
        append(call)
        return call
    }

    /// Makes a call together with these where it is wanted; nil where it is not.
    mutating func add<Call: TogetherCall>(
        if isWanted: Bool, _ call: @autoclosure () -> Call
    ) -> Call? {
        isWanted ? add(call()) : nil
    }
}

/// A call with the place where its answer will be.
final class Asked<Value: Sendable>: TogetherCall {
    let method: String
    let parameters: [JSONValue]
    private let read: @Sendable (inout JSONReader) throws(JSONError) -> Value
    private let result = Mutex<Result<Value, ServerError>?>(nil)

    init(
        _ method: String, _ parameters: [JSONValue],
        read: @escaping @Sendable (inout JSONReader) throws(JSONError) -> Value
    ) {
        self.method = method
        self.parameters = parameters
        self.read = read
    }

    func take(_ reader: inout JSONReader) throws(JSONError) {
        let value = try read(&reader)
        result.withLock { $0 = .success(value) }
    }

    func fail(_ error: ServerError) { result.withLock { $0 = .failure(error) } }

    /// The answer, or the error that the server gave instead.
    var answer: Result<Value, ServerError> {
        result.withLock { $0 }
            ?? .failure(ServerError(.malformedAnswer, method: method, "the call has no answer"))
    }

    /// The answer.
    ///
    /// - Throws: `ServerError` where the server refused the call.
    var value: Value {
        get throws(ServerError) { try answer.get() }
    }
}

extension Asked {
    /// A call whose answer is a list.
    convenience init<Elements: ElementReader>(
        _ method: String, _ parameters: [JSONValue],
        elements: @escaping @Sendable () -> Elements
    ) where Elements.Value == Value {
        self.init(method, parameters) { reader throws(JSONError) in
            var elements = elements()
            try reader.readArray { reader throws(JSONError) in
                try elements.readElement(&reader)
            }
            return elements.finish()
        }
    }
}

extension Asked {
    /// A call for objects, by a filter as `Server.objects` takes it.
    convenience init<Object: WireObject>(
        _ method: String, where filter: [String: JSONValue]
    ) where Value == [Object] {
        self.init(
            method, [.strings(Object.attributes), .object(filter)],
            elements: { ObjectListReader<Object>() })
    }
}

extension Envelope where Result == Bool {
    /// Reads the answers to calls that were made together.
    ///
    /// - Parameters:
    ///   - body: the answer's bytes.
    ///   - firstID: the number of the first call.
    ///   - utcOffset: seconds by which the server's local time is ahead of UTC, where it is known.
    ///   - calls: the calls, which take their answers.
    /// - Throws: `JSONError`.
    static func readAll(
        _ body: [UInt8], firstID: Int, utcOffset: Int? = nil, _ calls: [any TogetherCall]
    ) throws(JSONError) {
        try JSONReader.read(body, utcOffset: utcOffset) { reader throws(JSONError) in
            // A list of one is asked, and answered, as the call alone.
            if calls.count == 1, try reader.peekByte() == UInt8(ascii: "{") {
                return try readOne(&reader, firstID: firstID, calls)
            }
            try reader.readArray { reader throws(JSONError) in
                try readOne(&reader, firstID: firstID, calls)
            }
        }
    }

    private static func readOne(
        _ reader: inout JSONReader, firstID: Int, _ calls: [any TogetherCall]
    ) throws(JSONError) {
        var position: Int?
        var failure: Envelope?
        var id: Int?
        try reader.readObject { reader, key throws(JSONError) in
            switch key {
            case "result":
                position = try reader.nextPosition()
                try reader.skipValue()
            case "error": failure = try readError(&reader)
            case "id": id = try reader.readNull() ? 0 : reader.readInt()
            default: try reader.skipValue()
            }
        }
        guard let index = id.map({ $0 - firstID }), calls.indices.contains(index) else {
            throw reader.failure(.typeMismatch(expected: "a call's id", found: "another id"))
        }
        let call = calls[index]
        switch failure {
        case .failure(let failure): call.fail(ServerError(failure, method: call.method))
        case .text(let text): call.fail(ServerError(.malformedAnswer, method: call.method, text))
        case .result, nil:
            guard let position else { throw reader.failure(.missingKey("result")) }
            try reader.reading(at: position) { reader throws(JSONError) in
                try call.take(&reader)
            }
        }
    }
}
