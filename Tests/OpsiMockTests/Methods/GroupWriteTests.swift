import OpsiMock
import Testing

@Suite struct GroupWriteTests {
    @Test func groupIdsAreStrippedAndLowered() async throws {
        try await withOpsiMock(fleet: Fixtures.smallFleet) { mock in
            try await Caller(mock).call(
                "group_createHostGroup", "  New Group ", "text", "", "OFFICE")
            let groups = mock.withFleet { $0.objects(in: .group, where: "id", is: "new group") }
            #expect(groups.map { $0["parentGroupId"] } == ["office"])
            #expect(groups.map { $0["type"] } == ["HostGroup"])
        }
    }

    @Test(arguments: ["", "-x", "a/b", "ä", "*"])
    func badGroupIdsAreRefused(_ id: String) async throws {
        try await withOpsiMock(fleet: Fixtures.smallFleet) { mock in
            let reply = try await Caller(mock).call("group_createHostGroup", .string(id))
            #expect(reply.message == "Bad object id: '\(id)'")
            #expect(mock.withFleet { $0.objects(in: .group).count } == 3)
        }
    }

    @Test func creatingAgainOverwrites() async throws {
        try await withOpsiMock(fleet: Fixtures.smallFleet) { mock in
            try await Caller(mock).call("group_createHostGroup", "below", "new")
            let group = mock.withFleet { $0.objects(in: .group, where: "id", is: "below") }
            #expect(group.map { $0["description"] } == ["new"])
            #expect(group.map { $0["parentGroupId"] } == [.null])
        }
    }

    @Test func updatingKeepsWhatIsNull() async throws {
        try await withOpsiMock(fleet: Fixtures.smallFleet) { mock in
            try await Caller(mock).call(
                "group_updateObjects", [["type": "HostGroup", "id": "below", "notes": "n"]])
            let group = mock.withFleet { $0.objects(in: .group, where: "id", is: "below") }
            #expect(group.map { $0["parentGroupId"] } == ["office"])
            #expect(group.map { $0["notes"] } == ["n"])
        }
    }

    @Test func deletingTakesBothTypesAndTheirMembers() async throws {
        try await withOpsiMock(fleet: Fixtures.smallFleet) { mock in
            try await Caller(mock).call("group_delete", "office")
            let groups = mock.withFleet { $0.objects(in: .group) }
            #expect(groups.map { $0["id"] } == ["below"])
            #expect(groups.map { $0["parentGroupId"] } == ["office"])
            #expect(mock.withFleet { $0.objects(in: .objectToGroup) } == [])
        }
    }

    @Test func addingMembersIsIdempotentAndDoesNotCheckTheHost() async throws {
        try await withOpsiMock(fleet: Fixtures.smallFleet) { mock in
            for host in ["pc1.opus.test", "ghost.opus.test", "ghost.opus.test"] {
                try await Caller(mock).call(
                    "objectToGroup_create", "HostGroup", "office", .string(host))
            }
            #expect(
                mock.withFleet { $0.members(of: "office") } == ["pc1.opus.test", "ghost.opus.test"])
        }
    }

    @Test func oneMissingGroupFailsAll() async throws {
        try await withOpsiMock(fleet: Fixtures.smallFleet) { mock in
            func member(_ group: Node) -> Node {
                ["groupType": "HostGroup", "groupId": group, "objectId": "pc2.opus.test"]
            }
            let reply = try await Caller(mock).call(
                "objectToGroup_createObjects", [member("office"), member("nosuch")])
            #expect(reply.errorClass == "IntegrityError")
            #expect(mock.withFleet { $0.members(of: "office") } == ["pc1.opus.test"])
        }
    }

    @Test func anEmptyListRemovesAllMembersOfOneType() async throws {
        try await withOpsiMock(fleet: Fixtures.smallFleet) { mock in
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
