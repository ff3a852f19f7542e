import Testing

@testable import OpusCore

@Suite("Mistakes in target expressions")
struct TargetErrorTests {
    @Test(
        "each is told with its place",
        arguments: [
            ("", "no targets are given: name clients or groups, or write all for every client"),
            (" \n ", "no targets are given: name clients or groups, or write all for every client"),
            (
                "a and",
                """
                expected a target such as a client, @group or state:failed, but the expression \
                ends here
                  a and
                       ^
                """
            ),
            (
                "a not b",
                """
                expected "and", "or" or a comma, found "not"
                  a not b
                    ^^^
                """
            ),
            (
                "@a state:failed",
                """
                expected "and", "or" or a comma, found "state"
                  @a state:failed
                     ^^^^^
                """
            ),
            (
                "a,,b",
                """
                expected a target such as a client, @group or state:failed, found ","
                  a,,b
                    ^
                """
            ),
            (
                "(a or b",
                """
                expected "and", "or" or a comma or ")", but the expression ends here
                  (a or b
                         ^
                """
            ),
            (
                "a)",
                """
                expected "and", "or" or a comma, found ")"
                  a)
                   ^
                """
            ),
            (
                "a | b",
                """
                expected the word "or", found "|"
                  a | b
                    ^
                """
            ),
            (
                "or",
                """
                expected a target such as a client, @group or state:failed; a client of that name \
                needs quotes, found "or"
                  or
                  ^^
                """
            ),
            (
                "größe and \"no end",
                """
                this quote is never closed: add another "
                  größe and "no end
                            ^
                """
            ),
            (
                #""a\x""#,
                #"""
                "\x" is no escape: write \\ for a backslash; others are \", \', \n, \r, \t and \u{1F98A}
                  "a\x"
                    ^^
                """#
            ),
            (
                "\"\"",
                """
                expected a name between the quotes, found ""
                  ""
                  ^^
                """
            ),
            (
                "grup:sales",
                """
                "grup:" is no way to select clients, known are group:, depot:, state:, product:, \
                failed:, os:, ip:, mac:, inventory:, description:, notes:; did you mean "group:"?
                  grup:sales
                  ^^^^
                """
            ),
            (
                "@",
                """
                expected a group's name after @, but the expression ends here
                  @
                   ^
                """
            ),
            (
                "group: sales",
                """
                expected a group's name after group:, found " "
                  group: sales
                        ^
                """
            ),
            (
                "a or state:faild",
                """
                there is no state "faild", known are failed, updatable, fresh, outdated, pending, \
                stuck, neverSeen, downgrade, deferred, reachable; did you mean "failed"?
                  a or state:faild
                             ^^^^^
                """
            ),
            (
                "group:pc-*",
                """
                "pc-*": patterns stand for clients only; put a name that is really so in quotes
                  group:pc-*
                        ^^^^
                """
            ),
            (
                "product:firefox<abc_",
                """
                "abc_" is no version: write one such as 128, 128.4.0 or 128.4.0-1
                  product:firefox<abc_
                                  ^^^^
                """
            ),
            (
                "product:firefox<",
                """
                expected a version after <, such as 128.4.0-1, but the expression ends here
                  product:firefox<
                                  ^
                """
            ),
            (
                "seen<2y",
                """
                "2y" is no length of time: write a number and m, h, d or w, such as 2d
                  seen<2y
                       ^^
                """
            ),
            (
                "seen=2d",
                """
                expected <, <=, > or >= after seen, found "="
                  seen=2d
                      ^
                """
            ),
            (
                "seen<12345678901d",
                """
                "12345678901d" is no length of time: write a number and m, h, d or w, such as 2d
                  seen<12345678901d
                       ^^^^^^^^^^^^
                """
            ),
            (
                "firefox<128",
                """
                expected "and", "or" or a comma, found "<"
                  firefox<128
                         ^
                """
            ),
            (
                "*",
                """
                "*" would match nearly every client: a pattern needs a letter or digit; write all \
                where every client is meant
                  *
                  ^
                """
            ),
            (
                "pc-[20-01]",
                """
                "pc-[20-01]": a range runs from the lower number to the higher one
                  pc-[20-01]
                     ^^^^^^^
                """
            ),
            (
                "pc-[1-020]",
                """
                "pc-[1-020]": with leading zeros both ends of a range need as many digits, as in [01-20]
                  pc-[1-020]
                     ^^^^^^^
                """
            ),
            (
                "pc-[ab]",
                """
                "pc-[ab]": brackets hold a range of numbers such as [01-20]
                  pc-[ab]
                     ^^^^
                """
            ),
            (
                "pc-[1-9999999999]",
                """
                "pc-[1-9999999999]": the numbers of a range have up to 9 digits
                  pc-[1-9999999999]
                     ^^^^^^^^^^^^^^
                """
            ),
            (
                "a, -",
                """
                - reads ids from standard input and stands alone: give the list by itself
                  a, -
                     ^
                """
            ),
            (
                "a\u{7}b",
                """
                expected "and", "or" or a comma, found "\u{FFFD}"
                  a\u{FFFD}b
                   ^
                """
            ),
        ])
    func mistakes(text: String, description: String) {
        let error = #expect(throws: TargetError.self) { try TargetExpression(text) }
        #expect(error?.description == description)
    }

    @Test("a place in a long expression is shown with what is around it")
    func longExpression() {
        let text =
            String(repeating: "pc-01,", count: 1_000) + ")" + String(repeating: ",x", count: 99)
        let error = #expect(throws: TargetError.self) { try TargetExpression(text) }
        #expect(error?.place == 6_000..<6_001)
        #expect(
            error?.description == """
                expected a target such as a client, @group or state:failed, found ")"
                  …pc-01,pc-01,pc-01,pc-01,pc-01,pc-01,),x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,…
                                                       ^
                """)
    }

    @Test("depth is limited", arguments: ["(", "not ", "not(", "a and ("])
    func depth(opening: String) {
        let text = String(repeating: opening, count: 100_000)
        let error = #expect(throws: TargetError.self) { try TargetExpression(text) }
        #expect(error?.reason == .tooDeep(limit: 100))
    }

    @Test("what people write stays within the limit")
    func depthAllowed() throws {
        let text = String(repeating: "(", count: 100) + "a" + String(repeating: ")", count: 100)
        #expect(try TargetExpression(text).description == "a")
    }

    @Test(
        "the nearest names come first",
        arguments: [
            ("firefx", ["firefox"]),
            ("Firefox", ["firefox"]),
            ("ifrefox", ["firefox"]),
            ("vlv", ["vlc"]),
            ("vlc2", ["vlc"]),
            ("vlc-2", []),
            ("office", []),
            ("", []),
        ])
    func nearest(name: String, expected: [String]) {
        let known = ["7zip", "firefox", "libreoffice", "vlc", "adobereader"]
        #expect(NearestNames.to(name, among: known) == expected)
    }
}
