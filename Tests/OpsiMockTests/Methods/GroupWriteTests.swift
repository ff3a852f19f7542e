import OpsiMock
import Testing

@Suite struct GroupWriteTests {
    @Test func groupIdsAreStrippedAndLowered() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            try await Caller(mock).call(
                "group_createHostGroup", "  New Group ", "text", "", "OFFICE")
            let groups = mock.withFleet { $0.objects(in: .group, where: "id", is: "new group") }
            #expect(groups.map { $0["parentGroupId"] } == ["office"])
            #expect(groups.map { $0["type"] } == ["HostGroup"])
        }
    }

    @Test(arguments: ["", "-x", "a/b", "ä", "*"])
    func badGroupIdsAreRefused(_ id: String) async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let reply = try await Caller(mock).call("group_createHostGroup", .string(id))
            #expect(reply.message == "Bad object id: '\(id)'")
            #expect(mock.withFleet { $0.objects(in: .group).count } == 3)
        }
    }

    @Test func creatingAgainOverwrites() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            try await Caller(mock).call("group_createHostGroup", "below", "new")
            let group = mock.withFleet { $0.objects(in: .group, where: "id", is: "below") }
            #expect(group.map { $0["description"] } == ["new"])
            #expect(group.map { $0["parentGroupId"] } == [.null])
        }
    }

    @Test func anEmptyListRemovesAllMembersOfOneType() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let caller = Caller(mock)
            try await caller.call("objectToGroup_delete", "HostGroup", "office", "nobody.opus.test")
            #expect(mock.withFleet { $0.members(of: "office") } == ["pc1.opus.test"])
            try await caller.call("objectToGroup_delete", "HostGroup", "office", [])
            #expect(mock.withFleet { $0.members(of: "office") } == [])
            #expect(
                mock.withFleet { $0.members(of: "office", type: "ProductGroup") } == ["firefox"])
        }
    }
}
