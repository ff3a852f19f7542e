import TestSupport
import Testing

@testable import OpusServer

/// Memberships as a server identifies them, recorded from opsi 4.3: `["HostGroup", GROUP, CLIENT]`.
@Suite("Identified memberships")
struct MembershipIdentTests {
    private static func memberships(_ result: String) async throws -> MembershipTable {
        let transport = ScriptedTransport { request in
            #expect(request.method == "objectToGroup_getIdents")
            #expect(request.params == ["list", ["groupType": ["HostGroup"]]])
            return .body("{\"jsonrpc\":\"2.0\",\"id\":\(request.id),\"result\":\(result)}")
        }
        return try await Server.scripted(transport).clientGroupMembershipIdents()
    }

    @Test("they are what the objects tell")
    func same() async throws {
        let members = try await Self.memberships(
            #"[["HostGroup","lab","pc1.lab.test"],["HostGroup","lab","pc2.lab.test"]]"#)
        #expect(
            members
                == MembershipTable([
                    GroupMember(groupID: "lab", objectID: "pc1.lab.test"),
                    GroupMember(groupID: "lab", objectID: "pc2.lab.test"),
                ]))
        #expect(try await Self.memberships("[]") == MembershipTable())
    }

    @Test(
        "anything else is an error, and not a membership less",
        arguments: [
            #"[["HostGroup","lab"]]"#, #"[["HostGroup","lab","pc1.lab.test","x"]]"#, "[[]]",
            #"[["HostGroup","lab",null]]"#, #"[["HostGroup","","pc1.lab.test"]]"#,
            #"[["HostGroup","lab",""]]"#, #"["HostGroup;lab;pc1.lab.test"]"#,
            #"[{"groupType":"HostGroup","groupId":"lab","objectId":"pc1.lab.test"}]"#,
        ])
    func odd(result: String) async throws {
        let error = await #expect(throws: ServerError.self) {
            _ = try await Self.memberships(result)
        }
        #expect(error?.code == .malformedAnswer)
    }
}
