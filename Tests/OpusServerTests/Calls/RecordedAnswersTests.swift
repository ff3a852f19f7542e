import Foundation
import TestSupport
import Testing

@testable import OpusServer

@Suite("Recorded answers")
struct RecordedAnswersTests {
    /// What a call comes to, as far as a caller can tell.
    enum Outcome: Equatable {
        case value(JSONValue)
        case failure(ServerError.Code, ServerError.RPCFailure?, status: Int?)
    }

    @Test(
        "Every recorded answer is the value or the typed error that it says",
        arguments: Recording.ofCalls)
    func outcomes(recording: Recording) async throws {
        let transport = ScriptedTransport { request in
            do {
                return .answer(try recording.answer(to: request.id))
            } catch {
                return .hang
            }
        }
        let server = try Server.scripted(transport)
        let outcome: Outcome
        do {
            let answer = try await server.rpc.call(recording.method ?? "backend_info") {
                reader throws(JSONError) in
                try reader.readValue()
            }
            outcome = .value(answer.value.normalized)
        } catch let error as ServerError {
            outcome = .failure(error.code, error.failure, status: error.status)
            #expect(error.method == recording.method ?? "backend_info")
            #expect(!error.message.contains("Traceback"))
        }
        #expect(outcome == Self.expected(recording))
        #expect(transport.requests.count == 1)
    }

    @Test("Most recordings are of calls")
    func suitable() { #expect(Recording.ofCalls.count > 290) }

    /// What protocol.md says of an answer.
    private static func expected(_ recording: Recording) -> Outcome {
        switch recording.status {
        case 200: break
        case 401: return .failure(.authentication, nil, status: 401)
        case 403: return .failure(.blocked, nil, status: 403)
        case 500: return .failure(.unavailable, nil, status: 500)
        case let status: return .failure(.malformedAnswer, nil, status: status)
        }
        switch recording.body["error"] {
        case nil, .null:
            guard let result = recording.body["result"] else {
                return .failure(.malformedAnswer, nil, status: nil)
            }
            return .value(result.normalized)
        case .string: return .failure(.malformedAnswer, nil, status: nil)
        case let error?:
            let errorClass = error["data"]?["class"]?.text ?? error["class"]?.text ?? ""
            let denied = ["OpsiServicePermissionError", "BackendPermissionDeniedError"]
            return .failure(
                denied.contains(errorClass) ? .permission : .rpc,
                ServerError.RPCFailure(
                    errorClass: errorClass, message: error["message"]?.text ?? ""), status: nil)
        }
    }

    @Test("Recorded hosts and groups have the values that stand in them")
    func hostsAndGroups() throws {
        try check("host_getObjects", minimum: 50) { object in
            var client = Client()
            client.times = ClientTimes(
                id: object.id("id"), created: object.time("created"),
                lastSeen: object.time("lastSeen"))
            client.description = object.text("description") ?? ""
            client.notes = object.text("notes") ?? ""
            client.hardwareAddress = object.text("hardwareAddress")
            client.ipAddress = object.text("ipAddress")
            client.inventoryNumber = object.text("inventoryNumber") ?? ""
            return client
        }
        try check("host_getObjects", minimum: 10) { object in
            var depot = Depot()
            depot.id = object.id("id")
            depot.description = object.text("description") ?? ""
            depot.isMaster = object["isMasterDepot"] == true
            depot.masterID = object.text("masterDepotId").map { ObjectID($0) }
            return depot
        }
        try check("group_getObjects", minimum: 10) { object in
            var group = Group()
            group.id = object.id("id")
            group.description = object.text("description") ?? ""
            group.parentID = object.text("parentGroupId").flatMap {
                $0 == "null" ? nil : ObjectID($0)
            }
            return group
        }
        try check("objectToGroup_getObjects", minimum: 10) { object in
            var member = GroupMember()
            member.groupID = object.id("groupId")
            member.objectID = object.id("objectId")
            return member
        }
        try check("configState_getClientToDepotserver", minimum: 10) { object in
            var entry = ClientDepot()
            entry.clientID = object.id("clientId")
            entry.depotID = object.id("depotId")
            return entry
        }
    }

    @Test("Recorded products and software have the values that stand in them")
    func products() throws {
        try check("product_getObjects", minimum: 15) { object in
            var product = Product()
            product.id = object.id("id")
            product.name = object.text("name") ?? ""
            product.type = object.productType("type")
            product.productVersion = object.text("productVersion") ?? ""
            product.packageVersion = object.text("packageVersion") ?? ""
            product.description = object.text("description") ?? ""
            for action in ActionRequest.allCases
            where !(object.text("\(action.rawValue)Script") ?? "").isEmpty {
                product.actions.insert(action)
            }
            if case .array(let ids)? = object["windowsSoftwareIds"] {
                product.windowsSoftwareIDs = ids.compactMap(\.text)
            }
            return product
        }
        try check("productOnDepot_getObjects", minimum: 20) { object in
            var product = ProductOnDepot()
            product.productID = object.id("productId")
            product.type = object.productType("productType")
            product.depotID = object.id("depotId")
            product.isLocked = object["locked"] == .bool(true)
            product.productVersion = object.text("productVersion") ?? ""
            product.packageVersion = object.text("packageVersion") ?? ""
            product.isLocked = object["locked"] == .bool(true)
            return product
        }
        try check("productOnClient_getObjects", minimum: 100) { $0.productOnClient }
        try check("auditSoftwareOnClient_getObjects", minimum: 0) { object in
            var software = Software()
            software.clientID = object.id("clientId")
            software.identity.name = object.text("name") ?? ""
            software.identity.version = object.text("version") ?? ""
            software.identity.subVersion = object.text("subVersion") ?? ""
            software.identity.language = object.text("language") ?? ""
            software.identity.architecture = object.text("architecture") ?? ""
            software.firstSeen = object.time("firstseen")
            software.lastSeen = object.time("lastseen")
            return software
        }
    }

    private func check<Object: WireObject & Equatable>(
        _ method: String, minimum: Int, _ object: ([String: JSONValue]) -> Object
    ) throws {
        var count = 0
        for recording in Recording.all where recording.method == method {
            // Lists of hosts have clients and servers, of which opus asks for one or the other.
            let required = Object.required.map { "\($0)" }
            guard let all = recording.objects else { continue }
            let objects = all.filter { object in required.allSatisfy { object[$0] != nil } }
            count += objects.count
            let answer: JSONValue = ["id": .int(1), "result": .array(objects.map { .object($0) })]
            let body = Array(try JSONEncoder().encode(answer))
            let envelope = try Envelope<[Object]>(body, id: 1) { reader throws(JSONError) in
                try reader.readObjects(of: Object.self)
            }
            guard case .result(let read) = envelope else {
                Issue.record("no result: \(recording.name)")
                continue
            }
            #expect(read == objects.map(object), "\(recording.name)")
        }
        #expect(count >= minimum, "\(method)")
    }
}

extension [String: JSONValue] {
    func text(_ key: String) -> String? { self[key]?.text }

    func id(_ key: String) -> ObjectID { ObjectID(text(key) ?? "") }

    func time(_ key: String) -> LocalTimestamp? { text(key).flatMap { LocalTimestamp($0) } }

    func productType(_ key: String) -> ProductType {
        text(key).flatMap(ProductType.init(rawValue:)) ?? .other
    }

    /// The row, field by field.
    var productOnClient: ProductOnClient {
        var row = ProductOnClient()
        row.clientID = id("clientId")
        row.productID = id("productId")
        row.type = productType("productType")
        row.installationStatus =
            text("installationStatus").flatMap(InstallationStatus.init(rawValue:)) ?? .unknown
        let request = text("actionRequest") ?? "none"
        row.actionRequest = request.isEmpty ? ActionRequest.none : ActionRequest(rawValue: request)
        row.actionResult = text("actionResult").flatMap(ActionResult.init(rawValue:)) ?? .none
        row.lastAction = text("lastAction") ?? ""
        row.actionProgress = text("actionProgress") ?? ""
        row.productVersion = text("productVersion")
        row.packageVersion = text("packageVersion")
        row.modificationTime = time("modificationTime")
        return row
    }
}
