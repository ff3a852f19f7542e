import Testing

@testable import OpusCore

@Suite("Reading target expressions")
struct TargetParsingTests {
    typealias Node = TargetExpression.Node

    static func client(_ name: String) -> Node { .client(.init(name)) }
    static func pattern(_ text: String) -> Node {
        (try? TargetPattern(text)).map { .pattern($0) } ?? .client(.init("no pattern"))
    }
    static func product(
        _ name: String, _ comparison: TargetExpression.Comparison, _ version: String
    ) -> Node {
        .product(.init(name), try? .init(comparison, version))
    }

    @Test(
        "terms",
        arguments: [
            ("pc-hall-01.fleet.test", client("pc-hall-01.fleet.test")),
            ("  pc-hall-01\n", client("pc-hall-01")),
            ("all", .all),
            ("ALL", .all),
            ("all.fleet.test", client("all.fleet.test")),
            ("pc-all", client("pc-all")),
            ("notebook", client("notebook")),
            ("not-all", client("not-all")),
            (#""all""#, client("all")),
            ("'not'", client("not")),
            (#""pc-*""#, client("pc-*")),
            (#"'it''s'"#, nil),
            (#"'it\'s'"#, client("it's")),
            (#""say \"hi\"""#, client(#"say "hi""#)),
            (#""\u{1F98A}\t\\""#, client("🦊\t\\")),
            ("\"e\u{301}\"", client("e\u{301}")),
            ("\"\u{301}e\"", client("\u{301}e")),
            ("werk-größe", client("werk-größe")),
            ("名前", client("名前")),
            ("pc-*", pattern("pc-*")),
            ("nb-sales-??", pattern("nb-sales-??")),
            ("pc-[01-20]", pattern("pc-[01-20]")),
            ("group:sales", .group(.init("sales"))),
            ("GROUP:sales", .group(.init("sales"))),
            ("@sales", .group(.init("sales"))),
            (#"@"ring 1""#, .group(.init("ring 1"))),
            ("group:all", .group(.init("all"))),
            ("group", client("group")),
            ("seen", client("seen")),
            ("depot:depot-hall", .depot(.init("depot-hall"))),
            ("state:failed", .state(.judged(.failed))),
            ("state:neverseen", .state(.judged(.neverSeen))),
            ("state:reachable", .state(.reachable)),
            ("reachable", .reachable),
            ("product:firefox", .product(.init("firefox"), nil)),
            ("product:firefox<128", product("firefox", .less, "128")),
            ("product:firefox <= 128.4.0-1", product("firefox", .lessOrEqual, "128.4.0-1")),
            ("product:firefox=1.0~a-2", product("firefox", .equal, "1.0~a-2")),
            ("product:firefox>='1.0'", product("firefox", .greaterOrEqual, "1.0")),
            ("product:firefox>1", product("firefox", .greater, "1")),
            ("failed:firefox", .failed(.init("firefox"))),
            ("failed:firefox<6h", .failed(.init("firefox"), .init(.less, 6, .hours))),
            ("failed:firefox >= 2w", .failed(.init("firefox"), .init(.greaterOrEqual, 2, .weeks))),
            ("failed:firefox=6h", nil),
            ("failed:firefox<128", nil),
            ("failed:@office<6h", .failed(.init("office", isGroup: true), .init(.less, 6, .hours))),
            ("product:@office", .product(.init("office", isGroup: true), nil)),
            (#"product:@"my tools""#, .product(.init("my tools", isGroup: true), nil)),
            (#"product:"@office""#, .product(.init("@office"), nil)),
            ("product:@", nil),
            ("ip:10.1.2.3", .attribute(.ip, .text(.init("10.1.2.3")))),
            ("ip:fe80::1", .attribute(.ip, .text(.init("fe80::1")))),
            ("ip:10.1.*", (try? TargetPattern("10.1.*")).map { .attribute(.ip, .pattern($0)) }),
            ("mac:00-16-3E-00-00-01", .attribute(.mac, .text(.init("00:16:3e:00:00:01")))),
            ("mac:0016.3e00.0001", .attribute(.mac, .text(.init("00:16:3e:00:00:01")))),
            ("mac:00:16:3e", nil),
            ("mac:00:16:3g:00:00:01", nil),
            ("inventory:4711", .attribute(.inventory, .text(.init("4711")))),
            (#"notes:"on loan""#, .attribute(.notes, .text(.init("on loan")))),
            ("description:", nil),
            (#"os:"windows 11""#, .operatingSystem(.init("windows 11"))),
            ("seen<2d", .seen(.init(.less, 2, .days))),
            ("seen > 30D", .seen(.init(.greater, 30, .days))),
            ("seen<=90m", .seen(.init(.lessOrEqual, 90, .minutes))),
            ("seen>=1w", .seen(.init(.greaterOrEqual, 1, .weeks))),
            ("seen<12h", .seen(.init(.less, 12, .hours))),
        ] as [(String, Node?)])
    func terms(text: String, node: Node?) throws {
        #expect((try? TargetExpression(text))?.root == node)
    }

    @Test(
        "operators",
        arguments: [
            ("a or b and not c", "a or b and not c"),
            ("a,b , c", "a or b or c"),
            ("a, b or c", "a or b or c"),
            ("a and b, c", "a and b or c"),
            ("(a, b) and c", "(a or b) and c"),
            ("a and (b and c)", "a and (b and c)"),
            ("(((a)))", "a"),
            ("not not a", "not not a"),
            ("not (a or b)", "not (a or b)"),
            ("not a or b", "not a or b"),
            ("NOT a AND b Or c", "not a and b or c"),
            ("not(a)and(b)", "not a and b"),
            (#"not"and"or'or'"#, #"not "and" or "or""#),
            ("product:a<1,b", "product:a<1 or b"),
            ("@sales\nand\tstate:failed", "group:sales and state:failed"),
            ("a b", "a or b"),
            ("a @b c-[1-2] 'd', e", "a or group:b or c-[1-2] or d or e"),
            ("state:failed state:stuck", "state:failed or state:stuck"),
            ("product:a<1 product:b", "product:a<1 or product:b"),
            ("ip:10.1.2.3 ip:10.1.2.4", "ip:10.1.2.3 or ip:10.1.2.4"),
            ("(a b) and not state:failed", "(a or b) and not state:failed"),
        ])
    func operators(text: String, canonical: String) throws {
        #expect(try TargetExpression(text).description == canonical)
    }

    @Test(
        "what may narrow as well as widen needs a word before it",
        arguments: [
            "a not b", "@a state:failed", "state:failed @a", "a all", "all a", "a (b)",
            "a and b c", "a b and c", "seen<2d seen>1d", "state:failed failed:x", "a reachable",
            "'a''b'", "@a@b", "not a b", "ip:10.1.2.3 mac:001122334455",
        ])
    func sideBySide(text: String) {
        #expect(throws: TargetError.self) { try TargetExpression(text) }
    }

    @Test("precedence: not binds tighter than and, and tighter than or")
    func precedence() throws {
        #expect(
            try TargetExpression("a or b and not c").root
                == .or(
                    .init(
                        Self.client("a"),
                        .and(.init(Self.client("b"), .not(Self.client("c")))))))
    }

    @Test("a long list is no deep one")
    func longList() throws {
        let ids = (1...20_000).map { "pc-\($0)" }
        let expression = try TargetExpression(ids.joined(separator: ","))
        #expect(
            expression.root
                == .or(
                    .init(
                        Self.client("pc-1"), Self.client("pc-2"), ids.dropFirst(2).map(Self.client))
                ))
    }

    @Test(
        "patterns",
        arguments: [
            ("pc-*", ["pc-", "pc-1", "pc-1.a"], ["npc-1", "pc", "nb-1"]),
            ("*-hall-*", ["pc-hall-01", "x-hall-"], ["hall", "pc-hal-01"]),
            ("pc-?", ["pc-1", "pc-ä", "pc-🦊"], ["pc-", "pc-12"]),
            ("pc-[01-20]", ["pc-01", "pc-09", "pc-20"], ["pc-1", "pc-00", "pc-21", "pc-001"]),
            ("pc-[8-12]", ["pc-8", "pc-10", "pc-12"], ["pc-7", "pc-08", "pc-13", "pc-1"]),
            ("pc-[0-1]", ["pc-0", "pc-1"], ["pc-00", "pc-01"]),
            ("pc[1-2][0-9]-?", ["pc10-a", "pc29-b"], ["pc30-a", "pc1-a"]),
            ("[1-3]-pc", ["1-pc", "3-pc"], ["4-pc", "-pc"]),
            ("a*b*c", ["abc", "aXbYc", "abbcc"], ["ac", "ab"]),
            ("PC-A*", ["pc-a1"], ["pc-b"]),
        ])
    func patterns(text: String, matching: [String], others: [String]) throws {
        let pattern = try TargetPattern(text)
        let names = matching + others
        #expect(names.filter { pattern.matches(TargetText.folded($0)) } == matching)
    }

    @Test("a pattern of many stars is matched at once")
    func manyStars() throws {
        let pattern = try TargetPattern(String(repeating: "a*", count: 200) + "b")
        #expect(!pattern.matches([UInt8](repeating: UInt8(ascii: "a"), count: 2_000)))
    }
}
