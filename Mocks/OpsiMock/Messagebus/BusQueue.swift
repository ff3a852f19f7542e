import NIOCore

/// What waits to be sent over a connection. Each channel keeps about a thousand messages, as the
/// server's streams do: who reads too slowly misses the oldest ones and is told nothing.
struct BusQueue: Sendable {
    /// What a channel keeps.
    static let limit = 1_000

    private var waiting: [String: CircularBuffer<(number: Int, bytes: [UInt8])>] = [:]
    private var last = 0
    private(set) var count = 0

    mutating func append(_ bytes: [UInt8], on channel: String) {
        var stream = waiting[channel] ?? .init()
        if stream.count == Self.limit {
            stream.removeFirst()
            count -= 1
        }
        last += 1
        count += 1
        stream.append((last, bytes))
        waiting[channel] = stream
    }

    /// The oldest message.
    mutating func next() -> [UInt8]? {
        let oldest = waiting.min {
            ($0.value.first?.number ?? .max) < ($1.value.first?.number ?? .max)
        }
        guard let channel = oldest?.key, let entry = waiting[channel]?.popFirst() else {
            return nil
        }
        if waiting[channel]?.isEmpty ?? true { waiting[channel] = nil }
        count -= 1
        return entry.bytes
    }
}
