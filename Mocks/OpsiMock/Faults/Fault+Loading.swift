extension OpsiMock.Fault {
    /// Reads a file of faults.
    ///
    /// - Parameter path: The path of a JSON list of
    ///   `{"method", "fault", "after", "count", "seconds"}`, where only `fault` must be given.
    /// - Returns: The faults in the file's order.
    /// - Throws: ``OpsiMock/LoadingError`` where the file cannot be read or is no such list.
    public static func list(contentsOf path: String) throws -> [OpsiMock.Fault] {
        try OpsiMock.load("faults", path) { try list(json: $0) }
    }

    /// Reads a list of faults.
    ///
    /// - Parameter json: A JSON list, see ``list(contentsOf:)``.
    /// - Returns: The faults in the list's order.
    /// - Throws: ``OpsiMock/LoadingError`` where it is no such list.
    public static func list(json: [UInt8]) throws -> [OpsiMock.Fault] {
        guard let value = try? JSONParser.value(of: json), case .array(let elements) = value else {
            throw OpsiMock.LoadingError(
                "expected a JSON list of {\"method\", \"fault\", \"after\", \"count\", "
                    + "\"seconds\"}")
        }
        return try elements.enumerated().map { index, element in
            try fault(element, at: "fault \(index + 1)")
        }
    }

    private static func fault(_ value: JSON, at place: String) throws -> OpsiMock.Fault {
        func failure(_ text: String) -> OpsiMock.LoadingError { .init("\(place): \(text)") }
        guard case .object(let object) = value else { throw failure("is no object") }
        let known = ["method", "fault", "after", "count", "seconds", "status"]
        if let key = object.keys.first(where: { !known.contains($0) }) {
            throw failure("unknown key '\(key)'; known: \(known.joined(separator: ", "))")
        }
        guard var name = object["fault"]?.string else { throw failure("has no \"fault\"") }
        if name == "status", let code = object["status"]?.integer { name = "status:\(code)" }
        guard let kind = Kind(name: name) else {
            let names = Kind.descriptions.map(\.name).joined(separator: ", ")
            throw failure("unknown fault '\(name)'; known: \(names)")
        }
        func number(_ key: String) throws -> Double? {
            switch object[key] ?? .null {
            case .null: return nil
            case .integer(let value) where value >= 0: return Double(value)
            case .number(let value) where value >= 0: return value
            default: throw failure("\"\(key)\" must be a number, 0 or more")
            }
        }
        return try OpsiMock.Fault(
            kind, method: object["method"]?.string, after: number("after").map { Int($0) } ?? 0,
            count: number("count").map { Int($0) }, seconds: number("seconds"))
    }
}
