import Foundation
import OpsiMock
import TestSupport
import Testing

/// Bytes that mean harm.
extension MessagebusTests {
    // MARK: Hostile bytes

    /// Whatever comes in a frame is answered or passed on; the connection goes on.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func survivesAnyBytes(_ seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        try await withBus { mock, client in
            let valid = BusClient.request("add", ["event:test"]).messagePack
            for round in 0..<700 {
                var bytes = valid
                if round % 3 == 0 {
                    bytes = (0..<Int.random(in: 0..<64, using: &random)).map { _ in
                        UInt8.random(in: 0...255, using: &random)
                    }
                } else {
                    for _ in 0..<Int.random(in: 1...3, using: &random) {
                        let place = Int.random(in: bytes.indices, using: &random)
                        bytes[place] = UInt8.random(in: 0...255, using: &random)
                    }
                    if round % 3 == 1 {
                        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
                    }
                }
                try await client.send(bytes: bytes)
            }
            let last = BusClient.request("add", ["event:host_deleted"])
            try await client.send(last)
            var isSubscribed = false
            while !isSubscribed {
                let frame = await client.next()
                #expect(frame != .end)
                if frame == .end { return }
                guard case .message(let answer) = frame else { continue }
                let channels = answer["subscribed_channels"]?.array ?? []
                isSubscribed = channels.contains("event:host_deleted")
            }
        }
    }

    /// Deep nesting and promises of more than there is neither exhaust the stack nor the memory.
    @Test(arguments: [
        [UInt8](repeating: 0x91, count: 100_000), [0xDD, 0xFF, 0xFF, 0xFF, 0xFF],
        [0xDF, 0xFF, 0xFF, 0xFF, 0xFF], [0xDB, 0xFF, 0xFF, 0xFF, 0xFF], [0xC6, 0x7F, 0xFF, 0xFF],
        [0xCF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xC1], [],
        [0x81, 0x01, 0x02], [0xA1, 0xFF],
    ])
    func refusesMalformedMessagePack(_ bytes: [UInt8]) async throws {
        try await withBus { mock, client in
            try await client.send(bytes: bytes)
            let error = try await client.message()
            #expect(error["type"] == "general_error")
            #expect(error["ref_id"] == nil)
        }
    }
}
