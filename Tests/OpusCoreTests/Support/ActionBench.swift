import Foundation
import MockSupport
import OpsiMock
import OpusCore
import TestSupport
import Testing

// Clients of the recorded server.
let acc1: ObjectID = "pc-acc-01.fleet.test"
let acc2: ObjectID = "pc-acc-02.fleet.test"
let acc3: ObjectID = "pc-acc-03.fleet.test"
let cad1: ObjectID = "pc-cad-01.fleet.test"
let cad2: ObjectID = "pc-cad-02.fleet.test"
let hall1: ObjectID = "pc-hall-01.fleet.test"
let hall2: ObjectID = "pc-hall-02.fleet.test"
let hall3: ObjectID = "pc-hall-03.fleet.test"
let new1: ObjectID = "pc-new-01.fleet.test"
let sales1: ObjectID = "nb-sales-01.fleet.test"
let sales2: ObjectID = "nb-sales-02.fleet.test"

/// A mock of the recorded server, and the core before it.
struct ActionBench {
    let mock: OpsiMock
    let opus: Opus

    /// The whole fleet as text, to see that nothing changed.
    var state: String { mock.withFleet { String(decoding: $0.json, as: UTF8.self) } }

    func row(_ client: ObjectID, _ product: String) -> Fleet.ProductOnClient? {
        mock.withFleet { $0.productOnClient(product, on: client.text) }
    }

    /// Takes a client out of the server.
    func remove(_ client: ObjectID) {
        mock.withFleet { $0.remove(from: .host) { $0["id"] == .string(client.text) } }
    }

    func select(_ ids: ObjectID...) async throws -> ClientSelection {
        try await opus.selection(of: ids)
    }

    /// Runs something that must leave the fleet as it is.
    func unchanged<Value>(
        isolation: isolated (any Actor)? = #isolation,
        sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Value
    ) async throws -> Value {
        let before = state
        let calls = mock.clientCalls.count
        let value = try await body()
        #expect(state == before, "the fleet has changed", sourceLocation: sourceLocation)
        #expect(mock.clientCalls.count == calls, sourceLocation: sourceLocation)
        return value
    }

    /// Runs something that must change no row but some.
    func changingOnly(
        _ rows: [(client: ObjectID, product: String)],
        isolation: isolated (any Actor)? = #isolation,
        sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async throws {
        let before = mock.withFleet { $0 }
        try await body()
        var after = mock.withFleet { $0 }
        for row in rows {
            if let old = before.productOnClient(row.product, on: row.client.text) {
                after.put(old)
            } else {
                after.removeProduct(row.product, from: row.client.text)
            }
        }
        #expect(
            Self.sorted(after) == Self.sorted(before), "other rows have changed",
            sourceLocation: sourceLocation)
    }

    /// Rows in one order, as a row that was removed and made again changes its place.
    private static func sorted(_ fleet: Fleet) -> [String] {
        var others = fleet
        let rows = fleet.productsOnClient().map { "\($0)" }.sorted()
        for row in fleet.productsOnClient() {
            others.removeProduct(row.productId, from: row.clientId)
        }
        return rows + [String(decoding: others.json, as: UTF8.self)]
    }
}

/// Runs a body with a mock of the recorded server; afterwards nothing dangerous has been sent.
func withActionBench(
    fleet: Fleet? = nil, configuration: OpsiMock.Configuration = .init(),
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (ActionBench) async throws -> Void
) async throws {
    let fleet = try fleet ?? .recorded
    try await withOpsiMock(fleet: fleet, configuration: configuration) { mock in
        try await withOpus(mock) { try await body(ActionBench(mock: mock, opus: $0)) }
        try Wire.expectHarmless(mock, sourceLocation: sourceLocation)
    }
}

extension ActionReport {
    /// Each client's failure by its kind; nil where it succeeded.
    var codes: [ObjectID: ClientFailure.Code?] {
        results.mapValues { result in
            if case .failure(let failure) = result { failure.code } else { nil }
        }
    }
}

extension ActionPlan {
    /// Each step as `client product request version`.
    var stepTexts: [String] {
        steps.map { step in
            [step.clientID.text, step.productID?.text, step.request?.rawValue, step.version]
                .compactMap(\.self).joined(separator: " ")
        }
    }

    /// Each thing left out as `client product`, with its reason.
    var reasons: [String: SkipReason] {
        let reasons = skipped.map { skip -> (String, SkipReason) in
            (
                [skip.clientID.text, skip.productID?.text].compactMap(\.self).joined(
                    separator: " "),
                skip.reason
            )
        }
        return Dictionary(reasons, uniquingKeysWith: { first, _ in first })
    }
}

extension OpsiMock {
    /// Changes a client's row of a product, which is made where there is none.
    func set(
        _ product: String, on client: ObjectID, _ change: (inout Fleet.ProductOnClient) -> Void
    ) {
        withFleet { fleet in
            var row =
                fleet.productOnClient(product, on: client.text)
                ?? Fleet.ProductOnClient(productId: product, clientId: client.text)
            change(&row)
            fleet.put(row)
        }
    }
}

extension Fleet {
    /// Says which depot a client has.
    mutating func setDepot(_ depot: String, of client: String) {
        remove(from: .configState) { $0["objectId"] == .string(client) }
        add(
            [
                "configId": "clientconfig.depot.id", "objectId": .string(client),
                "values": .array([.string(depot)]), "type": "ConfigState",
            ], to: .configState)
    }
}
