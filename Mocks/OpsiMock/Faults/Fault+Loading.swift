import Foundation

extension OpsiMock.Fault {
    /// Why a file of faults cannot be used.
    public struct LoadingError: Error, CustomStringConvertible {
        /// What is wrong, where, and what is expected instead.
        public let description: String
        /// Whether there was no file to read, rather than a bad one.
        public let isMissingFile: Bool
    }

    /// Reads a file of faults.
    ///
    /// - Parameter path: The path of a JSON list of
    ///   `{"method", "fault", "after", "count", "seconds"}`, where only `fault` must be given.
    /// - Returns: The faults in the file's order.
    /// - Throws: ``LoadingError`` where the file cannot be read or is no such list.
    public static func list(contentsOf path: String) throws -> [OpsiMock.Fault] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw LoadingError(
                description: "cannot read faults file '\(path)': \(error.localizedDescription)",
                isMissingFile: true)
        }
        do {
            return try list(json: [UInt8](data))
        } catch let error as LoadingError {
            throw LoadingError(
                description: "faults file '\(path)': \(error.description)", isMissingFile: false)
        }
    }

    /// Reads a list of faults.
    ///
    /// - Parameter json: A JSON list, see ``list(contentsOf:)``.
    /// - Returns: The faults in the list's order.
    /// - Throws: ``LoadingError`` where it is no such list.
    public static func list(json: [UInt8]) throws -> [OpsiMock.Fault] {
        guard let value = try? JSONParser.value(of: json), case .array(let elements) = value else {
            throw LoadingError(
                description: "expected a JSON list of {\"method\", \"fault\", \"after\", "
                    + "\"count\", \"seconds\"}",
                isMissingFile: false)
        }
        return try elements.enumerated().map { index, element in
            try fault(element, at: "fault \(index + 1)")
        }
    }

    private static func fault(_ value: JSON, at place: String) throws -> OpsiMock.Fault {
        func failure(_ text: String) -> LoadingError {
            LoadingError(description: "\(place): \(text)", isMissingFile: false)
        }
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
