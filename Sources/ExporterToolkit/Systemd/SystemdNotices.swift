import LocalSystem
import Synchronization

/// What systemd is told, in an order that makes sense to it: nothing of reloads before the exporter
/// serves, as that would pass for being ready, and nothing after it began to end.
public final class SystemdNotices: Sendable {
    private enum Phase {
        case starting
        case serving
        case stopping
    }

    let socket: NotifySocket
    private let phase = Mutex(Phase.starting)

    /// Notices to the systemd that started this process; nil where none did that wants to be told.
    /// Nothing is told yet.
    public convenience init?() {
        guard let socket = NotifySocket(ProcessEnvironment.variables()) else { return nil }
        self.init(socket)
    }

    init(_ socket: NotifySocket) {
        self.socket = socket
    }

    /// The exporter serves.
    func serving(_ status: String) {
        phase.withLock { phase in
            guard phase == .starting else { return }
            phase = .serving
            socket.ready(status)
        }
    }

    /// The configuration is being read anew, or has been.
    ///
    /// - Parameter reload: which of it.
    public func reload(_ reload: ReloadPhase) {
        phase.withLock { phase in
            guard phase == .serving else { return }
            switch reload {
            case .began: socket.reloading()
            case .ended(true): socket.ready("Reloaded")
            case .ended(false): socket.ready("Reload failed; the old configuration stays")
            }
        }
    }

    /// The exporter is ending.
    func stopping() {
        phase.withLock { phase in
            phase = .stopping
            socket.stopping()
        }
    }
}
