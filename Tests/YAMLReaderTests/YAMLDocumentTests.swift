import Testing
import YAMLReader

@Suite("YAML")
struct YAMLDocumentTests {
    private func root(_ text: String) throws -> YAMLNode { try #require(try read(text)) }

    private func read(_ text: String) throws(YAMLDocument.Mistake) -> YAMLNode? {
        try YAMLDocument.root(of: text)
    }

    @Test("a text without a value has no root", arguments: ["", "\n\n", "# a comment\n"])
    func empty(text: String) throws {
        #expect(try read(text) == nil)
    }

    @Test("each value knows its line, and members keep their order")
    func places() throws {
        let root = try root(
            """
            # settings
            zeta: 1
            alpha:
              - first
              - "second: #2"
              - |
                several
                lines
            "": nothing
            """)
        let members = try #require(root.members)
        #expect(root.line == 2)
        #expect(members.map(\.key.text) == ["zeta", "alpha", ""])
        #expect(members.map(\.key.line) == [2, 3, 9])
        let items = try #require(root["alpha"]?.items)
        #expect(items.map(\.text) == ["first", "second: #2", "several\nlines\n"])
        #expect(items.map(\.line) == [4, 5, 6])
        #expect(root["zeta"]?.text == "1")
        #expect(root["beta"] == nil)
        #expect(root.text == nil && root.items == nil && items[0].members == nil)
        #expect(items[0]["zeta"] == nil)
    }

    @Test(
        "plain words alone mean nothing, yes or no",
        arguments: [
            ("", true, nil), ("~", true, nil), ("null", true, nil), ("NULL", true, nil),
            ("'null'", false, nil), ("''", false, nil), ("nil", false, nil),
            ("true", false, true), ("Yes", false, true), ("ON", false, true),
            ("false", false, false), ("no", false, false), ("off", false, false),
            ("'true'", false, nil), ("1", false, nil), ("[true]", false, nil),
        ] as [(String, Bool, Bool?)])
    func words(text: String, isNull: Bool, flag: Bool?) throws {
        let value = try #require(try root("key: \(text)")["key"])
        #expect(value.isNull == isNull)
        #expect(value.flag == flag)
    }

    @Test("an alias stands for the value of its anchor, as it is there")
    func aliases() throws {
        let root = try root(
            """
            a: &one 1
            b: &list [*one, 2]
            c: *list
            d: &one 3
            e: *one
            """)
        #expect(root["c"]?.items?.map(\.text) == ["1", "2"])
        #expect(root["c"]?.line == 2)
        #expect(root["e"]?.text == "3")
    }

    @Test("aliases of aliases take no more room than they are long")
    func aliasesOfAliases() throws {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...60 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(try root(text)["a60"]?.items?.count == 2)
    }

    @Test(
        "what can't stand there is told by its place",
        arguments: [
            ("a: [b", "did not find expected ',' or ']'", 2, 1),
            ("a: b: c", "mapping values are not allowed in this context", 1, 5),
            ("a: 'b", "found unexpected end of stream", 1, 6),
            ("a:\n\t- b", "found character that cannot start any token", 2, 1),
            ("a: *b", "found undefined alias", 1, 4),
            ("a: &b [*b]", "found undefined alias", 1, 8),
            ("a: 1\n---\nb: 2", "but found another document", 2, 1),
            (String(repeating: "[", count: 101), "found too many levels", 1, 101),
        ])
    func malformed(text: String, problem: String, line: Int, column: Int) {
        #expect(
            throws: YAMLDocument.Mistake.malformed(problem: problem, line: line, column: column)
        ) {
            try read(text)
        }
    }

    @Test("a mapping has each key once, however it is quoted, at every level")
    func repeated() {
        #expect(throws: YAMLDocument.Mistake.repeated(keys: ["b", "c"], line: 3)) {
            try read("a:\n  c: 1\n  b: 2\n  'c': 3\n  \"b\": 4\n  d: 5")
        }
    }

    @Test("what is no text at all is unreadable")
    func unreadable() {
        #expect(throws: YAMLDocument.Mistake.unreadable) { try read("a: \u{1}") }
    }
}
