import NIOCore
import Synchronization

extension OpsiMock {
    /// A change of the fleet that waits for a call.
    struct PendingChange: Sendable {
        let method: String
        let clock: Clock?
        let change: @Sendable (inout Fleet) -> Void
    }

    /// Changes the fleet right after the next call of a method was answered, so that the calls
    /// after it see another fleet than those before.
    ///
    /// - Parameters:
    ///   - method: The RPC method to wait for.
    ///   - clock: What the server takes for the time from then on; nothing for no change of that.
    ///   - change: Gets the fleet; runs once. It may ask for the next change.
    public func changeFleet(
        after method: String, settingClock clock: Clock? = nil,
        _ change: @escaping @Sendable (inout Fleet) -> Void
    ) {
        pendingChanges.withLock {
            $0.append(PendingChange(method: method, clock: clock, change: change))
        }
    }

    func applyChanges(after method: String) {
        let due = pendingChanges.withLock { pending in
            let due = pending.filter { $0.method == method }
            pending.removeAll { $0.method == method }
            return due
        }
        guard !due.isEmpty else { return }
        world.withLock { world in
            for change in due {
                if let clock = change.clock { world.clock = clock }
                change.change(&world.fleet)
            }
        }
    }

    /// Closes all connections as a server does that they were idle at for too long; new ones are
    /// welcome.
    public func closeIdleConnections() async {
        let channels = connections.withLock { Array($0.channels.values) }
        for channel in channels {
            // It fails only where it is closed already.
            try? await channel.close().get()
        }
    }
}

extension OpsiMock {
    /// Writes a log as a client does that sends its own.
    ///
    /// - Parameters:
    ///   - text: Its text.
    ///   - clientId: The client.
    ///   - type: Which log.
    ///   - append: Whether what is there stays.
    public func writeLog(
        _ text: String, of clientId: String, type: String = "instlog", append: Bool = false
    ) async {
        world.withLock {
            $0.writeLog(LogName(type: type, objectId: clientId), text, append: append)
        }
        await publishEvents()
    }
}
