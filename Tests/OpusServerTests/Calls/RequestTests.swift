import Foundation
import TestSupport
import Testing

@testable import OpusServer

@Suite("Requests")
struct RequestTests {
    /// A method of `Server`, and the call that it must make.
    struct Call: Sendable, CustomTestStringConvertible {
        var method: String
        var params: JSONValue
        /// A result that suits it.
        var result = "[]"
        var make: @Sendable (Server) async throws -> Void
        var testDescription: String { "\(method) \(params)" }
    }

    static let client: JSONValue = [
        "id", "description", "notes", "hardwareAddress", "ipAddress", "inventoryNumber", "created",
        "lastSeen",
    ]
    static let group: JSONValue = ["id", "description", "parentGroupId"]
    private static let row: JSONValue = [
        "clientId", "productId", "productType", "installationStatus", "actionRequest",
        "actionResult",
        "lastAction", "actionProgress", "productVersion", "packageVersion", "modificationTime",
    ]
    private static let empty: JSONValue = [:]

    static let calls: [Call] = [
        Call(method: "host_getObjects", params: [client, ["type": ["OpsiClient"]]]) {
            _ = try await $0.clients()
        },
        Call(
            method: "host_getObjects",
            params: [client, ["type": ["OpsiClient"], "id": ["pc1.test"]]]
        ) {
            _ = try await $0.client("pc1.test")
        },
        Call(
            method: "host_getObjects",
            params: [
                ["id", "description", "isMasterDepot", "masterDepotId"],
                ["type": ["OpsiDepotserver"]],
            ]
        ) { _ = try await $0.depots() },
        Call(method: "group_getObjects", params: [group, ["type": ["HostGroup"]]]) {
            _ = try await $0.clientGroups()
        },
        Call(method: "group_getObjects", params: [group, ["type": ["HostGroup"], "id": ["a b"]]]) {
            _ = try await $0.clientGroups("a b")
        },
        Call(method: "group_getObjects", params: [group, ["type": ["ProductGroup"]]]) {
            _ = try await $0.productGroups()
        },
        Call(method: "objectToGroup_getObjects", params: [[], ["groupType": ["HostGroup"]]]) {
            _ = try await $0.clientGroupMembers()
        },
        Call(
            method: "objectToGroup_getObjects",
            params: [[], ["groupType": ["ProductGroup"], "groupId": ["office"]]]
        ) { _ = try await $0.productGroupMembers("office") },
        Call(
            method: "product_getObjects",
            params: [
                [
                    "id", "name", "productVersion", "packageVersion", "description",
                    "windowsSoftwareIds",
                    "setupScript", "uninstallScript", "updateScript", "alwaysScript", "onceScript",
                    "customScript",
                ], empty,
            ]
        ) { _ = try await $0.products() },
        Call(method: "productOnClient_getObjects", params: [row, empty]) {
            _ = try await $0.productsOnClient()
        },
        Call(method: "productOnClient_getObjects", params: [row, ["clientId": ["pc1.test"]]]) {
            _ = try await $0.productsOnClient("pc1.test")
        },
        Call(
            method: "productOnClient_getObjects",
            params: [
                [
                    "clientId", "productId", "productType", "installationStatus", "actionRequest",
                    "actionResult", "actionProgress",
                    "productVersion", "packageVersion", "modificationTime",
                ], ["clientId": ["pc1.test", "pc2.test"], "productType": ["LocalbootProduct"]],
            ]
        ) { _ = try await $0.table(.localboot.on(["pc1.test", "pc2.test"])) },
        Call(method: "productOnDepot_getObjects", params: [[], empty]) {
            _ = try await $0.productsOnDepot()
        },
        Call(method: "productOnDepot_getObjects", params: [[], ["depotId": ["d.test"]]]) {
            _ = try await $0.productsOnDepot("d.test")
        },
        Call(
            method: "auditSoftwareOnClient_getObjects",
            params: [
                [
                    "clientId", "name", "version", "subVersion", "language", "architecture",
                    "firstseen", "lastseen",
                ],
                ["clientId": ["pc1.test"]],
            ]
        ) { _ = try await $0.softwareOnClient("pc1.test") },
        Call(method: "configState_getClientToDepotserver", params: []) {
            _ = try await $0.clientDepots()
        },
        Call(method: "configState_getClientToDepotserver", params: [[], ["pc1.test"]]) {
            _ = try await $0.clientDepots("pc1.test")
        },
        Call(method: "accessControl_userIsAdmin", params: [], result: "true") {
            _ = try await $0.userIsAdmin()
        },
        Call(method: "backend_info", params: [], result: "{}") { _ = try await $0.serverInfo() },
    ]

    private static func send(_ call: Call) async throws -> ScriptedTransport.Request {
        let transport = ScriptedTransport { .result(call.result, to: $0) }
        try await call.make(try Server.scripted(transport))
        #expect(transport.requests.count == 1)
        return try #require(transport.requests.first)
    }

    @Test("Each method makes one call, with its parameters by position", arguments: calls)
    func parameters(call: Call) async throws {
        let request = try await Self.send(call)
        #expect(request.method == call.method)
        #expect(JSONValue.array(request.params) == call.params)
        #expect(request.jsonrpc == "2.0")
        #expect(
            request.headers == [
                "authorization": "Basic YWRtaW51c2VyOmxpbnV4MTIz",
                "content-type": "application/json",
                "accept": "application/json", "accept-encoding": "gzip",
                "user-agent": "opus/\(OpusVersion.current)",
            ])
    }

    @Test("The calls are shaped as recorded ones", arguments: calls)
    func shapes(call: Call) async throws {
        let request = try await Self.send(call)
        let shape = Self.shape(.array(request.params))
        let recorded = Recording.all.filter { $0.method == call.method && $0.status == 200 }
            .filter { $0.body["error"] == nil }
            .compactMap(\.params)
        #expect(recorded.contains { Self.shape($0) == shape })
        guard case .array(let params) = call.params, params.count == 2,
            case .object(let filter) = params[1]
        else { return }
        // What is filtered by is an attribute of the objects, or the server would refuse it.
        let objects = Recording.all.filter { $0.method == call.method }.compactMap(\.objects)
            .joined()
        let keys = objects.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        #expect(!objects.isEmpty && Set(filter.keys).isSubset(of: keys))
    }

    /// The kinds of the parameters.
    private static func shape(_ params: JSONValue) -> [String]? {
        guard case .array(let params) = params else { return nil }
        return params.map { param in
            switch param {
            case .array(let elements): elements.allSatisfy { $0.text != nil } ? "texts" : "list"
            case .object: "object"
            default: "other"
            }
        }
    }

    @Test("No secret is asked for", arguments: calls)
    func secrets(call: Call) async throws {
        let secrets: Set<String> = [
            "opsiHostKey", "oneTimePassword", "licenseKey", "uninstallString",
        ]
        let request = try await Self.send(call)
        let text = String(decoding: request.body, as: UTF8.self)
        for secret in secrets { #expect(!text.contains(secret)) }
        guard case .array(let attributes)? = request.params.first, attributes.isEmpty,
            request.params.count == 2
        else { return }
        // All attributes are asked for, so there may be no secret among them.
        let objects = Recording.all.filter { $0.method == call.method }.compactMap(\.objects)
            .joined()
        let keys = objects.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        #expect(secrets.isDisjoint(with: keys))
    }

    @Test(
        "A query filters by all that it says, and by nothing else",
        arguments: [
            (ProductOnClientQuery(), JSONValue.object([:])),
            (.failed, ["actionResult": ["failed"], "productType": ["LocalbootProduct"]]),
            (
                .pending.on(["pc1.test"]),
                [
                    "actionRequest": ["setup", "uninstall", "update", "once", "custom"],
                    "productType": ["LocalbootProduct"], "clientId": ["pc1.test"],
                ]
            ),
            (
                .products(["firefox"]).with { $0.changedAfter = LocalTimestamp(seconds: 1) },
                ["productId": ["firefox"], "modificationTime": ">1970-01-01 00:00:01"]
            ),
        ] as [(ProductOnClientQuery, JSONValue)])
    func queries(query: ProductOnClientQuery, filter: JSONValue) async throws {
        let transport = ScriptedTransport { .result("[]", to: $0) }
        let server = try Server.scripted(transport)
        _ = try await server.rows(query)
        _ = try await server.table(query)
        #expect(transport.requests.map { $0.params.last } == [filter, filter])
        #expect(
            transport.requests.map(\.method) == [
                "productOnClient_getObjects", "productOnClient_getObjects",
            ])
    }

    @Test(
        "The clock is the header's, the offset the difference of local time and it",
        arguments: [
            ("2026-11-22 18:00:00.5", 3_600), ("2026-11-22 17:00:01", 0),
            ("2026-11-22 16:59:59", 0), ("2026-11-22 22:45:00", 20_700),
            ("2026-11-22 13:30:03", -12_600),
        ])
    func clock(local: String, offset: Int) async throws {
        let transport = ScriptedTransport { request in
            let body = #"{"jsonrpc":"2.0","id":\#(request.id),"result":"\#(local)"}"#
            return .answer(
                ScriptedTransport.Answer(
                    headers: ["x-date-unix-timestamp": "1795366800"], body: Array(body.utf8)))
        }
        #expect(
            try await Server.scripted(transport).clock()
                == ServerClock(unixTime: 1_795_366_800, utcOffset: offset))
        #expect(
            transport.requests.map { [$0.method] + $0.params.map { "\($0)" } } == [
                ["getServiceTime", "bool(false)"]
            ])
    }

    @Test(
        "Without a clock in the header, the UTC that the server tells counts",
        arguments: [
            "", "soon", "-1", "99999999999999999999", "9223372036854775807",
        ])
    func clockWithoutHeader(header: String) async throws {
        let transport = ScriptedTransport { request in
            let text =
                request.params == [.bool(true)] ? "2026-11-22 17:00:00" : "2026-11-22 18:00:00"
            let body = #"{"jsonrpc":"2.0","id":\#(request.id),"result":"\#(text)"}"#
            return .answer(
                ScriptedTransport.Answer(
                    headers: ["x-date-unix-timestamp": header], body: Array(body.utf8)))
        }
        #expect(
            try await Server.scripted(transport).clock()
                == ServerClock(unixTime: 1_795_366_800, utcOffset: 3_600))
    }

    @Test(
        "A clock that can't be one is refused",
        arguments: [
            ("9999-12-31 23:59:59", "0001-01-01 00:00:00"),
            ("2026-11-22 17:00:00", "2026-11-24 17:00:00"),
            ("0000-00-00 00:00:00", "2026-11-22 17:00:00"), ("now", "2026-11-22 17:00:00"),
        ])
    func badClock(local: String, universal: String) async throws {
        let transport = ScriptedTransport { request in
            .result(
                request.params == [.bool(true)] ? "\"\(universal)\"" : "\"\(local)\"", to: request)
        }
        let error = try await serverError { try await Server.scripted(transport).clock() }
        #expect(error.code == .malformedAnswer)
    }
}
