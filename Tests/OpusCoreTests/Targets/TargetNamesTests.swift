import Testing

@testable import OpusBackend
@testable import OpusCore
@testable import OpusServer

@Suite("Names in target expressions")
struct TargetNamesTests {
    private static let ids: [ObjectID] = [
        "all.fleet.test", "failed.fleet.test", "nb-01.north.test", "nb-01.south.test",
        "not.fleet.test", "pc-hall-01.fleet.test", "pc-hall-02.fleet.test",
        "reachable.fleet.test", "seen.fleet.test", "pc-1", "pc-1.fleet.test",
        "pc-*.fleet.test", "<a.fleet.test", "a>b.fleet.test",
    ]

    private static func facts(_ ids: [ObjectID] = ids) -> TargetFacts {
        var facts = TargetFacts(clients: ids.map { ClientTimes(id: $0) })
        facts.reachable = TargetAnswer(facts.none)
        var numbers = StringTable()
        for client in facts.clients { _ = numbers.number(of: client.id) }
        facts.groups = GroupTree(
            .init(groups: ["all", "Sales", "sales", "Büro"].map { group($0) }, members: []),
            clients: numbers, clientCount: facts.clients.count)
        return facts
    }

    private static func group(_ id: ObjectID) -> Group {
        var group = Group()
        group.id = id
        return group
    }

    private static func ids(_ text: String, facts: TargetFacts = facts()) throws -> [ObjectID] {
        let answer = try TargetEvaluation.answer(to: TargetExpression(text), facts: facts)
        return answer.certain.numbers.map { facts.clients[$0].id }
    }

    @Test(
        "a name selects exactly the client that it names",
        arguments: [
            ("pc-hall-01", ["pc-hall-01.fleet.test"]),
            ("pc-hall-01.fleet.test", ["pc-hall-01.fleet.test"]),
            ("PC-HALL-01", ["pc-hall-01.fleet.test"]),
            ("Pc-Hall-01.Fleet.Test", ["pc-hall-01.fleet.test"]),
            ("all.fleet.test", ["all.fleet.test"]),
            (#""all""#, ["all.fleet.test"]),
            (#""not""#, ["not.fleet.test"]),
            (
                "not 'not'",
                [
                    "all.fleet.test", "failed.fleet.test", "nb-01.north.test", "nb-01.south.test",
                    "pc-1", "pc-1.fleet.test", "pc-hall-01.fleet.test", "pc-hall-02.fleet.test",
                    "reachable.fleet.test", "seen.fleet.test",
                ]
            ),
            ("failed", ["failed.fleet.test"]),
            ("failed.fleet.test", ["failed.fleet.test"]),
            ("seen", ["seen.fleet.test"]),
            (#""reachable""#, ["reachable.fleet.test"]),
            ("nb-01.south.test", ["nb-01.south.test"]),
            // An exact id comes before a short name.
            ("pc-1", ["pc-1"]),
            ("pc-hall-*", ["pc-hall-01.fleet.test", "pc-hall-02.fleet.test"]),
            ("*hall*", ["pc-hall-01.fleet.test", "pc-hall-02.fleet.test"]),
            ("pc-hall-[02-09]", ["pc-hall-02.fleet.test"]),
            ("nb-*", ["nb-01.north.test", "nb-01.south.test"]),
            ("x*", []),
            ("not (\"all\" or not \"all\")", []),
        ])
    func clients(text: String, expected: [String]) throws {
        #expect(try Self.ids(text).map(\.text) == expected)
    }

    @Test("all is every client that opsi can name, and nothing else is")
    func all() throws {
        let facts = Self.facts(Self.ids.filter { $0 != "all.fleet.test" })
        #expect(
            try Self.ids("all", facts: facts) == [
                "failed.fleet.test", "nb-01.north.test", "nb-01.south.test", "not.fleet.test",
                "pc-1", "pc-1.fleet.test", "pc-hall-01.fleet.test", "pc-hall-02.fleet.test",
                "reachable.fleet.test", "seen.fleet.test",
            ])
    }

    @Test(
        "what can't be told is an error",
        arguments: [
            (
                "pc-hal-01",
                .unknown(
                    .client, "pc-hal-01",
                    nearest: [
                        "pc-hall-01.fleet.test", "pc-hall-02.fleet.test",
                    ])
            ),
            ("zzzzzzzz", .unknown(.client, "zzzzzzzz", nearest: [])),
            (
                "nb-01",
                .ambiguous(
                    .client, "nb-01", candidates: ["nb-01.north.test", "nb-01.south.test"])
            ),
            ("all", .keywordNamesClient("all", client: "all.fleet.test")),
            ("pc-1, ALL", .keywordNamesClient("all", client: "all.fleet.test")),
            ("reachable", .keywordNamesClient("reachable", client: "reachable.fleet.test")),
            (#""pc-*""#, .unsafeID("pc-*")),
            (#""pc-*.fleet.test""#, .unsafeID("pc-*.fleet.test")),
            (#""<a.fleet.test""#, .unsafeID("<a.fleet.test")),
            ("pc-hall-[03-09]", .emptyRange("pc-hall-[03-09]")),
            // Looked up even where it makes no difference.
            ("not (pc-1 or not pc-1) and nosuch", .unknown(.client, "nosuch", nearest: [])),
            ("@nosuchgroup", .unknown(.group, "nosuchgroup", nearest: [])),
            ("@SALES", .ambiguous(.group, "SALES", candidates: ["Sales", "sales"])),
            ("@büros", .unknown(.group, "büros", nearest: ["Büro"])),
        ] as [(String, TargetError.Reason)])
    func errors(text: String, reason: TargetError.Reason) {
        let error = #expect(throws: TargetError.self) { try Self.ids(text) }
        #expect(error?.reason == reason)
    }

    @Test("an unknown name is marked, and the nearest are offered")
    func description() {
        let error = #expect(throws: TargetError.self) { try Self.ids("not pc-hall-03 or pc-1") }
        #expect(
            error?.description == """
                there is no client "pc-hall-03"; did you mean "pc-hall-01.fleet.test" or \
                "pc-hall-02.fleet.test"?
                  not pc-hall-03 or pc-1
                      ^^^^^^^^^^
                """)
    }

    @Test("a selection is never empty, and never holds a pattern")
    func selection() throws {
        #expect(throws: TargetError(.nothingMatched)) { try ClientSelection(matched: []) }
        for id in ["*", "pc-*", "<a", ">a", "a<b", ""] {
            #expect(throws: TargetError(.unsafeID(id))) {
                try ClientSelection(matched: ["a", ObjectID(id)])
            }
        }
        #expect(try ClientSelection(matched: ["b", "a", "b"]).ids == ["b", "a"])
    }

    @Test(
        "a list has one id a line",
        arguments: [
            ("pc-1\n", ["pc-1"]),
            (
                "\u{FEFF}pc-1\r\n\r\n  # nobody\n\tpc-hall-01.fleet.test \t# hall\n",
                [
                    "pc-1", "pc-hall-01.fleet.test",
                ]
            ),
            ("pc-1\npc-1", ["pc-1"]),
            ("all.fleet.test", ["all.fleet.test"]),
            (
                "PC-Hall-01\npc-hall-02 # the other",
                ["pc-hall-01.fleet.test", "pc-hall-02.fleet.test"]
            ),
        ])
    func list(text: String, expected: [String]) throws {
        #expect(try TargetList(text).selection(from: Self.facts()).ids.map(\.text) == expected)
    }

    @Test("a list of nothing selects nothing", arguments: ["", "\n\n", "# all\n", "   "])
    func emptyList(text: String) {
        #expect(throws: TargetError(.nothingMatched)) {
            try TargetList(text).selection(from: Self.facts())
        }
    }

    @Test("a list takes names of single clients, and every other line is named")
    func unknownLines() {
        let text = "pc-1\n\nall\npc-hall-03\npc-*\nnb-01\n"
        let error = #expect(throws: TargetError.self) {
            try TargetList(text).selection(from: Self.facts())
        }
        #expect(
            error?.description == """
                line 3: there is no client "all"; did you mean "all.fleet.test"?
                line 4: there is no client "pc-hall-03"; did you mean "pc-hall-01.fleet.test" or \
                "pc-hall-02.fleet.test"?
                line 5: there is no client "pc-*"; did you mean "pc-1" or "pc-1.fleet.test"?
                line 6: "nb-01" stands for 2 clients: nb-01.north.test, nb-01.south.test; write the \
                one that is meant in full
                """)
    }
}
