/// A client that is alive: off, waiting, or at work on what was requested.
struct Agent: Sendable {
    enum Phase: Sendable {
        case off
        case waiting
        case working(Work)
    }

    /// The products that a client is at.
    struct Work: Sendable {
        enum Step: Sendable {
            case begin, cached, telling, end
        }

        var products: [String]
        var step = Step.begin
        var log: InstallationLog
    }

    let id: String
    /// Whether it caches products before it installs them, as clients behind a slow line do.
    let caches: Bool
    var phase: Phase
    /// When it does something next, since life began; nothing for never.
    var due: Duration?
    /// How often it ran each product, on which the chances of the next run hang.
    var attempts: [String: Int] = [:]
    /// How often it has looked.
    var looks = 0
    /// How it was told to go off.
    var leaves: Leaving?

    enum Leaving: Sendable {
        case shutdown, reboot
    }

    var isOn: Bool { if case .off = phase { false } else { true } }
    var isWaiting: Bool { if case .waiting = phase { true } else { false } }
}

/// What reaches an agent.
enum AgentSignal: Sendable, Equatable {
    /// Something was requested of a client.
    case request(String)
    /// The server calls a client, with the name of the call and of an event.
    case call(String, method: String, event: String?)
}
