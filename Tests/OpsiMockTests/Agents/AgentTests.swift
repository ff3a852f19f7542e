import Foundation
import OpsiMock
import TestSupport
import Testing

/// Clients that live: what they do with what is requested of them.
@Suite(.timeLimit(.minutes(20))) struct AgentTests {
    private static let channels = ["productOnClient_updated", "host_connected", "log_updated"]
        .map { "event:\($0)" }

    static func configuration(
        pace: Duration = .milliseconds(1), _ change: (inout OpsiMock.AgentConfiguration) -> Void
    ) -> OpsiMock.Configuration {
        var agents = OpsiMock.AgentConfiguration()
        agents.pace = pace
        agents.failing = 0
        agents.deferring = 0
        agents.interrupted = 0
        agents.rebooting = 0
        agents.leaving = 0
        agents.telling = 0
        agents.off = 0
        agents.goingOff = 0
        // So that they look when something reaches them, and not before.
        agents.stepsBetweenLooks = 1_000_000
        change(&agents)
        return .init { $0.agents = agents }
    }

    /// What the messagebus tells until a client has sent its log.
    private func eventsUntilLog(_ client: BusClient, of id: String) async throws -> [Node] {
        var events: [Node] = []
        while true {
            let message = try await client.message()
            if message["event"] == "log_updated", message["data"]?["object_id"] == .string(id) {
                return events
            }
            if message["event"] == "productOnClient_updated", let data = message["data"] {
                events.append(data)
            }
        }
    }

    /// Requests a product on one client, and goes on when the client is done with it.
    private func withRun<Value>(
        _ configuration: OpsiMock.Configuration, action: String = "setup",
        _ body: (OpsiMock, BusClient, Caller, _ events: [Node], _ log: String) async throws -> Value
    ) async throws -> Value {
        try await withBus(.small, configuration: configuration, hearing: Self.channels) {
            mock, client in
            let caller = Caller(mock)
            _ = try await caller.result(
                "setProductActionRequest", "firefox", "pc1.opus.test", .string(action))
            let events = try await eventsUntilLog(client, of: "pc1.opus.test")
            let log = try await caller.result("log_read", "instlog", "pc1.opus.test")
            return try await body(mock, client, caller, events, log.string ?? "")
        }
    }

    /// What comes of a product that is requested on one client.
    func run(
        _ configuration: OpsiMock.Configuration, action: String = "setup"
    ) async throws -> (events: [Node], row: Node, log: String, runs: [OpsiMock.AgentRun]) {
        try await withRun(configuration, action: action) { mock, _, caller, events, log in
            let rows = try await caller.result(
                "productOnClient_getObjects", [],
                ["clientId": "pc1.opus.test", "productId": "firefox"])
            return (events, try #require(rows[0]), log, mock.agentRuns)
        }
    }

    /// As `opsi-cli support client-logs` asks for it.
    @Test func aClientPacksItsLogs() async throws {
        let configuration = Self.configuration { _ in }
        try await withRun(configuration) { _, client, caller, _, log in
            func ask(_ method: Node, _ rpcId: Node) async throws -> Node {
                try await client.send(
                    .object([
                        "type": "jsonrpc_request", "sender": "@",
                        "id": .string(UUID().uuidString.lowercased()),
                        "channel": "host:pc1.opus.test", "api_version": "2.0",
                        "rpc_id": rpcId, "method": method, "params": .array([]),
                    ]))
                while true {
                    let message = try await client.message()
                    if message["rpc_id"] == rpcId { return message }
                }
            }
            let answer = try await ask("getLogs", "1")
            #expect(answer["type"] == "jsonrpc_response")
            #expect(answer["sender"] == "host:pc1.opus.test")
            let file = try #require(answer["result"]?["file_id"]?.string)
            let reply = try await caller.send("GET", "/file-transfer/\(file)")
            #expect(reply.status == 200)
            // Stored as it is, between what a ZIP archive begins and ends with.
            let text = String(decoding: reply.body, as: UTF8.self)
            #expect(reply.body.starts(with: Array("PK".utf8) + [3, 4]))
            #expect(!log.isEmpty && text.contains("opsi-script.log" + log))
            #expect(try await caller.send("GET", "/file-transfer/none").status == 404)
            #expect(try await ask("noSuchThing", "2")["error"]?["message"] != nil)
        }
    }

    @Test func whatIsRequestedIsInstalled() async throws {
        let (events, row, log, runs) = try await run(Self.configuration { _ in })
        #expect(
            events.map { [$0["installationStatus"], $0["actionRequest"]] } == [
                [.null, "setup"], ["unknown", "setup"], ["installed", "none"],
            ])
        #expect(row["actionResult"] == "successful")
        #expect(row["actionProgress"] == "")
        #expect(row["lastAction"] == "setup")
        #expect(row["productVersion"] == "2.0")
        #expect(log.contains("[firefox] script finished: success\n"))
        #expect(
            runs == [
                .init(
                    clientId: "pc1.opus.test", productId: "firefox", action: "setup",
                    outcome: .success)
            ])
    }

    @Test func whatIsUninstalledHasNoVersion() async throws {
        let (_, row, _, _) = try await run(Self.configuration { _ in }, action: "uninstall")
        #expect(row["installationStatus"] == "not_installed")
        #expect(row["productVersion"] == .null)
        #expect(row["actionResult"] == "successful")
    }

    @Test func anAlwaysStays() async throws {
        let (_, row, _, _) = try await run(Self.configuration { _ in }, action: "always")
        #expect(row["actionRequest"] == "always")
        #expect(row["lastAction"] == "always")
    }

    /// The row has the reason, and the log what led to it.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func failuresHaveReasons(_ seed: UInt64) async throws {
        let (_, row, log, runs) = try await run(
            Self.configuration {
                $0.failing = 100
                $0.seed = seed
            })
        guard case .failure(let kind) = runs.first?.outcome else {
            Issue.record("it did not fail")
            return
        }
        #expect(row["actionResult"] == "failed")
        #expect(row["installationStatus"] == "unknown")
        if kind == .cache {
            #expect(row["actionProgress"]?.string?.hasPrefix("Cache failure: ") == true)
        } else {
            #expect(row["actionProgress"] == .string(kind.reason))
        }
        #expect(row["productVersion"] == "2.0")
        switch kind {
        case .filesMissing: #expect(log.contains("giving up") && !log.contains("script finished"))
        case .cache: break
        default: #expect(log.contains("[firefox] script finished: failed\n"))
        }
        if !kind.reason.isEmpty, ![.syntaxError, .runtimeError, .cache].contains(kind) {
            #expect(log.contains("Error level set to fatal: \(kind.reason)\n"))
        }
    }

    /// It is neither failed nor done: the request stays.
    @Test func aRunCanBePutOff() async throws {
        let (_, row, _, runs) = try await run(Self.configuration { $0.deferring = 100 })
        #expect(runs.first?.outcome == .deferral)
        #expect(
            ["Deferred", "defered due to running processes", "Suspended"]
                .contains(row["actionProgress"]?.string))
        #expect(row["actionResult"] == "none")
        #expect(row["actionRequest"] == "setup")
    }

    /// opsi-script has more than one word for it.
    @Test func whatIsPutOffSaysSoInSeveralWays() async throws {
        var words: Set<String> = []
        for seed in 1...24 as ClosedRange<UInt64> {
            let (_, row, _, _) = try await run(
                Self.configuration {
                    $0.deferring = 100
                    $0.seed = seed
                })
            words.insert(row["actionProgress"]?.string ?? "")
        }
        #expect(words == ["Deferred", "defered due to running processes", "Suspended"])
    }

    /// It is neither a success nor a failure, whatever the log says.
    @Test func aScriptCanLeaveEarly() async throws {
        let (_, row, log, runs) = try await run(Self.configuration { $0.leaving = 100 })
        #expect(runs.first?.outcome == .exit)
        #expect(row["actionProgress"] == "ExitScript")
        #expect(row["actionResult"] == "none")
        #expect(row["actionRequest"] == "none")
        #expect(log.contains("[firefox] script finished: success\n"))
    }

    /// Runs a body with clients that are all on, for whom time passes by hand, and one on the bus who
    /// has heard of each.
    static func withManualAgents(
        _ change: (inout OpsiMock.AgentConfiguration) -> Void = { _ in },
        _ body: (OpsiMock, BusClient, ManualClock) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        var configuration = configuration(pace: .seconds(3600), change)
        configuration.agentClock = clock
        try await withBus(.small, configuration: configuration, hearing: channels) { mock, client in
            clock.advance(by: .seconds(2 * 3600))
            for _ in mock.withFleet({ $0.clientIds }) {
                #expect(try await client.message()["event"] == "host_connected")
            }
            try await body(mock, client, clock)
        }
    }

    @Test func aScriptCanTellHowFarItIs() async throws {
        try await Self.withManualAgents({ $0.telling = 100 }) { mock, client, clock in
            let caller = Caller(mock)
            _ = try await caller.result(
                "setProductActionRequest", "firefox", "pc1.opus.test", "setup")
            _ = try await client.message()
            _ = try await caller.result("hostControlSafe_fireEvent", "on_demand", ["pc1.opus.test"])
            var progress: [String?] = []
            for _ in 0..<3 {
                _ = try await client.message()
                let row = mock.withFleet { $0.productOnClient("firefox", on: "pc1.opus.test") }
                progress.append(row?.actionProgress)
                clock.advance(by: .seconds(2 * 3600))
            }
            #expect(progress == ["installing", "Copying files", ""])
        }
    }

    /// The row stays as it was in the middle, and nothing is sent.
    @Test func aClientCanBeSwitchedOffInTheMiddle() async throws {
        let configuration = Self.configuration {
            $0.interrupted = 100
            $0.stepsOff = 1_000_000
        }
        try await withBus(
            .small, configuration: configuration, hearing: ["event:host_disconnected"]
        ) { mock, client in
            await mock.request("setup", of: "firefox", on: ["pc1.opus.test"])
            _ = try await client.message()
            let row = mock.withFleet { $0.productOnClient("firefox", on: "pc1.opus.test") }
            #expect(row?.actionProgress == "installing")
            #expect(row?.installationStatus == "unknown")
            #expect(row?.actionRequest == "setup")
            #expect(!mock.agentsThatAreOn.contains("pc1.opus.test"))
            #expect(try await Caller(mock).result("log_read", "instlog", "pc1.opus.test") == "")
        }
    }

    @Test func whoIsOffStaysSilent() async throws {
        let configuration = Self.configuration { $0.alwaysOff = ["pc1.opus.test"] }
        try await withBus(.small, configuration: configuration, hearing: Self.channels) {
            mock, client in
            await mock.request(
                "setup", of: "firefox", on: ["pc1.opus.test", "pc2.opus.test"])
            _ = try await eventsUntilLog(client, of: "pc2.opus.test")
            let connected = try await Caller(mock).result("host_getMessagebusConnectedIds")
            #expect(connected.array?.contains("pc1.opus.test") == false)
            let answer = try await Caller(mock).result(
                "hostControlSafe_fireEvent", "on_demand", ["pc1.opus.test"])
            let error = answer["pc1.opus.test"]?["error"]?.string
            #expect(error?.contains("Connection refused") == true)
            let row = mock.withFleet { $0.productOnClient("firefox", on: "pc1.opus.test") }
            #expect(row?.actionRequest == "setup")
        }
    }
}
