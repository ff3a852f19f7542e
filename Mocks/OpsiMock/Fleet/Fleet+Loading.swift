extension OpsiMock.Fleet {
    /// Reads a fleet file.
    ///
    /// A fleet file is one JSON object with a list of wire objects for each of `host`,
    /// `configState`, `group`, `objectToGroup`, `product`, `productOnDepot`, `productOnClient`,
    /// `auditSoftware`, `auditSoftwareOnClient`, `auditHardwareOnHost`, `productDependency` and
    /// `config`. Missing keys are empty lists, other keys are ignored, and the objects are taken
    /// as they are.
    ///
    /// - Parameter path: The file's path.
    /// - Throws: ``OpsiMock/LoadingError`` where the file cannot be read or is no fleet.
    public init(contentsOf path: String) throws {
        self = try OpsiMock.load("fleet", path) { try Self(json: $0) }
    }

    /// Reads a fleet from the text of a fleet file.
    ///
    /// - Parameter json: The text, see ``init(json:)-([UInt8])``.
    /// - Throws: ``OpsiMock/LoadingError`` where it is no fleet.
    public init(json: String) throws { try self.init(json: Array(json.utf8)) }

    /// Reads a fleet from the content of a fleet file.
    ///
    /// - Parameter json: The bytes of a JSON object, see ``init(contentsOf:)``.
    /// - Throws: ``OpsiMock/LoadingError`` where it is no fleet.
    public init(json: [UInt8]) throws {
        self.init()
        var reader = JSONParser(json)
        do {
            try load(&reader)
        } catch let error as JSONError {
            let (line, column) = Self.place(of: error.offset, in: json)
            let reason =
                switch error.reason {
                case .truncated: "the text ends in the middle"
                case .malformed(let text): text
                case .invalidUTF8: "invalid UTF-8"
                }
            throw OpsiMock.LoadingError(
                "no valid JSON at line \(line), column \(column): \(reason)")
        }
    }

    private mutating func load(_ reader: inout JSONParser) throws {
        guard try reader.peek() == UInt8(ascii: "{") else {
            throw OpsiMock.LoadingError(
                "expected a JSON object with lists of objects, such as \"host\"")
        }
        // The closures can only throw what the reader throws, so other errors wait here.
        var failure: OpsiMock.LoadingError?
        try reader.members { key, reader throws(JSONError) in
            guard let table = TableName(rawValue: key) else {
                _ = try reader.value()
                return
            }
            guard try reader.peek() == UInt8(ascii: "[") else {
                failure = failure ?? .init("\"\(key)\" must be a list of objects")
                _ = try reader.value()
                return
            }
            var number = 0
            try reader.elements { reader throws(JSONError) in
                let value = try reader.value()
                guard case .object(let object) = value else {
                    failure = failure ?? .init("\"\(key)\" element \(number) is no object")
                    return
                }
                append(object, to: table)
                number += 1
            }
        }
        try reader.end()
        if let failure { throw failure }
    }

    mutating func append(_ object: JSONObject, to table: TableName) {
        if table == .productOnClient {
            productOnClient.append(object)
        } else {
            self[table].append(Row(object, table: table))
        }
    }

    private static func place(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return (line, before.count - lineStart + 1)
    }
}
