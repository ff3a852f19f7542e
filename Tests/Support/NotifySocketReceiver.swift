import Foundation

/// A datagram socket, as systemd has one for notices.
public final class NotifySocketReceiver: Sendable {
    private let descriptor: Int32

    /// Opens it at a path, or under a name after an @.
    public init(_ name: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let isAbstract = name.hasPrefix("@")
        let bytes = Array(name.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: bytes)
            if isAbstract { path[0] = 0 }
        }
        let length = socklen_t(2 + bytes.count + (isAbstract ? 0 : 1))
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length)
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EINVAL) }
        // A message that never comes fails the test, instead of holding it up for ever.
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience,
            socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// The variables of the next message.
    public func next() async throws -> [String: String] {
        let descriptor = descriptor
        let text = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<String, any Error>) in
            Thread.detachNewThread {
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count >= 0 else {
                    return continuation.resume(throwing: CancellationError())
                }
                continuation.resume(
                    returning: String(decoding: buffer[..<count], as: UTF8.self))
            }
        }
        return text.split(separator: "\n").reduce(into: [:]) { variables, line in
            let pair = line.split(separator: "=", maxSplits: 1)
            variables[String(pair[0])] = String(pair[1])
        }
    }
}
