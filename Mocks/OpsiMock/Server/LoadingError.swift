import Foundation

extension OpsiMock {
    /// Why a file cannot be used.
    public struct LoadingError: Error, CustomStringConvertible {
        /// What is wrong, where, and what is expected instead.
        public let description: String
        /// Whether there was no file to read, rather than a bad one.
        public let isMissingFile: Bool

        init(_ description: String, isMissingFile: Bool = false) {
            self.description = description
            self.isMissingFile = isMissingFile
        }
    }

    /// Reads a file, whose name and kind are in the error where that fails.
    static func load<Value>(
        _ kind: String, _ path: String, _ read: ([UInt8]) throws -> Value
    ) throws -> Value {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw LoadingError(
                "cannot read \(kind) file '\(path)': \(error.localizedDescription)",
                isMissingFile: true)
        }
        do {
            return try read([UInt8](data))
        } catch let error as LoadingError {
            throw LoadingError("\(kind) file '\(path)': \(error.description)")
        }
    }
}
