import OpsiMock
import Testing

@Suite struct ClockTests {
    @Test func aFixedClockIsSeenEverywhere() async throws {
        var configuration = OpsiMock.Configuration.noon
        configuration.utcOffset = 7200
        try await withOpsiMock(fleet: .small, configuration: configuration) { mock in
            let caller = Caller(mock)
            let reply = try await caller.call("getServiceTime")
            #expect(reply.header("x-date-unix-timestamp") == "1781524800")
            #expect(reply.header("date") == "Mon, 15 Jun 2026 12:00:00 UTC")
            #expect(reply.result?.string?.hasPrefix("2026-06-15 14:00:00") == true)
            let utc = try await caller.result("getServiceTime", true)
            #expect(utc.string?.hasPrefix("2026-06-15 12:00:00") == true)
            try await caller.call("host_createOpsiClient", "new.opus.test")
            let created = mock.withFleet { $0.objects(in: .host).last?["created"] }
            #expect(created == "2026-06-15 14:00:00")
        }
    }

    @Test func theClockCanBeSet() async throws {
        try await withOpsiMock(fleet: .small, configuration: .noon) { mock in
            mock.clock = .fixed(86_399)
            mock.utcOffset = 1
            #expect(mock.now == "1970-01-02 00:00:00")
            let reply = try await Caller(mock).with(nil).call("getDomain")
            #expect(reply.status == 401)
            #expect(reply.header("x-date-unix-timestamp") == "86399")
            #expect(reply.header("date") == "Thu, 01 Jan 1970 23:59:59 UTC")
        }
    }
}
