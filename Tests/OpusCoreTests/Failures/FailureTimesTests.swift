import OpsiMock
import TestSupport
import Testing

@testable import OpusCore
@testable import OpusServer

@Suite("Since when a client is failed")
struct FailureTimesTests {
    private static let start = 1_795_369_413
    private static let client: ObjectID = "pc1.test"

    private static func fleet(_ rows: String) -> String {
        """
        {"host": [{"id": "config.test", "type": "OpsiConfigserver"},
        {"id": "pc1.test", "type": "OpsiClient"}],
        "productOnDepot": [
        {"productId": "firefox", "depotId": "config.test", "productType": "LocalbootProduct",
        "productVersion": "1", "packageVersion": "1"}],
        "productOnClient": [\(rows)]}
        """
    }

    private static func row(
        _ product: String = "firefox", result: String = "failed", request: String = "none",
        ago seconds: Int
    ) -> String {
        """
        {"clientId": "pc1.test", "productId": "\(product)", "productType": "LocalbootProduct",
        "actionResult": "\(result)", "actionRequest": "\(request)", "productVersion": "1",
        "packageVersion": "1", "installationStatus": "unknown",
        "modificationTime": "\(LocalTimestamp(seconds: start - seconds).text)"}
        """
    }

    /// What a monitor says after each of some states of the rows.
    private static func since(
        _ states: [String], fullInterval: Duration = .seconds(9_999_999)
    ) async throws -> [Int?] {
        var found: [Int?] = []
        try await withOpus(
            try OpsiMock.Fleet(json: fleet(states[0])), clock: .fixed(start)
        ) { opus, mock in
            let monitor = FleetMonitor(opus, refreshing: .init(fullInterval: fullInterval))
            for state in states {
                let fleet = try OpsiMock.Fleet(json: Self.fleet(state))
                mock.withFleet { $0 = fleet }
                found.append(try await monitor.refresh().failedSince[client].map { start - $0 })
            }
        }
        return found
    }

    @Test(
        "a retry moves the row's time, and not that, be it read in full or not",
        arguments: [0, 9_999])
    func retry(fullInterval: Int) async throws {
        let since = try await Self.since(
            [
                Self.row(ago: 5_000), Self.row(request: "setup", ago: 100), Self.row(ago: 10),
                Self.row(result: "successful", ago: 5), Self.row(ago: 2),
            ], fullInterval: .seconds(fullInterval))
        #expect(since == [5_000, 5_000, 5_000, nil, 2])
    }

    @Test("it is the oldest failure that still is")
    func several() async throws {
        let first = Self.row(ago: 5_000)
        let since = try await Self.since([
            first, first + "," + Self.row("7zip", ago: 300),
            Self.row(result: "successful", ago: 200) + "," + Self.row("7zip", ago: 300),
        ])
        #expect(since == [5_000, 5_000, 300])
    }
}
