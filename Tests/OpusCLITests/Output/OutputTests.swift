import TestSupport
import Testing

@testable import OpusCLI

@Suite("Output")
struct OutputTests {
    private static let table = Table(
        [
            Column("id", "ID", fit: .flexible), Column("count", "COUNT"),
            Column("note", "NOTE", fit: .optional),
        ],
        [
            [.text("grün\u{1F98A}"), .count(3, .bad), .text("a,\"b\"\nc")],
            [.text("\u{1B}[31mevil"), .count(0), Cell(.none)],
        ])

    private static func text(
        _ format: OutputFormat, width: Int? = nil, colour: Bool = false
    ) -> String {
        ReportRenderer(format: format, width: width, hasColour: colour).render(.table(table))
    }

    @Test("tables line up, and nothing in them steers the terminal")
    func tables() {
        let text = #"""
            ID              COUNT  NOTE
            grün🦊              3  a,"b"\u{a}c
            \u{1b}[31mevil      0  –

            """#
        #expect(Self.text(.table) == text)
    }

    @Test("optional columns go first, then flexible ones become narrow")
    func narrow() {
        let text = Self.text(.table, width: 20)
        #expect(!text.contains("NOTE"))
        #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 20 })
    }

    @Test("hosts lose their domains before anything else does, where that tells them apart")
    func hosts() {
        func shown(_ ids: [String], width: Int?) -> [Substring] {
            let table = Table(
                [Column("id", "CLIENT", fit: .host), Column("why", "WHY", fit: .flexible)],
                ids.map { [.text($0), .text("not enough space on the disk")] })
            return ReportRenderer(format: .table, width: width, hasColour: false)
                .render(.table(table)).split(separator: "\n").dropFirst()
                .map { $0.prefix { $0 != " " } }
        }
        let ids = ["pc-1.lab.test", "pc-2.lab.test"]
        #expect(shown(ids, width: nil) == ids.map { $0[...] })
        #expect(shown(ids, width: 60) == ids.map { $0[...] })
        #expect(shown(ids, width: 30) == ["pc-1", "pc-2"])
        let same = ["pc-1.lab.test", "pc-1.hall.test"]
        #expect(shown(same, width: 30) == same.map { $0[...] })
    }

    private static let faults = Table(
        [
            Column("client", "CLIENT", fit: .host), Column("product", "PRODUCT", fit: .flexible),
            Column("action", "ACTION", fit: .optional), Column("blank", "BLANK"),
            Column("why", "WHY", fit: .prose), Column("where", "WHERE", fit: .prose),
        ],
        [
            [
                .text("pc-1.lab.test"), .text("a-rather-long-product"), .text("setup"),
                Cell(.none), .text("not enough space on the disk of this PC"),
                .text("only in hall"),
            ],
            [
                .text("pc-2.lab.test"), .text("firefox"), .text("setup"), Cell(.none), Cell(.none),
                Cell(.list([])),
            ],
        ])

    @Test("of text nothing is cut: it has more lines, or a place below its row")
    func prose() {
        func shown(_ width: Int) -> String {
            ReportRenderer(format: .table, width: width, hasColour: false)
                .render(.table(Self.faults))
        }
        #expect(
            shown(80) == """
                CLIENT  PRODUCT                ACTION  WHY                          WHERE
                pc-1    a-rather-long-product  setup   not enough space on the      only in hall
                                                       disk of this PC
                pc-2    firefox                setup   –                            –

                """)
        #expect(
            shown(40) == """
                CLIENT  PRODUCT                ACTION
                pc-1    a-rather-long-product  setup
                    why    not enough space on the disk
                           of this PC
                    where  only in hall
                pc-2    firefox                setup

                """)
        #expect(
            shown(30) == """
                CLIENT  PRODUCT
                pc-1    a-rather-long-product
                    why    not enough space on
                           the disk of this PC
                    where  only in hall
                pc-2    firefox

                """)
        // Nothing to give: then names are cut.
        #expect(shown(20).contains("pc-1    a-rather-lo…"))
    }

    @Test(
        "text is broken between words, and words where they must be",
        arguments: [
            ("one two three", 7, ["one two", "three"]),
            ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
            ("", 5, [""]), ("漢字 漢字", 4, ["漢字", "漢字"]), ("a b", 3, ["a b"]),
        ])
    func wrapping(text: String, columns: Int, lines: [String]) {
        #expect(DisplayWidth.wrapped(text, to: columns) == lines)
    }

    @Test("machine formats have everything, at any width")
    func machines() {
        #expect(
            Self.text(.csv, width: 20)
                == "id,count,note\r\ngrün🦊,3,\"a,\"\"b\"\"\nc\"\r\n\u{1B}[31mevil,0,\r\n")
        #expect(
            Self.text(.json, width: 20) == #"""
                [
                  {"id": "grün🦊", "count": 3, "note": "a,\"b\"\nc"},
                  {"id": "\u001b[31mevil", "count": 0, "note": null}
                ]

                """#)
        #expect(Self.text(.plain, width: 20) == "grün🦊\t3\ta,\"b\"\\u{a}c\n\\u{1b}[31mevil\t0\t\n")
    }

    @Test("the form may be written in one word with -o", arguments: ["-ojson", "-o=json"])
    func joined(form: String) async throws {
        try await withLab { mock in
            let environment = Opus.environment(mock)
            let joined = try await Opus.run(["groups", form], environment: environment)
            let apart = try await Opus.run(["groups", "-o", "json"], environment: environment)
            #expect(apart.output.hasPrefix("["))
            #expect(joined == apart)
        }
    }

    @Test("wide characters count twice, marks not at all")
    func widths() {
        #expect(
            ["a", "漢", "e\u{301}", "🦊", "👩‍🚒", ""].map { DisplayWidth.of($0) } == [1, 2, 1, 2, 2, 0])
        #expect(DisplayWidth.cut("漢字漢字", to: 5) == "漢字…")
    }

    @Test("every kind of error has its exit status")
    func statuses() {
        #expect(
            ServerErrorCodes.all.map { ExitStatus($0).rawValue }
                == [64, 69, 69, 77, 75, 77, 65, 65, 75, 65, 69, 75])
    }
}
