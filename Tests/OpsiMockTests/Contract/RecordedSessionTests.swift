import OpsiMock
import Testing

/// The recorded session: calls in the order in which they were made, each seeing what those
/// before it changed.
@Suite struct RecordedSessionTests {
    static let recordings = Recording.all
        .filter { recording in
            !["auth.", "session.", "wire."].contains { recording.name.hasPrefix($0) }
                && leftOutRecordings[recording.name] == nil
        }

    private static func place(_ recording: Recording) -> Int {
        // These were made in sessions of their own, before anything had changed.
        let early = [
            "backend_getInterface.summary", "backend_info", "host_getObjects.named_params",
        ]
        return early.contains(recording.name) ? 0 : recording.id ?? 0
    }

    /// The server got its first fleet back before the calls with these ids.
    private static let resets = [199, 213, 227]

    @Test(arguments: 0...resets.count)
    func eachCallAnswersAsRecorded(part: Int) async throws {
        var configuration = OpsiMock.Configuration()
        configuration.clock = .fixed(1_795_364_328)
        configuration.knownEvents = ["on_demand", "timer"]
        for host in Fleet.recorded.clientIds
        where !["fakeclientd.fleet.test", "pc-new-01.fleet.test", "pc-new-02.fleet.test"]
            .contains(host)
        {
            configuration.reachability[host] = .refusing
        }
        let recordings = Self.recordings.sorted { Self.place($0) < Self.place($1) }
            .filter { recording in
                Self.resets.count { $0 <= Self.place(recording) } == part
            }
        #expect(!recordings.isEmpty)
        try await withOpsiMock(fleet: .recorded, configuration: configuration) {
            mock in
            let caller = Caller(mock).with(header: "content-type", "application/json")
            for recording in recordings {
                for step in missingSteps[recording.name] ?? [] {
                    let reply = try await caller.send("POST", "/rpc", body: Array(step.utf8))
                    #expect(reply.message == nil, "before \(recording.name)")
                }
                let reply = try await caller.send(
                    recording.method, recording.path, body: recording.body)
                let strictness: Strictness =
                    shapeOnlyRecordings[recording.name] == nil ? .values : .shape
                let comparison = Comparison(
                    recording, reply, strictness: strictness, body: reply.node)
                #expect(comparison.differences == [], "\(recording.name)")
            }
        }
    }
}

/// Calls that the session made and the recording lacks, before the calls that show their effect.
private let missingSteps: [String: [String]] = [
    "host_updateObjects.readback": [
        call(
            "host_updateObjects",
            #"[[{"type":"OpsiClient","id":"pc-golden-01.fleet.test","description":"changed"}]]"#)
    ],
    "productOnClient_updateObjects.no_row_yet.readback": [
        call(
            "productOnClient_updateObjects",
            """
            [[{"type":"ProductOnClient","productId":"firefox","productType":"LocalbootProduct",\
            "clientId":"pc-new-01.fleet.test","actionRequest":"setup"}]]
            """)
    ],
    "productOnClient_create.short.readback": [
        call("productOnClient_create", #"["vlc","LocalbootProduct","pc-acc-03.fleet.test"]"#)
    ],
    "productOnClient_createObjects.overwrites.readback": [
        call(
            "productOnClient_createObjects",
            """
            [[{"type":"ProductOnClient","productId":"firefox","productType":"LocalbootProduct",\
            "clientId":"pc-new-02.fleet.test","actionRequest":"setup"}]]
            """)
    ],
]

private func call(_ method: String, _ params: String) -> String {
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":\(params)}"
}
