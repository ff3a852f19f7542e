public import OpsiMock
import TestSupport

extension OpsiMock.Fleet {
    /// The fleet of `fleet-example.json`, whose counts are given with it.
    public static var example: Self {
        get throws { try Self(json: Fixture.text("fleet-example.json")) }
    }

    /// The fleet of the real server behind the recordings.
    public static var recorded: Self {
        get throws { try Self(json: Fixture.text("fleet-recorded.json")) }
    }
}
