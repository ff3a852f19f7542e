import CZlib
import Foundation

/// What a client packs its logs into: a ZIP archive of one file, which is stored as it is.
enum LogArchive {
    /// The archive.
    ///
    /// - Parameters:
    ///   - text: the log.
    ///   - name: the file's name.
    /// - Returns: its bytes.
    static func of(_ text: String, name: String) -> [UInt8] {
        let content = Array(text.utf8)
        let sum = UInt32(truncatingIfNeeded: crc32(0, content, UInt32(content.count)))
        let local: [UInt8] = record(0x0403_4B50) + common(name, content, sum) + Array(name.utf8)
        let central: [UInt8] =
            record(0x0201_4B50) + short(20) + common(name, content, sum)
            // No comment, the first disk, no attributes, and where the file begins.
            + short(0) + short(0) + short(0) + record(0) + record(0) + Array(name.utf8)
        let end =
            record(0x0605_4B50) + short(0) + short(0) + short(1) + short(1)
            + record(UInt32(central.count)) + record(UInt32(local.count + content.count))
            + short(0)
        return local + content + central + end
    }

    /// What both heads of a file have in common: version 2.0, names in UTF-8, stored, on the first
    /// day of 1980.
    private static func common(_ name: String, _ content: [UInt8], _ sum: UInt32) -> [UInt8] {
        let size = record(UInt32(content.count))
        return short(20) + short(0x0800) + short(0) + short(0) + short(0x21) + record(sum) + size
            + size + short(UInt16(name.utf8.count)) + short(0)
    }

    private static func short(_ value: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    private static func record(_ value: UInt32) -> [UInt8] {
        short(UInt16(truncatingIfNeeded: value)) + short(UInt16(truncatingIfNeeded: value >> 16))
    }
}

/// Files that clients have sent for somebody to fetch.
struct FileTransfers: Sendable {
    /// Older ones go: nobody fetches them any more.
    private static let most = 20

    private var files: [(id: String, content: [UInt8])] = []

    /// Keeps a file; returns the id by which it is fetched.
    mutating func add(_ content: [UInt8]) -> String {
        let id = UUID().uuidString.lowercased()
        files.append((id, content))
        if files.count > Self.most { files.removeFirst() }
        return id
    }

    subscript(id: Substring) -> [UInt8]? { files.first { $0.id == id }?.content }
}
