import Foundation
import HummingbirdCore
import NIOCore

extension OpsiMock {
    /// Spoils the answer to a request.
    func inject(
        _ fault: Fault, into request: Incoming, batch: Result<RPCBatch, RPCError>,
        with writer: consuming ResponseWriter, on channel: any Channel
    ) async throws {
        switch fault.kind {
        case .refuse: try await Self.reset(channel)
        default:
            let (outgoing, _) = await answer(request, batch: batch)
            try await Self.write(outgoing, to: request, with: writer)
        }
    }

    /// Closes a connection with a reset instead of an orderly end.
    static func reset(_ channel: any Channel) async throws {
        // Without lingering, closing throws away what is unsent and resets.
        if let options = channel as? any SocketOptionProvider {
            try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await channel.close()
    }
}
