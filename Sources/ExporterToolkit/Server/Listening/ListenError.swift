import NIOCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A server can't listen where it was told to.
public struct ListenError: Error, CustomStringConvertible {
    /// Names the address, the reason and the way out.
    public let description: String

    init(socket: ListeningSocket, reason: String) {
        description = "cannot listen on \(socket.description): \(reason)"
    }

    /// - Parameters:
    ///   - socket: where it was to listen.
    ///   - error: what the system says.
    ///   - option: by which argument addresses are given, for the way out; nil where by none.
    init(socket: ListeningSocket, error: any Error, option: String?) {
        let reason =
            switch (error as? IOError)?.errnoCode {
            case EADDRINUSE:
                "another process uses this port; end it, or choose another address"
                    + (option.map { " with \($0)" } ?? "")
            case EACCES:
                "the system does not allow it; ports below 1024 need a privilege"
            case EADDRNOTAVAIL:
                "this machine does not have the address"
            case .some(let code):
                String(cString: strerror(code))
            case nil:
                error is SocketAddressError ? "the host name is not known" : "\(error)"
            }
        self.init(socket: socket, reason: reason)
    }
}
