/// Reads the parts of an answer one after the other; a part is read whole or not at all.
protocol ElementReader: SendableMetatype {
    /// What comes out in the end.
    associatedtype Value: Sendable

    /// Reads one element: an object, an array or a string, whose end can be seen in itself.
    ///
    /// Where the bytes end before the element does, it throws `truncated` and keeps nothing of it:
    /// the element comes again, from its beginning.
    mutating func readElement(_ reader: inout JSONReader) throws(JSONError)

    /// Ends reading.
    consuming func finish() -> Value
}

/// Reads an answer whose result is a list, as its bytes come: elements are handed on one by one,
/// and no more of the text is kept than the element that is still incomplete.
struct AnswerReader<Elements: ElementReader> {
    /// One element, or what stands beside the result; real ones are a thousand times smaller.
    static var longestPart: Int { 4 * 1024 * 1024 }

    private enum Place {
        case start
        /// In the answer's object, before a key or, where that is allowed, its end.
        case member(isFirst: Bool)
        case afterMember
        /// In the list, before an element or, where that is allowed, its end.
        case element(isFirst: Bool)
        case afterElement
        case end
    }

    private var elements: Elements
    private let id: Int
    private let utcOffset: Int?
    private var place = Place.start
    private var hasList = false
    private var hasNull = false
    private var failure: Envelope<Elements.Value>?
    private var answerID: Int?

    /// What has come and is not read yet.
    private var pending: [UInt8] = []
    /// Bytes of the answer before those.
    private var origin = 0
    /// Bytes that are waited for before reading goes on: where much of a long element is there,
    /// beginning anew with every few bytes would take for ever.
    private var awaited = 1

    /// - Parameters:
    ///   - id: the id that the request had.
    ///   - utcOffset: seconds by which the server's local time is ahead of UTC, where it is known.
    ///   - elements: makes what reads the list.
    init(id: Int, utcOffset: Int? = nil, _ elements: () -> Elements) {
        self.id = id
        self.utcOffset = utcOffset
        self.elements = elements()
    }

    /// Takes the next bytes of the answer.
    mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) {
        pending.append(contentsOf: bytes)
        guard pending.count >= awaited else { return }
        try readPending(isLast: false)
        guard pending.count <= Self.longestPart else {
            throw JSONError(reason: .tooLarge, offset: origin)
        }
        awaited = pending.count * 2 + 1
    }

    /// Ends the answer.
    ///
    /// - Returns: the result, or the error that the answer is.
    /// - Throws: `JSONError`.
    mutating func finish() throws(JSONError) -> Envelope<Elements.Value> {
        try readPending(isLast: true)
        guard case .end = place else { throw JSONError(reason: .truncated, offset: origin) }
        if let failure { return failure }
        guard hasList else {
            throw JSONError(
                reason: hasNull
                    ? .typeMismatch(expected: "array", found: "null") : .missingKey("result"),
                offset: origin)
        }
        guard answerID == id else {
            throw JSONError(
                reason: .typeMismatch(expected: "id \(id)", found: "another id"), offset: origin)
        }
        return .result(elements.finish())
    }

    // MARK: Parts

    private mutating func readPending(isLast: Bool) throws(JSONError) {
        // Taken out, so that nothing is copied where its beginning is dropped.
        var bytes = pending
        pending = []
        let result: Result<Int, JSONError> = bytes.withUnsafeBufferPointer { buffer in
            do throws(JSONError) {
                guard buffer.count > 0 else { return .success(0) }
                return .success(
                    try JSONReader.read(
                        part: buffer, origin: origin, utcOffset: utcOffset
                    ) { reader throws(JSONError) in
                        try readParts(&reader, isLast: isLast)
                    })
            } catch {
                return .failure(error)
            }
        }
        let read = try result.get()
        bytes.removeSubrange(..<read)
        pending = bytes
        origin += read
    }

    /// Reads as many parts as there are; returns where the next one begins.
    private mutating func readParts(
        _ reader: inout JSONReader, isLast: Bool
    ) throws(JSONError) -> Int {
        while true {
            let start = reader.position
            do throws(JSONError) {
                if case .end = place {
                    reader.skipWhitespace()
                    guard reader.position == reader.end else {
                        throw reader.failure(.trailingBytes)
                    }
                    return reader.position
                }
                try readPart(&reader)
            } catch {
                guard error.reason == .truncated, !isLast else { throw error }
                return start
            }
        }
    }

    private mutating func readPart(_ reader: inout JSONReader) throws(JSONError) {
        switch place {
        case .start:
            reader.depth = 0
            try reader.require(.object)
            reader.position += 1
            place = .member(isFirst: true)
        case .member(let isFirst):
            reader.depth = 1
            if isFirst, try reader.passes(UInt8(ascii: "}")) {
                place = .end
            } else {
                try readMember(&reader)
            }
        case .afterMember:
            let goesOn = try reader.readSeparator(before: UInt8(ascii: "}"))
            place = goesOn ? .member(isFirst: false) : .end
        case .element(let isFirst):
            reader.depth = 2
            if isFirst, try reader.passes(UInt8(ascii: "]")) {
                place = .afterMember
            } else {
                try elements.readElement(&reader)
                place = .afterElement
            }
        case .afterElement:
            let goesOn = try reader.readSeparator(before: UInt8(ascii: "]"))
            place = goesOn ? .element(isFirst: false) : .afterMember
        case .end: break
        }
    }

    private mutating func readMember(_ reader: inout JSONReader) throws(JSONError) {
        let key = try reader.readText()
        let isResult = key == "result"
        let isError = key == "error"
        let isID = key == "id"
        try reader.expect(UInt8(ascii: ":"))
        if isResult, try reader.peekByte() != UInt8(ascii: "n") {
            try reader.require(.array)
            reader.position += 1
            guard !hasList, !hasNull else { throw reader.failure(.repeatedKey("result")) }
            hasList = true
            place = .element(isFirst: true)
            return
        }
        var failure = self.failure
        var answerID = self.answerID
        if isResult {
            guard !hasList, !hasNull else { throw reader.failure(.repeatedKey("result")) }
            _ = try reader.readNull()
        } else if isError {
            failure = try Envelope.readError(&reader)
        } else if isID {
            answerID = try reader.readNull() ? 0 : reader.readInt()
        } else {
            try reader.skipValue()
        }
        // A number may go on where the bytes end.
        _ = try reader.peekByte()
        if isResult { hasNull = true }
        self.failure = failure
        self.answerID = answerID
        place = .afterMember
    }
}

extension JSONReader {
    /// Passes a byte where it is the next one.
    fileprivate mutating func passes(_ byte: UInt8) throws(JSONError) -> Bool {
        guard try peekByte() == byte else { return false }
        position += 1
        return true
    }

    /// Passes a comma, or the closing byte, in which case it returns false.
    fileprivate mutating func readSeparator(before closing: UInt8) throws(JSONError) -> Bool {
        let byte = try peekByte()
        guard byte == UInt8(ascii: ",") || byte == closing else {
            throw failure(.unexpectedByte(byte))
        }
        position += 1
        return byte != closing
    }
}

/// Reads wire objects into a list.
struct ObjectListReader<Object: WireObject>: ElementReader {
    /// Bytes that a list may take beside its texts: `{}` is two in an answer, and a hundred here.
    private let mostBytes: Int
    private var objects: [Object] = []
    private let shape = ObjectShape<Interest>()
    private let required = Object.required

    init(mostBytes: Int = 128 << 20) { self.mostBytes = mostBytes }

    mutating func readElement(_ reader: inout JSONReader) throws(JSONError) {
        guard (objects.count + 1) * MemoryLayout<Object>.stride <= mostBytes else {
            throw reader.failure(.tooLarge)
        }
        var object = Object()
        try shape.readObject(&reader, required: required) {
            object = Object()
        } _: { reader, key throws(JSONError) in
            try object.read(key, from: &reader)
        }
        if let key = object.emptyKey {
            throw reader.failure(.badValue(key: "\(key)", value: "empty"))
        }
        objects.append(object)
    }

    consuming func finish() -> [Object] { objects }
}
